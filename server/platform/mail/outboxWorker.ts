import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Clock } from '../clock'
import type { Listener } from '../database/listen'
import type { Tables } from '../database/tables'
import type { Tx } from '../database/transaction'
import { describeError, type Log } from '../log'
import type { Sealing } from '../secrets/sealing'
import { createLanes } from './lanes'
import {
  type Channel,
  InDoubtFailure,
  type Message,
  type MessageRef,
  PermanentFailure,
  type Sender,
  TemporaryFailure,
} from './message'
import { OUTBOX_CHANNEL, openMessage } from './outbox'
import { writeOutboxFile } from './outboxFile'
import {
  type Claimed,
  claimNext,
  EXPIRED,
  type Expired,
  expireNext,
  finish,
  markHanded,
  type Outcome,
  putBack,
} from './outboxRows'

/** Hand-overs at a time in each channel: below what mail providers allow a client. */
const LANES = 3
const POLL_MS = 5_000
/** For opening the message and writing its file; the hand-over has a lease of its own. */
const CLAIM_LEASE_MS = 60_000
/** Added to the longest hand-over, for noting its outcome. */
const NOTE_LEASE_MS = 20_000
const MOST_ATTEMPTS = 8
const NOTE_TRIES = 5
const FIRST_NOTE_PAUSE_MS = 500
const FIRST_PAUSE_MS = 15_000
const LONGEST_PAUSE_MS = 3_600_000
/** Reason of a message that may or may not have arrived. */
const IN_DOUBT = 'in_doubt'

/** Called in the transaction that notes the outcome, so that the subject and the message always agree. */
export type OutboxHook = (
  tx: Tx,
  outcome: {
    readonly id: string
    readonly ref: MessageRef
    readonly now: Date
    /** Why it was given up: `in_doubt`, `expired`, or short codes without an address. */
    readonly reason?: string
  },
) => Promise<void>

export interface OutboxWorkerOptions {
  readonly db: Kysely<Tables>
  readonly sealing: Sealing
  readonly clock: Clock
  readonly log: Log
  readonly senders: Readonly<Record<Channel, Sender | null>>
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

/**
 * Sends what is in the outbox; any number of processes may run one. A message is claimed in one committed statement and marked as
 * handed over in a second, right before it leaves. Choice: never twice. Where the way out cannot drop a second copy and the outcome is
 * unknown (the connection broke or this process died in the middle), the message ends as failed with `in_doubt`, and a person decides.
 * Everything known not to be accepted is repeated with growing pauses.
 */
export function startOutboxWorker(options: OutboxWorkerOptions): OutboxWorker {
  const { db, clock, log, senders, outboxDir, listener } = options
  const hasWayOut = (channel: Channel) => senders[channel] !== null || outboxDir !== null
  if (!hasWayOut('email')) log.warn('no SMTP_URL and no OUTBOX_DIR: mail stays queued')
  const claim = async (channel: Channel) =>
    hasWayOut(channel) ? await claimNext(db, channel, clock.now(), CLAIM_LEASE_MS) : undefined
  const lanes = (['email', 'sms'] as const).map((channel) =>
    createLanes({
      count: LANES,
      next: async () => (await claim(channel)) ?? (await endExpired(options, channel)),
      work: (row) => sendOne(options, senders[channel], row),
      failed: (error) => log.error({ failure: describeError(error) }, 'outbox failed'),
    }),
  )
  const wake = () => {
    for (const lane of lanes) lane.wake()
  }
  const timer = setInterval(wake, POLL_MS)
  const unsubscribe = [listener?.subscribe(OUTBOX_CHANNEL, wake), listener?.onResync(wake)]
  return {
    async runOnce() {
      wake()
      await Promise.all(lanes.map((lane) => lane.idle()))
    },
    async stop() {
      clearInterval(timer)
      for (const end of unsubscribe) end?.()
      await Promise.all(lanes.map((lane) => lane.stop()))
    },
  }
}

/** What died in the queue is told to its subject as not sent, also where there is no way out. Once nothing is to be sent, so that it holds up nothing. */
async function endExpired(options: OutboxWorkerOptions, channel: Channel): Promise<undefined> {
  const { db, clock, log, onGivenUp } = options
  const now = clock.now()
  const tell = (tx: Tx, row: Expired) => callHook(onGivenUp, tx, row, { now, reason: EXPIRED })
  for (let row = await expireNext(db, channel, now, tell); row; row = await expireNext(db, channel, now, tell))
    log.warn({ message: row.id, reason: EXPIRED }, 'message given up')
}

async function sendOne(options: OutboxWorkerOptions, sender: Sender | null, row: Claimed): Promise<void> {
  // Whoever set the mark is gone or stands still: what it did is unknown, and nobody may do it again.
  if (row.handed_at !== null) return await giveUp(options, row, IN_DOUBT)
  try {
    const message = await prepare(options, row)
    if (message === null) return
    if (sender !== null) {
      if (!(await mark(options, sender, row))) return
      await sender.deliver(row.id, message)
    }
  } catch (error) {
    return await noteFailure(options, row, sender, error)
  }
  await note(options, row, { status: 'sent', now: options.clock.now() }, options.onSent)
}

/**
 * Opens the message and writes its file. Nothing has left yet, so whatever goes wrong is worth repeating. Null: it must not leave any more.
 * The file may be all there is of the sending, so it waits for a last word of its own.
 */
async function prepare({ db, clock, sealing, outboxDir }: OutboxWorkerOptions, row: Claimed): Promise<Message | null> {
  return await beforeHandOver(async () => {
    const message = openMessage(sealing, row)
    if (outboxDir === null) return message
    if (!(await markHanded(db, row, { now: clock.now(), leaseMs: CLAIM_LEASE_MS, once: false }))) return null
    await writeOutboxFile(outboxDir, row.id, row.created_at, message)
    return message
  })
}

async function mark({ db, clock }: OutboxWorkerOptions, sender: Sender, row: Claimed): Promise<boolean> {
  const leaseMs = sender.longestMs + NOTE_LEASE_MS
  return await beforeHandOver(
    async () => await markHanded(db, row, { now: clock.now(), leaseMs, once: !sender.idempotent }),
  )
}

async function beforeHandOver<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    // Any text of such an error might quote an address or a path.
    const { type, code } = describeError(error)
    throw new TemporaryFailure(`${type} ${code}`.trim())
  }
}

