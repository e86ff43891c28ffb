import { type Kysely, sql } from 'kysely'
import type { Tables } from '../database/tables'
import type { Tx } from '../database/transaction'

/**
 * Exactly `limit` failures in any stretch of `windowSeconds`, however it lies: two windows that follow each other would let nearly twice as
 * many through where they meet. Locked until the oldest of them is that far away. A day at most (`sweepTryCounts`).
 */
export interface SlidingRule {
  readonly key: string
  readonly limit: number
  readonly windowSeconds: number
  readonly lockSeconds: 'slides'
  readonly now: Date
}

export interface AttemptState {
  readonly failures: number
  readonly lockedUntil: Date | null
}

export type AttemptRow = { readonly failures: number; readonly locked_until: Date | null }

/**
 * Keeps the times of what counts, never more than `limit`. One statement, so exact among processes; a failure beyond the limit is answered
 * with a higher count and not kept. Times of the future count too: a clock that was set back gives nobody new tries.
 */
export async function recordSliding(
  db: Kysely<Tables> | Tx,
  { key, limit, windowSeconds, now }: SlidingRule,
): Promise<AttemptRow | undefined> {
  const oldest = new Date(now.getTime() - windowSeconds * 1000)
  const most = sql<number>`${limit}::int`
  const at = sql<Date>`${now}::timestamptz(3)`
  const window = sql`make_interval(secs => ${windowSeconds})`
  const result = await sql<AttemptRow>`
    insert into attempt as a (key, failures, window_start, locked_until, times)
    values (${key}, 1, ${at}, case when ${most} <= 1 then ${at} + ${window} end, array[${at}])
    on conflict (key) do update set (failures, window_start, locked_until, times) = (
      select kept.count + 1, next.times[1], case when cardinality(next.times) >= ${most} then next.times[1] + ${window} end, next.times
      from (
        select count(*)::int as count, coalesce(array_agg(t order by t), '{}') as times
        from unnest(a.times) t where t > ${oldest}) kept
      cross join lateral (
        select case when kept.count >= ${most} then kept.times[kept.count - ${most} + 1 : ]
          else array(select t from unnest(kept.times || ${at}) t order by t) end as times) next)
    returning failures, locked_until`.execute(db)
  return result.rows[0]
}

/** Takes back one failure of this very moment that turned out to be none. What else was counted stays, unlike with `clearFailures`. */
export async function giveBackFailure(db: Kysely<Tables> | Tx, { key, now }: SlidingRule): Promise<void> {
  const place = sql<number>`array_position(times, ${now}::timestamptz(3))`
  await sql`
    update attempt
    set times = times[ : ${place} - 1] || times[${place} + 1 : ], failures = greatest(failures - 1, 0), locked_until = null
    where key = ${key} and ${place} is not null`.execute(db)
}
