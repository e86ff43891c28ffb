import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { Clock } from '../clock'
import type { Listener } from '../database/listen'
import type { Tables } from '../database/tables'
import { inTransaction, type Tx } from '../database/transaction'
import { describeError, type Log } from '../log'
import type { Sealing } from '../secrets/sealing'
import { type Channel, type Deliver, type MessageRef, PermanentFailure, TemporaryFailure } from './message'
import { OUTBOX_CHANNEL, openMessage, type SealedMessage } from './outbox'
import { writeOutboxFile } from './outboxFile'

const BATCH = 10
const POLL_MS = 5_000
/** Longer than the longest hand-over; after it a claim whose process died is taken up again. */
const LEASE_MS = 120_000
const MOST_ATTEMPTS = 8
const NOTE_TRIES = 5
const FIRST_PAUSE_MS = 15_000
const LONGEST_PAUSE_MS = 3_600_000

/** Called in the transaction that notes the outcome, so that the subject and the message always agree. */
export type OutboxHook = (
  tx: Tx,
  outcome: { readonly id: string; readonly ref: MessageRef; readonly now: Date },
) => Promise<void>

export interface OutboxWorkerOptions {
  readonly db: Kysely<Tables>
  readonly sealing: Sealing
  readonly clock: Clock
  readonly log: Log
  readonly deliver: Readonly<Record<Channel, Deliver | null>>
  readonly outboxDir: string | null
  readonly listener?: Listener
  readonly onSent?: OutboxHook
  readonly onGivenUp?: OutboxHook
}

export interface OutboxWorker {
  /** Sends everything that is due now; resolves when nothing more is. */
  runOnce(): Promise<void>
  stop(): Promise<void>
}

interface Claimed extends SealedMessage {
  readonly attempts: number
  readonly created_at: Date
  readonly ref_kind: string | null
  readonly ref_id: string | null
}

/**
 * Sends what is in the outbox; any number of processes may run one. A message is claimed in a committed transaction before it is
 * handed over, so two workers never hold the same one. Choice: at least once. A refusal is repeated with growing pauses; a second
 * copy can arise only where SMTP leaves the outcome unknown (the connection or this process ended after the message was handed over
 * and before the answer was noted), and it carries the same Message-ID. A lost sign-in code would be worse than a repeated one.
 */
export function startOutboxWorker(options: OutboxWorkerOptions): OutboxWorker {
  const channels = (['email', 'sms'] as const).filter((channel) => options.deliver[channel] || options.outboxDir)
  if (!channels.includes('email')) options.log.warn('no SMTP_URL and no OUTBOX_DIR: mail stays queued')
  let stopped = false
  let again = false
  let running: Promise<void> | null = null
  const drain = async () => {
    do {
      again = false
      while (!stopped && (await sendBatch(options, channels))) again = true
    } while (again && !stopped)
  }
  const wake = (): Promise<void> => {
    again = true
    running ??= drain()
      .catch((error) => options.log.error({ failure: describeError(error) }, 'outbox failed'))
      .finally(() => {
        running = null
      })
    return running
  }
  const timer = setInterval(() => void wake(), POLL_MS)
  const unsubscribe = [
    options.listener?.subscribe(OUTBOX_CHANNEL, () => void wake()),
    options.listener?.onResync(() => void wake()),
  ]
  return {
    runOnce: wake,
    async stop() {
      stopped = true
      clearInterval(timer)
      for (const end of unsubscribe) end?.()
      await running
    },
  }
}

async function sendBatch(options: OutboxWorkerOptions, channels: readonly Channel[]): Promise<boolean> {
  if (channels.length === 0) return false
  const claimed = await claim(options, channels)
  await Promise.all(claimed.map((row) => sendOne(options, row)))
  return claimed.length > 0
}

async function claim({ db, clock }: OutboxWorkerOptions, channels: readonly Channel[]): Promise<readonly Claimed[]> {
  const now = clock.now()
  const result = await sql<Claimed>`
    update outbox_message set status = 'sending', attempts = attempts + 1, next_at = ${new Date(now.getTime() + LEASE_MS)}
    where id in (
      select id from outbox_message
      where status in ('queued', 'sending') and next_at <= ${now} and channel = any(${channels})
      order by next_at limit ${BATCH} for update skip locked)
    returning id, channel, to_sealed, body_sealed, attempts, created_at, ref_kind, ref_id`.execute(db)
  return result.rows
}

async function sendOne(options: OutboxWorkerOptions, row: Claimed): Promise<void> {
  try {
    const message = openMessage(options.sealing, row)
    if (options.outboxDir !== null) await writeOutboxFile(options.outboxDir, row.id, row.created_at, message)
    await options.deliver[message.channel]?.(row.id, message)
  } catch (error) {
    await noteFailure(options, row, error)
    return
  }
  await noteSent(options, row)
}

/** Handed over but not noted would mean a second copy after the lease: a database that is away for a moment is waited for. */
async function noteSent(options: OutboxWorkerOptions, row: Claimed): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await finish(options, row, 'sent', null, options.onSent)
    } catch (error) {
      if (tries >= NOTE_TRIES) throw error
      await sleep(1_000 * tries)
    }
  }
}

async function noteFailure(options: OutboxWorkerOptions, row: Claimed, error: unknown): Promise<void> {
  const reason = reasonOf(error)
  const forGood = error instanceof PermanentFailure || row.attempts >= MOST_ATTEMPTS
  options.log.warn({ message: row.id, attempts: row.attempts, reason, forGood }, 'message not accepted')
  if (forGood) return finish(options, row, 'failed', reason, options.onGivenUp)
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (row.attempts - 1), LONGEST_PAUSE_MS)
  await options.db
    .updateTable('outbox_message')
    .set({ status: 'queued', next_at: new Date(options.clock.now().getTime() + pause), last_error: reason })
    .where('id', '=', row.id)
    .where('attempts', '=', row.attempts)
    .execute()
}

/** The two failures carry a text made for this; any other error might quote an address or a path. */
function reasonOf(error: unknown): string {
  if (error instanceof PermanentFailure || error instanceof TemporaryFailure) return error.message.slice(0, 60)
  const { type, code } = describeError(error)
  return `${type} ${code}`.trim()
}

/** Ends a message: address and text are erased with it. `attempts` fences off a worker whose lease ran out meanwhile. */
async function finish(
  options: OutboxWorkerOptions,
  row: Claimed,
  status: 'sent' | 'failed',
  reason: string | null,
  hook: OutboxHook | undefined,
): Promise<void> {
  const now = options.clock.now()
  await inTransaction(options.db, async (tx) => {
    const done = await tx
      .updateTable('outbox_message')
      .set({ status, sent_at: status === 'sent' ? now : null, last_error: reason, to_sealed: null, body_sealed: null })
      .where('id', '=', row.id)
      .where('status', '=', 'sending')
      .where('attempts', '=', row.attempts)
      .executeTakeFirst()
    if (done.numUpdatedRows === 0n || !row.ref_kind || !row.ref_id) return
    await hook?.(tx, { id: row.id, ref: { kind: row.ref_kind, id: row.ref_id }, now })
  })
}
