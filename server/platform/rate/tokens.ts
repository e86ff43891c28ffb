import { type Kysely, sql } from 'kysely'
import { CodedError } from '../../../shared/errors/errorCodes'
import type { Clock } from '../clock'
import type { Tables } from '../database/tables'
import { networkOf } from '../http/addressRanges'
import { RATE_CLASSES, type RateClass } from './rateClasses'

export interface TokenRequest {
  readonly key: string
  readonly limit: number
  readonly windowSeconds: number
  readonly now: Date
}

export type TokenAnswer =
  | { readonly allowed: true; readonly left: number }
  | { readonly allowed: false; readonly retryAfterSeconds: number }

/**
 * Counts one event under `key`; the first event opens a window of `windowSeconds`. One statement, so exact among parallel calls
 * and processes (Q2). Refused events count too. Two windows can meet: for "n in any hour" count the events themselves.
 */
export async function takeToken(db: Kysely<Tables>, request: TokenRequest): Promise<TokenAnswer> {
  const { key, limit, windowSeconds, now } = request
  const oldest = new Date(now.getTime() - windowSeconds * 1000)
  const result = await sql<{ count: number; window_start: Date }>`
    insert into rate_counter as c (key, window_start, count) values (${key}, ${now}, 1)
    on conflict (key) do update set
      count = case when c.window_start <= ${oldest} then 1 else least(c.count, 1000000000) + 1 end,
      window_start = case when c.window_start <= ${oldest} then excluded.window_start else c.window_start end
    returning count, window_start`.execute(db)
  const row = result.rows[0]
  if (row === undefined) throw new Error('the counter gave no row')
  if (row.count <= limit) return { allowed: true, left: limit - row.count }
  const endsIn = (row.window_start.getTime() - oldest.getTime()) / 1000
  return { allowed: false, retryAfterSeconds: Math.min(windowSeconds, Math.max(1, Math.ceil(endsIn))) }
}

/** The limit of a rate class for one address, as routes and procedures declare it. Throws `TOO_MANY_REQUESTS` with Retry-After. */
export function createAddressLimit(db: Kysely<Tables>, clock: Clock) {
  return async (address: string, rate: RateClass): Promise<void> => {
    const rule = RATE_CLASSES[rate]
    if (rule === null) return
    const answer = await takeToken(db, { key: `address/${rate}/${networkOf(address)}`, ...rule, now: clock.now() })
    if (!answer.allowed) throw new CodedError('TOO_MANY_REQUESTS', {}, answer.retryAfterSeconds)
  }
}

/** Deletes counters whose windows are long over; for a timer, once an hour. */
export async function sweepRateCounters(db: Kysely<Tables>, now: Date): Promise<void> {
  const dayAgo = new Date(now.getTime() - 86_400_000)
  await db.deleteFrom('rate_counter').where('window_start', '<', dayAgo).execute()
}
