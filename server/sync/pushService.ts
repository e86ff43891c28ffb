import type { Kysely, Transaction } from 'kysely'
import { type OutboxItem, outboxItemSchema, type PushAnswer, type PushResult } from '../../shared/sync/syncSchemas'
import type { CommandResult } from '../participants/participantCommands'
import { applyEditRun, type EditItem } from '../participants/participantEdits'
import type { Tables } from '../platform/database/tables'
import { inTransaction, notify } from '../platform/database/transaction'
import type { WriteCaller } from './writeCaller'
import { claimWrites, storeResults } from './writeLedger'

export type CommandItem = Exclude<OutboxItem, EditItem>
/** A command made ready outside the transaction (slow hashing), applied inside it. */
export type PreparedCommand = (tx: Transaction<Tables>) => Promise<CommandResult>

export interface PushDeps {
  readonly db: Kysely<Tables>
  readonly newId: () => string
  readonly prepare: (caller: WriteCaller, item: CommandItem) => Promise<PreparedCommand>
  /** Called after each commit; never awaited by the answer. */
  readonly committed: () => void
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
 * and an answer is given only after its commit (Y1). Runs of edits share a transaction; each command has its own.
 */
export async function push(deps: PushDeps, caller: WriteCaller, envelopes: readonly Envelope[]): Promise<PushAnswer> {
  const results: PushResult[] = []
  for (const run of runsOf(envelopes)) results.push(...(await applyRun(deps, caller, run)))
  return { results, serverTime: caller.now.toISOString() }
}

type Run = { readonly malformed: string } | { readonly edits: EditItem[] } | { readonly command: CommandItem }

function runsOf(envelopes: readonly Envelope[]): Run[] {
  const runs: Run[] = []
  for (const envelope of envelopes) {
    const parsed = outboxItemSchema.safeParse(envelope)
    const last = runs.at(-1)
    if (!parsed.success) runs.push({ malformed: envelope.writeId })
    else if (parsed.data.kind !== 'edit') runs.push({ command: parsed.data })
    else if (last && 'edits' in last && !last.edits.some((edit) => edit.writeId === envelope.writeId))
      last.edits.push(parsed.data)
    else runs.push({ edits: [parsed.data] })
  }
  return runs
}

async function applyRun(deps: PushDeps, caller: WriteCaller, run: Run): Promise<PushResult[]> {
  if ('malformed' in run) return [{ writeId: run.malformed, outcome: 'refused', reason: 'malformed' }]
  if ('command' in run) return [await applyCommand(deps, caller, run.command)]
  try {
    return await inOneCommit(
      deps,
      caller,
      run.edits,
      async (tx, fresh) => await applyEditRun(tx, caller, fresh, deps.newId),
    )
  } catch (error) {
    if (run.edits.length === 1) return [failed(deps, error, run.edits[0] as EditItem)]
    const single: PushResult[] = []
    for (const edit of run.edits) single.push(...(await applyRun(deps, caller, { edits: [edit] })))
    return single
  }
}

async function applyCommand(deps: PushDeps, caller: WriteCaller, item: CommandItem): Promise<PushResult> {
  try {
    const apply = await deps.prepare(caller, item)
    const [result] = await inOneCommit(deps, caller, [item], async (tx) => [
      { writeId: item.writeId, ...(await apply(tx)) },
    ])
    return result as PushResult
  } catch (error) {
    return failed(deps, error, item)
  }
}

function failed(deps: PushDeps, error: unknown, item: OutboxItem): PushResult {
  deps.failed(error, item.kind)
  return { writeId: item.writeId, outcome: 'failed' }
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
    await storeResults(tx, results)
    const rev = highestRev(results)
    if (rev > 0) await notify(tx, SYNC_CHANNEL, String(rev))
    return new Map([...known, ...results.map((result) => [result.writeId, result] as const)])
  })
  deps.committed()
  return items.map((item) => answers.get(item.writeId) ?? { writeId: item.writeId, outcome: 'failed' })
}

function highestRev(results: readonly PushResult[]): number {
  return results
    .flatMap((result) => [
      ...(result.participant ? [result.participant] : []),
      ...(result.invites ?? []),
      ...(result.conflicts ?? []),
    ])
    .reduce((highest, doc) => Math.max(highest, doc.rev), 0)
}
