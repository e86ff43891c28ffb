import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql, type Transaction } from 'kysely'
import { errorCodeOf } from './connectionTarget'
import type { Tables } from './tables'

/** The one lock that puts commits in the order of their revs (Y3). Every process must use this number. */
const COMMIT_LOCK = 4_300_433
const MOST_TRIES = 6
const SERIALIZATION_FAILURE = '40001'
const DEADLOCK = '40P01'
const NOTIFY_LIMIT_BYTES = 7_900

/** Power to read only. A `Kysely` or a `Tx` can be passed wherever a `Reading` is asked for. */
export type Reading = Pick<Kysely<Tables>, 'selectFrom' | 'selectNoFrom' | 'fn' | 'case' | 'getExecutor'>
/** Power to write: only inside `inTransaction`. */
export type Tx = Transaction<Tables>

/**
 * Runs `work` in one transaction and returns its result after commit. Deadlocks and serialization failures are repeated a few
 * times with growing pauses, so `work` must have no effect outside the transaction (mail and signals go through outbox and notify).
 */
export async function inTransaction<T>(db: Kysely<Tables>, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      if (tries >= MOST_TRIES || !isWorthRepeating(error)) throw error
      await sleep(2 ** tries * 5 * (0.5 + Math.random()))
    }
  }
}

function isWorthRepeating(error: unknown): boolean {
  const code = errorCodeOf(error)
  return code === SERIALIZATION_FAILURE || code === DEADLOCK
}

/** Waits until no other writer is between drawing a rev and its commit. Ends with the transaction; taking it twice is free. */
export async function takeCommitLock(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${COMMIT_LOCK})`.execute(tx)
}

/**
 * The next rev. Takes the commit lock first, in the same round trip: PostgreSQL makes a commit visible before it gives the lock
 * back, so whoever sees a rev has also seen every smaller one. Call it late: all other writers wait from here to the commit.
 */
export async function nextRev(tx: Tx): Promise<number> {
  const [rev] = await nextRevs(tx, 1)
  if (rev === undefined) throw new Error('the sequence gave no rev')
  return rev
}

/** `count` revs in rising order, under the commit lock like `nextRev`. */
export async function nextRevs(tx: Tx, count: number): Promise<readonly number[]> {
  const result = await sql<{ rev: number }>`
    with locked as materialized (select pg_advisory_xact_lock(${COMMIT_LOCK}))
    select nextval('sync_rev') as rev from locked, generate_series(1, ${count}::int)`.execute(tx)
  return result.rows.map((row) => row.rev).sort((a, b) => a - b)
}

/** Signals every process after the commit, and not at all after a rollback. */
export async function notify(tx: Tx, channel: string, payload: string): Promise<void> {
  if (Buffer.byteLength(payload) > NOTIFY_LIMIT_BYTES) throw new Error('a notification must stay below 8,000 bytes')
  await sql`select pg_notify(${channel}, ${payload})`.execute(tx)
}
