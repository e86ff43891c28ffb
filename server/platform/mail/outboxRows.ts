import { type Kysely, sql } from 'kysely'
import type { Tables } from '../database/tables'
import { inTransaction, type Tx } from '../database/transaction'
import type { Channel } from './message'
import type { SealedMessage } from './outbox'

/** A message that this process alone holds. `attempts` is the fence: whoever takes it up again raises it. */
export interface Claimed extends SealedMessage {
  readonly attempts: number
  readonly created_at: Date
  /** Set: an earlier hand-over, which could not be repeated, has no known outcome. */
  readonly handed_at: Date | null
  readonly ref_kind: string | null
  readonly ref_id: string | null
}

/**
 * The next due message of a channel, held until `leaseMs` from now unless somebody notes an outcome before. One whose link or code has died is
 * not taken any more; where an earlier hand-over is in doubt it is, for somebody has to say so.
 */
export async function claimNext(
  db: Kysely<Tables>,
  channel: Channel,
  now: Date,
  leaseMs: number,
): Promise<Claimed | undefined> {
  const result = await sql<Claimed>`
    update outbox_message set status = 'sending', attempts = attempts + 1, next_at = ${later(now, leaseMs)}
    where id = (
      select id from outbox_message
      where status in ('queued', 'sending') and next_at <= ${now} and channel = ${channel}
        and (expires_at is null or expires_at > ${now} or handed_at is not null)
      order by next_at limit 1 for update skip locked)
    returning id, channel, to_sealed, body_sealed, attempts, created_at, handed_at, ref_kind, ref_id`.execute(db)
  return result.rows[0]
}

/**
 * The last word before a hand-over, in its own commit. `once` marks it as one that must not be repeated. False: nothing may be sent, for the
 * claim was lost meanwhile (this process stood still for longer than its lease), or what the message opens has ended or died.
 */
export async function markHanded(
  db: Kysely<Tables>,
  row: Claimed,
  { now, leaseMs, once }: { readonly now: Date; readonly leaseMs: number; readonly once: boolean },
): Promise<boolean> {
  const marked = await db
    .updateTable('outbox_message')
    .set({ handed_at: once ? now : null, next_at: later(now, leaseMs) })
    .where('id', '=', row.id)
    .where('status', '=', 'sending')
    .where('attempts', '=', row.attempts)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
    .executeTakeFirst()
  return marked.numUpdatedRows > 0n
}

/** Known not to be accepted: queued again until `nextAt`, without the mark. */
export async function putBack(db: Kysely<Tables>, row: Claimed, nextAt: Date, reason: string): Promise<void> {
  await db
    .updateTable('outbox_message')
    .set({ status: 'queued', handed_at: null, next_at: nextAt, last_error: reason })
    .where('id', '=', row.id)
    .where('status', '=', 'sending')
    .where('attempts', '=', row.attempts)
    .execute()
}

/** Reason of a message whose link or code died before it could leave. */
export const EXPIRED = 'expired'

export type Outcome =
  | { readonly status: 'sent'; readonly now: Date }
  | { readonly status: 'failed'; readonly now: Date; readonly reason: string }

/** What became of a message was noted by somebody else meanwhile. Rolls back, and never leaves this file. */
class Lost extends Error {}

/**
 * Ends a message: address and text are erased with it. `then` runs in the same transaction, unless the claim was lost. It comes first, because
 * it locks the subject: whoever revokes holds that lock when they reach for the subject's messages. The update decides.
 */
export async function finish(
  db: Kysely<Tables>,
  row: Claimed,
  outcome: Outcome,
  then: (tx: Tx) => Promise<void>,
): Promise<void> {
  const { status, now } = outcome
  const noted = outcome.status === 'sent' ? { sent_at: now, last_error: null } : { last_error: outcome.reason }
  await unlessLost(db, async (tx) => {
    if (await isHeld(tx, row)) await then(tx)
    return await tx
      .updateTable('outbox_message')
      .set({ status, ...noted, to_sealed: null, body_sealed: null })
      .where('id', '=', row.id)
      .where('status', '=', 'sending')
      .where('attempts', '=', row.attempts)
      .executeTakeFirst()
  })
}

async function isHeld(tx: Tx, { id, attempts }: Claimed): Promise<boolean> {
  const held = tx.selectFrom('outbox_message').select('id').where('id', '=', id)
  return (await held.where('status', '=', 'sending').where('attempts', '=', attempts).executeTakeFirst()) !== undefined
}

export type Expired = Pick<Claimed, 'id' | 'ref_kind' | 'ref_id'>

/**
 * Ends one message of a channel whose link or code has died before it could leave; undefined when there is none. `then` as in `finish`. Which
 * of several processes ends it is decided by the update.
 */
export async function expireNext(
  db: Kysely<Tables>,
  channel: Channel,
  now: Date,
  then: (tx: Tx, row: Expired) => Promise<void>,
): Promise<Expired | undefined> {
  const row = await db
    .selectFrom('outbox_message')
    .select(['id', 'ref_kind', 'ref_id'])
    .where('channel', '=', channel)
    .where(isExpired(now))
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  await unlessLost(db, async (tx) => {
    await then(tx, row)
    return await tx
      .updateTable('outbox_message')
      .set({ status: 'void', last_error: EXPIRED, to_sealed: null, body_sealed: null })
      .where('id', '=', row.id)
      .where(isExpired(now))
      .executeTakeFirst()
  })
  return row
}

/** Also one that a process took and died over, once its lease is over; with a hand-over in doubt it is `claimNext` that takes it. */
function isExpired(now: Date) {
  return sql<boolean>`expires_at <= ${now} and handed_at is null
    and (status = 'queued' or (status = 'sending' and next_at <= ${now}))`
}

async function unlessLost(
  db: Kysely<Tables>,
  work: (tx: Tx) => Promise<{ readonly numUpdatedRows: bigint } | undefined>,
): Promise<void> {
  try {
    await inTransaction(db, async (tx) => {
      const done = await work(tx)
      if (!done || done.numUpdatedRows === 0n) throw new Lost()
    })
  } catch (error) {
    if (!(error instanceof Lost)) throw error
  }
}

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms)
}
