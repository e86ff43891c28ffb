import type { AccountDoc } from '../../../shared/accounts/accountSchemas'
import { heldLast, stillUndone, type Undone, type UndonePaper, undoneParts } from '../../../shared/backup/undoneRules'
import type { Participant } from '../../../shared/participants/participantSchemas'
import type { PullAnswer } from '../../../shared/sync/syncSchemas'
import type { Resync, Stores, Writer } from './replicaRows'

type Entry = readonly [string, Undone]

/**
 * What the resync after a restore is about to overwrite with something else (K2), to be written in the same append: after a crash the row is either
 * still here or kept aside. Most rows are the same and cost nothing. What this very resync has brought is not kept: that it changed since is nobody's loss.
 */
export function keptAside(stores: Stores, rows: PullAnswer['rows'], { seen, resumed }: Resync): Entry[] {
  const { participants = [], accounts = [], corrections = [] } = rows
  const aside = new Map<string, Undone>()
  /** From before this resync was cut: null where there is nothing of it. */
  const earlier = (id: string) => (resumed && stores.undone.get(id)?.fresh ? stores.undone.get(id) : null)
  for (const row of participants) {
    const { id } = row
    const known = earlier(id)
    // Also one that holds nothing: the record was not here.
    const isKept =
      known != null && (known.participant !== null || (known.account === null && known.papers.length === 0))
    if (!isKept && !seen.get('participants')?.has(id))
      set(aside, stores, id, { participant: stores.participants.get(id), row })
  }
  for (const { id, disabledAt } of accounts) {
    const account = stores.accounts.get(id)
    const isKept = earlier(id)?.account != null || seen.get('accounts')?.has(id) === true
    if (account?.disabledAt != null && disabledAt === null && !isKept) set(aside, stores, id, { account })
  }
  for (const { id, participantId, decidedAt } of corrections) {
    const doc = stores.corrections.get(id)
    const isKept =
      earlier(participantId)?.papers.some((paper) => paper.doc.id === id) || seen.get('corrections')?.has(id)
    if (doc?.decidedAt != null && decidedAt === null && isKept !== true)
      set(aside, stores, participantId, { paper: { kind: 'request', doc } })
  }
  return [...aside]
}

/**
 * What is about to be swept although this person may have it: records that the restored server does not have at all, and what came from or to
 * participants whom they see. `reads`: their role, as it is now, may have messages and requests.
 */
export function keptUnswept(stores: Stores, resync: Resync): Entry[] {
  const { unknown, seen, restored, reads } = resync
  const aside = new Map<string, Undone>()
  for (const id of unknown)
    if (stores.participants.get(id)) set(aside, stores, id, { participant: stores.participants.get(id) })
  if (!restored || !reads()) return [...aside]
  const isTheirs = (id: string) => seen.get('participants')?.has(id) === true || unknown.has(id)
  for (const [id, doc] of stores.corrections.all())
    if (seen.get('corrections')?.has(id) !== true && isTheirs(doc.participantId))
      set(aside, stores, doc.participantId, { paper: { kind: 'request', doc } })
  for (const [id, doc] of stores.messages.all())
    if (seen.get('messages')?.has(id) !== true && isTheirs(doc.participantId))
      set(aside, stores, doc.participantId, { paper: { kind: 'message', doc } })
  return [...aside]
}

interface Held {
  readonly participant?: Participant | undefined
  /** What takes its place. */
  readonly row?: Participant
  readonly account?: AccountDoc | undefined
  readonly paper?: UndonePaper
}

const NOTHING: Undone = { participant: null, account: null, papers: [], open: null, fresh: true }

function set(aside: Map<string, Undone>, stores: Stores, id: string, { participant, row, account, paper }: Held): void {
  const known = aside.get(id) ?? stores.undone.get(id) ?? NOTHING
  aside.set(id, {
    participant: participant ? heldLast(known, participant, row) : known.participant,
    account: account ?? known.account,
    papers: paper ? [...known.papers.filter(({ doc }) => doc.id !== paper.doc.id), paper] : known.papers,
    open: known.open,
    fresh: true,
  })
}

/** Whether something was kept aside that this person may not have any more: records, or messages and requests. */
export function hasStrangers(stores: Stores, { seen, unknown, reads }: Resync): boolean {
  const mayRead = reads()
  const isStranger = (id: string) => seen.get('participants')?.has(id) !== true && !unknown.has(id)
  return [...stores.undone.all()].some(([id, { papers }]) => isStranger(id) || (papers.length > 0 && !mayRead))
}

/** At the end of a resync: what a restore undid stays, everything else that was kept aside goes, and so does what this person may not have any more (D4). */
export async function finishUndone(write: Writer, stores: Stores, { unknown, reads }: Resync): Promise<void> {
  const note = stores.clinic.get('clinic')?.restored ?? null
  const mayRead = reads()
  await rewrite(write, stores, (was, id) => {
    const held = mayRead ? was : { ...was, papers: [] }
    const row = { ...rowOf(stores, id), unknown: unknown.has(id) }
    if (row.participant === undefined && !row.unknown) return null
    return opened(held, held.fresh ? undoneParts(held, row, note) : stillUndone(held, row))
  })
}

/** After every answer, about whom it told: what somebody has brought back is over, and does not come up again when it changes later. */
export async function settleUndone(write: Writer, stores: Stores, rows: PullAnswer['rows']): Promise<void> {
  if (stores.undone.size === 0) return
  const told = new Set([
    ...[...(rows.participants ?? []), ...(rows.accounts ?? [])].map(({ id }) => id),
    ...(rows.corrections ?? []).map(({ participantId }) => participantId),
  ])
  await rewrite(write, stores, (held, id) =>
    held.fresh || !told.has(id) ? held : opened(held, stillUndone(held, rowOf(stores, id))),
  )
}

function opened(held: Undone, open: Undone['open']): Undone | null {
  return open === null ? null : { ...held, open, fresh: false }
}

function rowOf({ participants, accounts, corrections, messages }: Stores, id: string) {
  const papers = { request: corrections.get, message: messages.get }
  return { participant: participants.get(id), account: accounts.get(id), ...papers }
}

async function rewrite(
  write: Writer,
  stores: Stores,
  decide: (held: Undone, id: string) => Undone | null,
): Promise<void> {
  const changed: Entry[] = []
  const over: string[] = []
  for (const [id, held] of stores.undone.all()) {
    const next = decide(held, id)
    if (next === null) over.push(id)
    else if (next !== held && JSON.stringify(next) !== JSON.stringify(held)) changed.push([id, next])
  }
  await write.put('undone', changed)
  await write.remove('undone', over)
}
