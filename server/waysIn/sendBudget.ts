import { type Kysely, sql } from 'kysely'
import type { Tables } from '../platform/database/tables'
import type { Tx } from '../platform/database/transaction'

const HOUR_MS = 3_600_000
const KEPT_MS = 24 * HOUR_MS
/** L2. */
const MOST_AN_HOUR = 5
const PAUSE_MS = 60_000
const MOST_NUMBERS_AN_HOUR = 20

export type SendAnswer =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly why: 'too_soon' | 'too_many'; readonly retryAfterSeconds: number }

const ALLOWED: SendAnswer = { allowed: true }

/**
 * L2: at most 5 sends in any hour and 60 seconds apart, counted whether or not anybody has that contact. Takes the key's lock until the end of
 * the transaction, so exact among processes; a refused one is not counted, or pressing Resend too early would only lengthen the wait.
 */
export async function takeSend(tx: Tx, key: string, item: Buffer, now: Date): Promise<SendAnswer> {
  const sends = await sendsOf(tx, key, now)
  const [newest] = sends
  const oldest = sends[MOST_AN_HOUR - 1]
  // The hour's end first: a minute's wait would lead to the next refusal.
  if (oldest !== undefined) return refused('too_many', oldest.at, HOUR_MS, now)
  if (newest !== undefined && now.getTime() - newest.at.getTime() < PAUSE_MS)
    return refused('too_soon', newest.at, PAUSE_MS, now)
  await note(tx, key, item, now)
  return ALLOWED
}

/** L2: 20 distinct numbers in any hour from one address. Take it before `takeSend`, so that locks come in one order. */
export async function takeNumber(tx: Tx, key: string, item: Buffer, now: Date): Promise<SendAnswer> {
  const sends = await sendsOf(tx, key, now)
  // Newest first, so the first of each number is its latest: the one that leaves the hour last.
  const numbers = new Map<string, Date>()
  for (const send of sends) if (!numbers.has(send.item.toString('hex'))) numbers.set(send.item.toString('hex'), send.at)
  const firstToEnd = [...numbers.values()].at(-1)
  const isNew = !numbers.has(item.toString('hex'))
  if (isNew && numbers.size >= MOST_NUMBERS_AN_HOUR && firstToEnd !== undefined)
    return refused('too_many', firstToEnd, HOUR_MS, now)
  await note(tx, key, item, now)
  return ALLOWED
}

/** For a timer, once an hour. */
export async function sweepSends(db: Kysely<Tables>, now: Date): Promise<void> {
  await db
    .deleteFrom('send_budget')
    .where('at', '<', new Date(now.getTime() - KEPT_MS))
    .execute()
}

/** Newest first. Rows of the future count too: a clock that was set back gives nobody new sends. */
async function sendsOf(tx: Tx, key: string, now: Date) {
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 4300434))`.execute(tx)
  return await tx
    .selectFrom('send_budget')
    .select(['item', 'at'])
    .where('key', '=', key)
    .where('at', '>', new Date(now.getTime() - HOUR_MS))
    .orderBy('at', 'desc')
    .execute()
}

async function note(tx: Tx, key: string, item: Buffer, at: Date): Promise<void> {
  await tx.insertInto('send_budget').values({ key, item, at }).execute()
}

/** Never longer than the rule itself, whatever the clock did. */
function refused(why: 'too_soon' | 'too_many', from: Date, ms: number, now: Date): SendAnswer {
  const left = Math.ceil((from.getTime() + ms - now.getTime()) / 1000)
  return { allowed: false, why, retryAfterSeconds: Math.min(ms / 1000, Math.max(1, left)) }
}
