import { sql } from 'kysely'
import { type Tx, takeCommitLock } from '../platform/database/transaction'

/**
 * Gives every account the next revs, in one statement, for changes of the clinic that all account documents show: a new consent version
 * ("consent n of 3"), and whether a second factor is required. Locks all accounts and then takes the commit lock, so nothing else may be
 * locked by the caller but the clinic's row. Returns the highest rev, to be announced; null when there is no account.
 */
export async function touchAccounts(tx: Tx): Promise<number | null> {
  await tx.selectFrom('account').select('participant_id').orderBy('participant_id').forNoKeyUpdate().execute()
  await takeCommitLock(tx)
  const result = await sql<{ rev: number | null }>`
    with touched as (update account set rev = nextval('sync_rev') returning rev)
    select max(rev) as rev from touched`.execute(tx)
  return result.rows[0]?.rev ?? null
}
