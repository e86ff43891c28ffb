import { type Kysely, sql } from 'kysely'
import type { Tables } from '../database/tables'
import type { Tx } from '../database/transaction'
import { type AttemptRow, type AttemptState, recordSliding, type SlidingRule } from './slidingAttempts'

export type AttemptRule = PausingRule | SlidingRule

interface PausingRule {
  readonly key: string
  /** Wrong tries that lead to the lock. Where they meet, two windows may let nearly twice as many through: see `SlidingRule`. */
  readonly limit: number
  /** Failures further apart than this do not add up. Null: they add up for ever. */
  readonly windowSeconds: number | null
  /** Null: locked until `clearFailures`. */
  readonly lockSeconds: number | null
  readonly now: Date
}

export type AttemptAnswer =
  | { readonly allowed: true; readonly triesLeft: number }
  | { readonly allowed: false; readonly retryAfterSeconds: number }

/** "Until somebody clears it" as a time that every client can read. */
const FOR_EVER = new Date('9999-01-01T00:00:00Z')

/**
 * Takes one try before the secret is compared, so that parallel guesses cannot outrun the count; a right guess gives it back with
 * `clearFailures`. Exact among processes (Q2). Run it outside the transaction that may roll back with the refusal.
 */
export async function takeAttempt(db: Kysely<Tables>, rule: AttemptRule): Promise<AttemptAnswer> {
  const closed = await whileLocked(db, rule)
  if (closed !== null) return closed
  const state = await recordFailure(db, rule)
  if (state.failures <= rule.limit) return { allowed: true, triesLeft: rule.limit - state.failures }
  return { allowed: false, retryAfterSeconds: secondsUntil(state.lockedUntil ?? rule.now, rule.now) }
}

/** Counts a failure; the one that reaches the limit sets the lock. After a lock that is over a new count starts, unless it slides. */
export async function recordFailure(db: Kysely<Tables> | Tx, rule: AttemptRule): Promise<AttemptState> {
  const row = rule.lockSeconds === 'slides' ? await recordSliding(db, rule) : await recordPausing(db, rule)
  if (row === undefined) throw new Error('the counter gave no row')
  return { failures: row.failures, lockedUntil: row.locked_until }
}

async function recordPausing(db: Kysely<Tables> | Tx, rule: PausingRule): Promise<AttemptRow | undefined> {
  const { key, limit, now } = rule
  const oldest = rule.windowSeconds === null ? new Date(0) : new Date(now.getTime() - rule.windowSeconds * 1000)
  const lock = rule.lockSeconds === null ? FOR_EVER : new Date(now.getTime() + rule.lockSeconds * 1000)
  const result = await sql<AttemptRow>`
    insert into attempt as a (key, failures, window_start, locked_until)
    values (${key}, 1, ${now}, case when ${limit}::int <= 1 then ${lock}::timestamptz end)
    on conflict (key) do update set
      failures = case when a.locked_until <= ${now} or a.window_start <= ${oldest} then 1 else a.failures + 1 end,
      window_start = case when a.locked_until <= ${now} or a.window_start <= ${oldest} then excluded.window_start else a.window_start end,
      locked_until = case
        when a.locked_until > ${now} then a.locked_until
        when (case when a.locked_until <= ${now} or a.window_start <= ${oldest} then 1 else a.failures + 1 end) >= ${limit}::int
          then ${lock}::timestamptz
        end
    returning failures, locked_until`.execute(db)
  return result.rows[0]
}

/** The end of the lock on `key`, or null when it is not locked. */
export async function isLocked(db: Kysely<Tables> | Tx, key: string, now: Date): Promise<Date | null> {
  const row = await db.selectFrom('attempt').select('locked_until').where('key', '=', key).executeTakeFirst()
  return row?.locked_until && row.locked_until > now ? row.locked_until : null
}

/** The answer while `rule` is locked, without counting anything; null when it is not. */
export async function whileLocked(
  db: Kysely<Tables> | Tx,
  { key, now }: Pick<AttemptRule, 'key' | 'now'>,
): Promise<Extract<AttemptAnswer, { readonly allowed: false }> | null> {
  const until = await isLocked(db, key, now)
  return until === null ? null : { allowed: false, retryAfterSeconds: secondsUntil(until, now) }
}

export async function clearFailures(db: Kysely<Tables> | Tx, key: string): Promise<void> {
  await db.deleteFrom('attempt').where('key', '=', key).execute()
}

function secondsUntil(time: Date, now: Date): number {
  return Math.max(1, Math.ceil((time.getTime() - now.getTime()) / 1000))
}

/**
 * Deletes counts whose last window is long over; for a timer, once an hour. Counts that add up for ever (M3: a hundred in a row) stay, or
 * waiting two days would give a hundred new tries; their keys end in `-row/...`.
 */
export async function sweepTryCounts(db: Kysely<Tables>, now: Date): Promise<void> {
  await db
    .deleteFrom('attempt')
    .where('window_start', '<', new Date(now.getTime() - 2 * 86_400_000))
    .where((eb) => eb.or([eb('locked_until', 'is', null), eb('locked_until', '<=', now)]))
    .where('key', 'not like', '%-row/%')
    .execute()
}
