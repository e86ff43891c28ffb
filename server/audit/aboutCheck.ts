import { type Kysely, sql } from 'kysely'
import type { ChainFault } from '../../shared/audit/chainFaults'
import type { Tables } from '../platform/database/tables'
import { inTransaction, type Tx } from '../platform/database/transaction'

const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
/** Kind of target, its table, and since when a row of it is there. Nothing deletes from these. */
const OWNED = [
  ['invite', 'invite', 'created_at'],
  ['message', 'message', 'sent_at'],
  ['correction', 'correction', 'received_at'],
] as const

/**
 * The first row whose `participant_id` is not the one that its hashed content leads to (U3): that column decides whose timeline a row stands in and which manager
 * sees it, and is itself not hashed. The rule is written out here and not asked of the trigger's function, which whoever may change rows may change too.
 */
export async function firstMisattributed(db: Kysely<Tables>): Promise<ChainFault | null> {
  const seq = await inTransaction(db, firstRow)
  if (seq === null) return null
  return { seq, kind: 'altered', message: `Row ${seq}: whom it is about (participant_id) was changed.` }
}

async function firstRow(tx: Tx): Promise<number | null> {
  // A log of many years may take longer than a page's query may.
  await sql`set local statement_timeout = 0`.execute(tx)
  const actor = sql`case when a.actor_kind = 'participant' then a.actor_id end`
  const owned = OWNED.map(([kind, table, since]) => {
    // What was refused about an id that was not there yet knew no owner, and an id can come to life later.
    const wasEarly = sql`a.action = 'write.refused' and o.${sql.ref(since)} >= a.at and a.participant_id is not distinct from ${actor}`
    return sql`when a.target_kind = ${sql.lit(kind)} and a.target_id ~ ${sql.lit(UUID)} then coalesce(
      (select a.participant_id is distinct from o.participant_id::text and not (${wasEarly})
        from ${sql.table(table)} o where o.id = a.target_id::uuid),
      a.participant_id is distinct from ${actor})`
  })
  const { rows } = await sql<{ seq: number | null }>`
    select min(a.seq) as seq from audit_log a where case
      when a.target_kind in ('participant', 'account') then a.participant_id is distinct from a.target_id
      when a.detail ->> 'participant' is not null then a.participant_id is distinct from a.detail ->> 'participant'
      ${sql.join(owned, sql` `)}
      else a.participant_id is distinct from ${actor}
    end`.execute(tx)
  return rows[0]?.seq ?? null
}
