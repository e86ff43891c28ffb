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

/** The next due message of a channel, held until `leaseMs` from now unless somebody notes an outcome before. */
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
      order by next_at limit 1 for update skip locked)
    returning id, channel, to_sealed, body_sealed, attempts, created_at, handed_at, ref_kind, ref_id`.execute(db)
  return result.rows[0]
}

/**
 * The last word before a hand-over, in its own commit. `once` marks it as one that must not be repeated. False: the claim was lost
 * meanwhile (this process stood still for longer than its lease), and nothing may be sent.
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

export type Outcome =
  | { readonly status: 'sent'; readonly now: Date }
  | { readonly status: 'failed'; readonly now: Date; readonly reason: string }

/** Ends a message: address and text are erased with it. `then` runs in the same transaction, unless the claim was lost. */
export async function finish(
  db: Kysely<Tables>,
  row: Claimed,
  outcome: Outcome,
  then: (tx: Tx) => Promise<void>,
): Promise<void> {
  const { status, now } = outcome
  const noted = outcome.status === 'sent' ? { sent_at: now, last_error: null } : { last_error: outcome.reason }
  await inTransaction(db, async (tx) => {
    const done = await tx
      .updateTable('outbox_message')
      .set({ status, ...noted, to_sealed: null, body_sealed: null })
      .where('id', '=', row.id)
      .where('status', '=', 'sending')
      .where('attempts', '=', row.attempts)
      .executeTakeFirst()
    if (done.numUpdatedRows > 0n) await then(tx)
  })
}

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms)
}