async function noteFailure(
  options: OutboxWorkerOptions,
  row: Claimed,
  sender: Sender | null,
  error: unknown,
): Promise<void> {
  const isKnown = error instanceof TemporaryFailure || error instanceof PermanentFailure
  // An error that no adapter made says nothing about what had left by then.
  const reason = isKnown ? error.message.slice(0, 60) : IN_DOUBT
  const isRepeatable = error instanceof TemporaryFailure || (!isKnown && sender?.idempotent === true)
  const forGood = !isRepeatable || row.attempts >= MOST_ATTEMPTS
  const detail = error instanceof InDoubtFailure ? error.message.slice(0, 60) : describeError(error).type
  options.log.warn({ message: row.id, attempts: row.attempts, reason, detail, forGood }, 'message not accepted')
  if (forGood) return await giveUp(options, row, reason)
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (row.attempts - 1), LONGEST_PAUSE_MS)
  const nextAt = new Date(options.clock.now().getTime() + pause)
  await persist(async () => await putBack(options.db, row, nextAt, reason))
}

async function giveUp(options: OutboxWorkerOptions, row: Claimed, reason: string): Promise<void> {
  options.log.warn({ message: row.id, attempts: row.attempts, reason }, 'message given up')
  await note(options, row, { status: 'failed', now: options.clock.now(), reason }, options.onGivenUp)
}

async function note(
  { db }: OutboxWorkerOptions,
  row: Claimed,
  outcome: Outcome,
  hook: OutboxHook | undefined,
): Promise<void> {
  const reason = outcome.status === 'failed' ? { reason: outcome.reason } : {}
  const told = { now: outcome.now, ...reason }
  await persist(async () => finish(db, row, outcome, (tx) => callHook(hook, tx, row, told)))
}

async function callHook(
  hook: OutboxHook | undefined,
  tx: Tx,
  { id, ref_kind: kind, ref_id }: Expired,
  told: { readonly now: Date; readonly reason?: string },
): Promise<void> {
  if (kind !== null && ref_id !== null) await hook?.(tx, { id, ref: { kind, id: ref_id }, ...told })
}

/** An outcome that is not noted counts as unknown after the lease: a database that is away for a moment is waited for. */
async function persist(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries >= NOTE_TRIES) throw error
      await sleep(FIRST_NOTE_PAUSE_MS * tries)
    }
  }
}
