import { extendsHead } from '../../../shared/audit/auditChain'
import { sightAfter } from '../../../shared/backup/restoreRules'
import type { LiveNews } from '../../../shared/sync/liveSchemas'
import { MOST_ASKED, type OutboxItem, type PullAnswer, REPLICATED } from '../../../shared/sync/syncSchemas'
import { isUnsettled } from '../replica/outboxEntries'
import type { Replica } from '../replica/replica'
import type { ReplicaMeta } from '../replica/replicaDatabase'
import { type Resync, startResync } from '../replica/replicaRows'
import type { SyncState, SyncTransport } from './syncEngine'

const PUSH_BATCH = 200
/** Text of one push; the server takes 5 MB. A single item is far smaller. */
const PUSH_CHARACTERS = 500_000
export const ALARM = 'The audit log of the server is not a continuation of the one this console has seen.'

/** False when the news do not follow on what the replica has, so that it must pull. Called between cycles only, so no resync is under way. */
export async function applyNews(replica: Replica, news: LiveNews): Promise<boolean> {
  const { checkpoint } = replica.meta()
  if (checkpoint?.epoch !== news.epoch || checkpoint.rev < news.from) return false
  if (checkpoint.rev < news.to) await replica.applyNews(news)
  return true
}

/**
 * In the order in which it was made. Stops when an item must wait, so that a later write never overtakes it. What leaves can no longer be taken back,
 * so nothing leaves before the server has answered something: `reached` says whether it just has. Nothing leaves after `stop`. True: all of it waits until
 * this console has met the server that a backup was restored on, as answers would overwrite what it knows of before (K2).
 */
export async function pushAll(
  replica: Replica,
  transport: SyncTransport,
  reached: boolean,
  stop: AbortSignal,
): Promise<boolean> {
  if (replica.meta().restoring === true) return true
  let isThere = reached
  while (true) {
    const wanted = nextBatch(replica)
    if (wanted.length === 0 || stop.aborted) return false
    if (!isThere) {
      const { checkpoint, witness } = replica.meta()
      if (isOtherEpoch(witness, await transport.pull({ checkpoint, limit: 1, witnessCount: 0 }))) return true
    }
    isThere = true
    if (stop.aborted) return false
    const batch = await replica.markSent(wanted)
    // Marked as sent and not sent: it goes under the same id at the next opening.
    if (stop.aborted) return false
    // All of it was taken back meanwhile; what is left is another batch.
    if (batch.length === 0) continue
    const { results, serverTime } = await transport.push(batch)
    await replica.applyResults(results, serverTime)
    const isSettled = (item: OutboxItem) =>
      results.some(({ writeId, outcome }) => writeId === item.writeId && outcome !== 'failed')
    if (!batch.every(isSettled)) return false
  }
}

function nextBatch(replica: Replica): string[] {
  const queued = [...replica.stores.outbox.all()]
    .map(([, entry]) => entry)
    .filter(isUnsettled)
    .sort((a, b) => a.order - b.order)
    .slice(0, PUSH_BATCH)
  const batch: string[] = []
  let characters = 0
  for (const { item } of queued) {
    characters += JSON.stringify(item).length
    if (batch.length > 0 && characters > PUSH_CHARACTERS) break
    batch.push(item.writeId)
  }
  return batch
}

export interface PullOptions {
  /** Rows a page. */
  readonly limit: number
  readonly reads: () => boolean
  readonly set: (change: Partial<SyncState>) => void
}

