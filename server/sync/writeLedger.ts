import { type Kysely, sql, type Transaction } from 'kysely'
import type { PushResult } from '../../shared/sync/syncSchemas'
import type { Tables } from '../platform/database/tables'
import { idsInScope } from './scopeStore'
import type { WriteCaller } from './writeCaller'

/** A console that is away for so long wipes itself; one that comes back from a copy still learns what became of its writes. */
const ANSWERS_KEPT_MS = 30 * 86_400_000
/** Rows of one statement, so that no push waits long for a row. */
const SWEPT_AT_ONCE = 2_000

/**
 * Claims write ids inside the transaction that will apply them. An id that was claimed before is answered from the ledger (Y2); one that another
 * connection is applying right now waits here for that commit. Sorted, so that two batches cannot wait for each other. Documents come along only while
 * the caller may still see all of them: with another role, or after a participant left their scope, the answer is its outcome alone (D4).
 */
export async function claimWrites(
  tx: Transaction<Tables>,
  caller: WriteCaller,
  writeIds: readonly string[],
): Promise<ReadonlyMap<string, PushResult>> {
  const ids = [...writeIds].sort()
  const claimed = await sql<{ write_id: string }>`
    insert into sync_write (write_id, staff_id, device_id, role, result, at)
    select id, ${caller.staffId}, ${caller.deviceId}, ${caller.role}, '{}', ${caller.now} from unnest(${ids}::uuid[]) as id
    on conflict (write_id) do nothing returning write_id`.execute(tx)
  if (claimed.rows.length === ids.length) return new Map()
  const fresh = new Set(claimed.rows.map((row) => row.write_id))
  const known = await tx
    .selectFrom('sync_write')
    .select(['write_id', 'staff_id', 'role', 'result'])
    .where(
      'write_id',
      'in',
      ids.filter((id) => !fresh.has(id)),
    )
    .execute()
  const own = known.filter((row) => row.staff_id === caller.staffId)
  const visible = await idsInScope(tx, caller, [...new Set(own.flatMap(({ result }) => aboutWhom(result)))])
  const answerOf = ({ staff_id, role, result, write_id: writeId }: (typeof known)[number]): PushResult => {
    if (staff_id !== caller.staffId) return { writeId, outcome: 'refused', reason: 'malformed' }
    return role === caller.role && aboutWhom(result).every((id) => visible.has(id)) ? result : outcomeOf(result)
  }
  return new Map(known.map((row) => [row.write_id, answerOf(row)]))
}

/** The participants whose documents an answer holds. */
function aboutWhom({ participant, accounts = [], ...others }: PushResult): string[] {
  const { invites = [], messages = [], corrections = [], conflicts = [] } = others
  const theirs = [...invites, ...messages, ...corrections, ...conflicts].map(({ participantId }) => participantId)
  return [...(participant ? [participant.id] : []), ...accounts.map(({ id }) => id), ...theirs]
}

/** What `sweepAnswers` leaves of an answer. */
function outcomeOf({ writeId, outcome, reason }: PushResult): PushResult {
  return { writeId, outcome, ...(reason && { reason }) }
}

/** The invites that these writes of the caller have revoked. Nobody's else count, and none that was not applied. */
export async function invitesRevokedBy(
  tx: Transaction<Tables>,
  { staffId }: Pick<WriteCaller, 'staffId'>,
  writeIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (writeIds.length === 0) return new Set()
  const rows = await tx
    .selectFrom('sync_write')
    .select('result')
    .where('write_id', 'in', writeIds)
    .where('staff_id', '=', staffId)
    .execute()
  const invites = rows.flatMap(({ result }) => (result.outcome === 'applied' ? (result.invites ?? []) : []))
  return new Set(invites.filter(({ revokedAt }) => revokedAt !== null).map(({ id }) => id))
}

/**
 * Remembers the answers; they become visible with the effects, in the same commit, which also signals `rev` on `channel` when it is not 0.
 * One statement, because every other writer waits here.
 */
export async function storeResults(
  tx: Transaction<Tables>,
  results: readonly PushResult[],
  signal: { readonly channel: string; readonly rev: number },
): Promise<void> {
  if (results.length === 0) return
  const rows = JSON.stringify(results.map((result) => ({ id: result.writeId, result })))
  await sql`
    with stored as (
      update sync_write w set result = r.result
      from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, result jsonb) where w.write_id = r.id)
    select pg_notify(${signal.channel}, ${String(signal.rev)}) where ${signal.rev}::bigint > 0`.execute(tx)
}

/**
 * Takes the documents out of answers that are older than 30 days; id, outcome and the code of a refusal stay for ever, so that a repeat is never
 * applied twice (Y2). Such a repeat is answered with those alone: whatever the documents said has reached the console by its own checkpoint, or
 * does with its next pull. For a timer, once an hour; any number of processes may do it at once. Returns how many it emptied.
 */
export async function sweepAnswers(db: Kysely<Tables>, now: Date): Promise<number> {
  const before = new Date(now.getTime() - ANSWERS_KEPT_MS)
  let emptied = 0
  for (let more = true; more; ) {
    const { numAffectedRows = 0n } = await sql`
      update sync_write
      set emptied_at = ${now}, result = jsonb_strip_nulls(jsonb_build_object(
        'writeId', result -> 'writeId', 'outcome', result -> 'outcome', 'reason', result -> 'reason'))
      where write_id in (
        select write_id from sync_write where emptied_at is null and at < ${before}
        order by at limit ${SWEPT_AT_ONCE} for update skip locked)`.execute(db)
    emptied += Number(numAffectedRows)
    more = numAffectedRows === BigInt(SWEPT_AT_ONCE)
  }
  return emptied
}
