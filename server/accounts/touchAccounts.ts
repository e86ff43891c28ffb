import { sql } from 'kysely'
import { type Tx, takeCommitLock } from '../platform/database/transaction'

/**
 * A new revision for every account, because what staff see of all of them changed ("consent n of 3"). The rows are locked first, in one order, and the
 * commit lock is taken after them, like everywhere. Gives the highest revision, to be announced; null without any account.
 */
export async function touchAccounts(tx: Tx): Promise<number | null> {
  await tx.selectFrom('account').select('participant_id').orderBy('participant_id').forNoKeyUpdate().execute()
  await takeCommitLock(tx)
  const { rows } = await sql<{ rev: number | null }>`
    with touched as (update account set rev = nextval('sync_rev') returning rev) select max(rev) as rev from touched`.execute(
    tx,
  )
  return rows[0]?.rev ?? null
}