/** Each page is asked for as soon as the one before has come, so that the server works while this console writes. */
export async function pullAll(
  replica: Replica,
  transport: SyncTransport,
  { limit, reads, set }: PullOptions,
  stop: AbortSignal,
): Promise<void> {
  if (stop.aborted) return
  let { checkpoint, witness, alarm, lost = null } = replica.meta()
  let resync: Resync | null = null
  let restored = replica.meta().restoring === true
  let done = 0
  const ask = () => transport.pull({ checkpoint, limit, witnessCount: witness?.count ?? 0 })
  const found = await foundAgain(transport, replica)
  if (stop.aborted) return
  let next = ask()
  while (true) {
    const answer = await next
    if (stop.aborted) return
    if (answer.reset) {
      // Also in the middle of another resync: what that one has seen belongs to an epoch that is over.
      const resumed = restored && !isOtherEpoch(witness, answer)
      restored ||= isOtherEpoch(witness, answer)
      resync = holdsCopies(replica) ? startResync(restored, reads, resumed) : null
      done = 0
    }
    const learnt = {
      ...witnessed({ witness, alarm, lost }, answer, replica),
      ...(resync?.restored && { restoring: true }),
    }
    witness = learnt.witness ?? witness
    alarm = learnt.alarm ?? alarm
    lost = learnt.lost ?? lost
    checkpoint = answer.checkpoint
    if (answer.remaining > 0) {
      next = ask()
      // Awaited in the next round; this round may fail before that.
      next.catch(() => undefined)
    }
    if (resync && answer.remaining === 0) resync.unknown = await unknownTo(transport, replica, answer, resync)
    if (stop.aborted) return
    const gone = resync || answer.remaining > 0 ? answer.gone : [...answer.gone, ...elsewhere(found, replica, answer)]
    await replica.applyPull({ ...answer, gone }, resync, learnt)
    done += answer.rows.participants?.length ?? 0
    if (answer.reset || answer.remaining > 0) set({ progress: { done, total: done + answer.remaining } })
    if (answer.remaining === 0) return
  }
}

/** Records that a restored server had lost and has again. Asked before the pull, which brings those that this person may see (D4). */
async function foundAgain(transport: SyncTransport, { stores }: Replica): Promise<readonly string[]> {
  const lost = [...stores.undone.all()].flatMap(([id, { open }]) => (open?.record ? [id] : []))
  const unknown = await unknownOf(transport, lost)
  return lost.filter((id) => !unknown.has(id))
}

/** Those of them that this pull has not brought: somebody made them again for others. */
function elsewhere(found: readonly string[], { stores }: Replica, { rows }: PullAnswer): PullAnswer['gone'] {
  const brought = new Set(rows.participants?.map(({ id }) => id))
  const others = found.filter((id) => !brought.has(id) && stores.participants.get(id) === undefined)
  return others.map((id) => ({ collection: 'participants', id }))
}

/** What the resync did not bring although it is here, as far as the server does not have it at all: after a restore only, and what one undid earlier. */
async function unknownTo(
  transport: SyncTransport,
  { stores }: Replica,
  answer: PullAnswer,
  { seen, restored }: Resync,
): Promise<ReadonlySet<string>> {
  const brought = new Set([
    ...(seen.get('participants') ?? []),
    ...(answer.rows.participants ?? []).map(({ id }) => id),
  ])
  const earlier = [...stores.undone.all()].map(([id]) => id)
  const asked = [...new Set([...(restored ? [...stores.participants.all()].map(([id]) => id) : []), ...earlier])]
  return await unknownOf(
    transport,
    asked.filter((id) => !brought.has(id)),
  )
}

async function unknownOf(transport: SyncTransport, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const unknown = new Set<string>()
  for (let at = 0; at < ids.length; at += MOST_ASKED)
    for (const id of await transport.unknown(ids.slice(at, at + MOST_ASKED))) unknown.add(id)
  return unknown
}

function isOtherEpoch(seen: ReplicaMeta['witness'], { head }: PullAnswer): boolean {
  return seen !== null && seen.epoch !== head.epoch
}

function holdsCopies({ stores }: Replica): boolean {
  return REPLICATED.some((name) => stores[name].size > 0)
}

/** The highest head seen, and the alarm over one that does not extend it (U3). The alarm stays until an administrator has looked. */
function witnessed(
  known: Pick<ReplicaMeta, 'witness' | 'alarm' | 'lost'>,
  answer: PullAnswer,
  { stores }: Replica,
): Partial<ReplicaMeta> {
  const { count, hash, epoch } = answer.head
  const { witness: seen, alarm, lost = null } = known
  if (seen && seen.epoch === epoch) {
    if (extendsHead({ witness: seen, answer }) === 'alarm') return alarm ? {} : { alarm: ALARM }
    if (seen.count >= count) return {}
  } else if (seen) {
    // Another epoch: a backup was restored. What this console saw beyond it must not pass in silence (K2).
    const sight = { count: seen.count, holds: extendsHead({ witness: seen, answer }) === 'ok' }
    const note = stores.clinic.get('clinic')?.restored ?? null
    return { witness: { count, hash, epoch }, lost: sightAfter(epoch, sight, lost, note) }
  }
  return { witness: { count, hash, epoch } }
}
