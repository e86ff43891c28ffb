import { type RawBuilder, sql } from 'kysely'
import { LEASE_DAYS } from '../../shared/ipc/leaseRules'
import type { Reading } from '../platform/database/transaction'

/** The clinic's setting as a column of another query, so that authenticating costs no second one. Null before it was ever saved. */
export function leaseColumn(): RawBuilder<number | null> {
  return sql<number | null>`(select (settings->>'offlineLeaseDays')::int from clinic)`
}

/** Days without contact until a console locks itself (D3). */
export async function clinicLeaseDays(db: Reading): Promise<number> {
  const { rows } = await sql<{ days: number | null }>`select ${leaseColumn()} as days`.execute(db)
  return rows[0]?.days ?? LEASE_DAYS
}
