import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { type AttemptPolicy, type AttemptState, afterFailure, isLocked } from '../../shared/staff/attemptRules'
import type { Tables } from '../platform/database/tables'
import { inTransaction, type Tx } from '../platform/database/transaction'

/** Budget of one email. Hashed, so that the table does not collect what strangers type. */
export function passwordKey(emailNorm: string): string {
  return `staff-password:${createHash('sha256').update(emailNorm).digest('hex')}`
}
export const codeHourKey = (staffId: string) => `staff-code-hour:${staffId}`
export const codeRowKey = (staffId: string) => `staff-code-row:${staffId}`

/**
 * Takes one try before its outcome is known, so that of many parallel guesses never more than the limit are looked at (Q2).
 * False: the door is closed. A success must give the tries back with `clearAttempts`.
 */
export async function claimAttempt(
  db: Kysely<Tables>,
  key: string,
  policy: AttemptPolicy,
  now: Date,
): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const state = await lockAttempts(tx, key, now)
    if (isLocked(state, now)) return false
    await writeAttempts(tx, key, afterFailure(state, policy, now))
    return true
  })
}

/** The row of `key`, locked to the end of the transaction; made when it is missing, so that two first tries meet on it. */
export async function lockAttempts(tx: Tx, key: string, now: Date): Promise<AttemptState> {
  await tx
    .insertInto('attempt')
    .values({ key, failures: 0, window_start: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await tx
    .selectFrom('attempt')
    .select(['failures', 'window_start as windowStart', 'locked_until as lockedUntil'])
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirst()
  // Pruned between the two statements: as good as new.
  return row ?? { failures: 0, windowStart: now, lockedUntil: null }
}

export async function writeAttempts(tx: Tx, key: string, state: AttemptState): Promise<void> {
  const values = { failures: state.failures, window_start: state.windowStart, locked_until: state.lockedUntil }
  await tx
    .insertInto('attempt')
    .values({ key, ...values })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(values))
    .execute()
}

export async function clearAttempts(tx: Tx, key: string): Promise<void> {
  await tx.updateTable('attempt').set({ failures: 0, locked_until: null }).where('key', '=', key).execute()
}
