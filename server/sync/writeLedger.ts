import { sql, type Transaction } from 'kysely'
import type { PushResult } from '../../shared/sync/syncSchemas'
import type { Tables } from '../platform/database/tables'
import type { WriteCaller } from './writeCaller'

/**
 * Claims write ids inside the transaction that will apply them. An id that was claimed before is answered from the ledger (Y2); one that another
 * connection is applying right now waits here for that commit. Sorted, so that two batches cannot wait for each other.
 */
export async function claimWrites(
  tx: Transaction<Tables>,
  caller: WriteCaller,
  writeIds: readonly string[],
): Promise<ReadonlyMap<string, PushResult>> {
  const ids = [...writeIds].sort()
  const claimed = await sql<{ write_id: string }>`
    insert into sync_write (write_id, staff_id, device_id, result, at)
    select id, ${caller.staffId}, ${caller.deviceId}, '{}', ${caller.now} from unnest(${ids}::uuid[]) as id
    on conflict (write_id) do nothing returning write_id`.execute(tx)
  if (claimed.rows.length === ids.length) return new Map()
  const fresh = new Set(claimed.rows.map((row) => row.write_id))
  const known = await tx
    .selectFrom('sync_write')
    .select(['write_id', 'staff_id', 'result'])
    .where(
      'write_id',
      'in',
      ids.filter((id) => !fresh.has(id)),
    )
    .execute()
  return new Map(
    known.map((row) => [
      row.write_id,
      row.staff_id === caller.staffId ? row.result : { writeId: row.write_id, outcome: 'refused', reason: 'malformed' },
    ]),
  )
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
