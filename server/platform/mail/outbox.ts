import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { notify, type Tx } from '../database/transaction'
import type { Sealing } from '../secrets/sealing'
import type { Message, MessageRef, Opening } from './message'

export const OUTBOX_CHANNEL = 'outbox'
const PURPOSE = 'outbox'

export interface Enqueued {
  readonly message: Message
  readonly now: Date
  /** A second message with the same key is dropped: the effect of once. Random when left out. */
  readonly dedupeKey?: string
  readonly ref?: MessageRef
  /** Of every message that carries a link or code by which somebody gets in. */
  readonly opens?: Opening
}

/** Puts a message into the outbox, in the transaction of the event it tells about. Null: a message with that key exists. */
export type Enqueue = (tx: Tx, enqueued: Enqueued) => Promise<string | null>

export function createEnqueue(sealing: Sealing): Enqueue {
  return async (tx, { message, now, dedupeKey, ref, opens }) => {
    const id = randomUUID()
    const { channel, to, ...body } = message
    const row = await tx
      .insertInto('outbox_message')
      .values({
        id,
        channel,
        to_sealed: sealing.seal(PURPOSE, Buffer.from(to), `${id}/to`),
        body_sealed: sealing.seal(PURPOSE, Buffer.from(JSON.stringify(body)), `${id}/body`),
        dedupe_key: dedupeKey ?? id,
        created_at: now,
        next_at: now,
        ref_kind: ref?.kind ?? null,
        ref_id: ref?.id ?? null,
        opens: opens?.id ?? null,
        expires_at: opens?.expiresAt ?? null,
      })
      .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (row === undefined) return null
    await notify(tx, OUTBOX_CHANNEL, '')
    return id
  }
}

/**
 * W4, S0.19: what opens one of these must not leave any more. Call it in the transaction that ends them, under their subject's lock. Returns
 * those of which a message was stopped. One that was handed over before this commit is gone; what it carries opens nothing.
 */
export async function voidMessages(tx: Tx, opened: readonly string[]): Promise<ReadonlySet<string>> {
  if (opened.length === 0) return new Set()
  const stopped = await tx
    .updateTable('outbox_message')
    .set({ status: 'void', last_error: 'ended', to_sealed: null, body_sealed: null })
    .where('opens', '=', sql<string>`any(${opened}::uuid[])`)
    .where('status', 'in', ['queued', 'sending'])
    .where('handed_at', 'is', null)
    .returning('opens')
    .execute()
  return new Set(stopped.flatMap(({ opens }) => opens ?? []))
}

export interface SealedMessage {
  readonly id: string
  readonly channel: string
  readonly to_sealed: Buffer | null
  readonly body_sealed: Buffer | null
}

/** Throws when a part was erased, altered or belongs to another row. */
export function openMessage(sealing: Sealing, row: SealedMessage): Message {
  if (row.to_sealed === null || row.body_sealed === null) throw new Error('the message was erased')
  const to = sealing.open(PURPOSE, row.to_sealed, `${row.id}/to`).toString()
  const body: Omit<Message, 'channel' | 'to'> = JSON.parse(
    sealing.open(PURPOSE, row.body_sealed, `${row.id}/body`).toString(),
  )
  return { ...body, channel: row.channel === 'sms' ? 'sms' : 'email', to }
}
