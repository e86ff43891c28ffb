import type { Kysely, Transaction } from 'kysely'
import type { OutboxItem, PushAnswer, PushResult } from '../../shared/sync/syncSchemas'
import type { CommandResult } from '../participants/participantCommands'
import { applyEditRun, type EditItem } from '../participants/participantEdits'
import type { Tables } from '../platform/database/tables'
import { inTransaction } from '../platform/database/transaction'
import { toCodedError } from '../platform/http/wireErrors'
import { aboutIds, readOutboxItem } from './outboxItems'
import type { WriteCaller } from './writeCaller'
import { claimWrites, storeResults } from './writeLedger'

export type CommandItem = Exclude<OutboxItem, EditItem>
/** A command made ready outside the transaction (slow hashing), applied inside it. */
export type PreparedCommand = (tx: Transaction<Tables>) => Promise<CommandResult>

export interface PushDeps {
  readonly db: Kysely<Tables>
  readonly newId: () => string
  readonly prepare: (caller: WriteCaller, item: CommandItem) => Promise<PreparedCommand>
  /** A defect or an outage while one item was applied; the item stays in the console's outbox. */
  readonly failed: (error: unknown, kind: string) => void
}

export const SYNC_CHANNEL = 'vestibule_sync'

interface Envelope {
  readonly writeId: string
  readonly kind: string
}

/**
 * Applies what a console sends, in its order. Each item is answered by itself: a malformed or refused one never blocks the others (Y9),
 * and an answer is given only after its commit (Y1). Runs of edits share a transaction; each command has its own. What follows a failed
 * item and is about the same person or invite fails with it: applied alone it could be refused for good (an edit without its record).
 */
export async function push(deps: PushDeps, caller: WriteCaller, envelopes: readonly Envelope[]): Promise<PushAnswer> {
  const results: PushResult[] = []
  const failures: Failures = { about: new Set(), outage: false }
  for (const run of runsOf(envelopes)) results.push(...(await applyRun(deps, caller, run, failures)))
  return { results, serverTime: caller.now.toISOString() }
}

type Run = { readonly malformed: string } | { readonly edits: EditItem[] } | { readonly command: CommandItem }

function runsOf(envelopes: readonly Envelope[]): Run[] {
  const runs: Run[] = []
  for (const envelope of envelopes) {
    const item = readOutboxItem(envelope)
    const last = runs.at(-1)
    if (item === null) runs.push({ malformed: envelope.writeId })
    else if (item.kind !== 'edit') runs.push({ command: item })
    else if (last && 'edits' in last && !last.edits.some((edit) => edit.writeId === item.writeId)) last.edits.push(item)
    else runs.push({ edits: [item] })
  }
  return runs
}

/** What went wrong so far in one push. `about`: the ids of failed items; `outage`: the database itself is away, so nothing more is tried. */
interface Failures {
  readonly about: Set<string>
  outage: boolean
}

async function applyRun(deps: PushDeps, caller: WriteCaller, run: Run, failures: Failures): Promise<PushResult[]> {
  if ('malformed' in run) return [{ writeId: run.malformed, outcome: 'refused', reason: 'malformed' }]
  if ('command' in run) return [await applyOne(deps, caller, run.command, failures)]
  if (run.edits.some((edit) => mustWait(edit, failures))) return await applyEach(deps, caller, run.edits, failures)
  try {
    return await applyEdits(deps, caller, run.edits)
  } catch (error) {
    failures.outage = isOutage(error)
    if (failures.outage) deps.failed(error, 'edit')
    return await applyEach(deps, caller, run.edits, failures)
  }
}

async function applyEach(deps: PushDeps, caller: WriteCaller, edits: readonly EditItem[], failures: Failures) {
  const results: PushResult[] = []
  for (const edit of edits) results.push(await applyOne(deps, caller, edit, failures))
  return results
}

async function applyOne(
  deps: PushDeps,
  caller: WriteCaller,
  item: OutboxItem,
  failures: Failures,
): Promise<PushResult> {
  try {
    if (!mustWait(item, failures)) {
      const [result] =
        item.kind === 'edit' ? await applyEdits(deps, caller, [item]) : await applyCommand(deps, caller, item)
      if (result) return result
    }
  } catch (error) {
    failures.outage = isOutage(error)
    deps.failed(error, item.kind)
  }
  for (const id of aboutIds(item)) failures.about.add(id)
  return { writeId: item.writeId, outcome: 'failed' }
}

function mustWait(item: OutboxItem, failures: Failures): boolean {
  return failures.outage || aboutIds(item).some((id) => failures.about.has(id))
}

function isOutage(error: unknown): boolean {
  return toCodedError(error).code === 'UNAVAILABLE'
}

async function applyEdits(deps: PushDeps, caller: WriteCaller, edits: readonly EditItem[]): Promise<PushResult[]> {
  return await inOneCommit(deps, caller, edits, async (tx, fresh) => await applyEditRun(tx, caller, fresh, deps.newId))
}

async function applyCommand(deps: PushDeps, caller: WriteCaller, item: CommandItem): Promise<PushResult[]> {
  const apply = await deps.prepare(caller, item)
  return await inOneCommit(deps, caller, [item], async (tx) => [{ writeId: item.writeId, ...(await apply(tx)) }])
}

/** Claim, apply, remember the answers, notify: all in one transaction. Items that were applied before are answered from the ledger. */
async function inOneCommit<Item extends OutboxItem>(
  deps: PushDeps,
  caller: WriteCaller,
  items: readonly Item[],
  apply: (tx: Transaction<Tables>, fresh: readonly Item[]) => Promise<PushResult[]>,
): Promise<PushResult[]> {
  const answers = await inTransaction(deps.db, async (tx) => {
    const known = await claimWrites(
      tx,
      caller,
      items.map((item) => item.writeId),
    )
    const fresh = items.filter((item) => !known.has(item.writeId))
    const results = fresh.length > 0 ? await apply(tx, fresh) : []
    await storeResults(tx, results, { channel: SYNC_CHANNEL, rev: highestRev(results) })
    return new Map([...known, ...results.map((result) => [result.writeId, result] as const)])
  })
  return items.map((item) => answers.get(item.writeId) ?? { writeId: item.writeId, outcome: 'failed' })
}

function highestRev(results: readonly PushResult[]): number {
  return results
    .flatMap((result) => [
      ...(result.participant ? [result.participant] : []),
      ...(result.accounts ?? []),
      ...(result.messages ?? []),
      ...(result.corrections ?? []),
      ...(result.invites ?? []),
      ...(result.conflicts ?? []),
    ])
    .reduce((highest, doc) => Math.max(highest, doc.rev), 0)
}
