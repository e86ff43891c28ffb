import { type Kysely, sql } from 'kysely'
import { GENESIS_HASH } from '../../shared/audit/auditChain'
import type { SignedHead } from '../../shared/audit/auditSchemas'
import type { Tables } from '../platform/database/tables'
import { inTransaction, type Tx } from '../platform/database/transaction'
import type { Secrets } from '../platform/secrets/secrets'
import { readHashAt } from './auditStore'
import { type HeadFile, readHeadFile, signHead, writeHeadFile } from './headFile'
import { markHeadStored, wasHeadStored } from './headMark'

/** Appends of this long share one signature; with the write itself it stays well within U3's second. */
const COALESCE_MS = 200
const RETRY_MS = 1000
/** One writer of the head file at a time, over all processes of this database. Two-number keys cannot meet the commit lock's. */
const HEAD_LOCK = [4_300_433, 1] as const

const LOST = {
  missing: 'is missing although one was stored before: rows may have been removed from the end of the log.',
  damaged: 'is damaged; it is left as it is.',
  foreign: 'is signed by another key; it is left as it is.',
} as const
/** The last resort is named last: once a head is accepted nothing on this server remembers what was there before. */
const LOST_NEXT =
  'Put the right file back; or hold the log against what a console has seen (vestibule audit verify --witness COUNT:HASH), and only then run vestibule audit accept-head.'

/** alarm: the database is not an extension of the stored head, or the head is gone or cannot be written. `problem` is one sentence for staff. */
export type HeadStatus = { readonly state: 'ok' } | { readonly state: 'alarm'; readonly problem: string }

export interface HeadLog {
  warn(message: string): void
  error(message: string): void
}

export interface HeadOptions {
  readonly db: Kysely<Tables>
  /** Outside the database, best on another disk (`AUDIT_HEAD_FILE`). */
  readonly file: string
  readonly secrets: Pick<Secrets, 'dir' | 'auditKey' | 'auditPublicKey'>
  readonly now: () => Date
}

export interface HeadKeeper {
  /** Compares the database with the stored head and brings the file up to date. An alarm is logged and kept in `status`, not thrown. */
  start(): Promise<HeadStatus>
  /** After a commit that appended rows (`AUDIT_CHANNEL`): signs and stores the new head within a second. Never throws. */
  touch(): void
  /** The signed head of what is committed now, for a sync answer. */
  current(): Promise<SignedHead>
  /** The hash after `count` rows, for a console's witness; null when the chain is shorter. */
  hashAt(count: number): Promise<string | null>
  status(): HeadStatus
  /** Stores what is outstanding and stops. Call it before the database closes. */
  stop(): Promise<void>
}

type ChainPoint = Pick<SignedHead, 'epoch' | 'count' | 'hash'>

/** Keeps the signed head outside the database (U3). A stored head is only ever replaced by one that extends it. */
export function createHeadKeeper(options: HeadOptions & { readonly log: HeadLog }): HeadKeeper {
  const { db, log } = options
  let status: HeadStatus = { state: 'ok' }
  let signed: SignedHead | null = null
  let timer: NodeJS.Timeout | null = null
  let running: Promise<unknown> = Promise.resolve()
  let stopped = false

  const settle = (next: HeadStatus): HeadStatus => {
    const isNews = next.state === 'alarm' && (status.state === 'ok' || status.problem !== next.problem)
    if (isNews) log.error(next.problem)
    status = next
    return next
  }
  const store = (onMissing: (rows: number) => void = () => undefined): Promise<HeadStatus> => {
    const mine = running
      .then(() => storeHead(options, onMissing))
      .then(settle, (error: unknown) => {
        schedule(RETRY_MS)
        return settle({ state: 'alarm', problem: `The audit head cannot be stored: ${codeOf(error)}.` })
      })
    running = mine
    return mine
  }
  const schedule = (delay: number): void => {
    if (stopped || timer !== null) return
    timer = setTimeout(() => {
      timer = null
      void store()
    }, delay)
  }

  return {
    start: () => store((rows) => log.warn(missingSentence(rows))),
    touch: () => schedule(COALESCE_MS),
    async current() {
      const point = await readPoint(db)
      if (point === null) throw new Error('there is no clinic yet, so there is no audit head')
      const isKnown = signed?.count === point.count && signed.hash === point.hash && signed.epoch === point.epoch
      if (!isKnown || signed === null) signed = signPoint(options, point)
      return signed
    },
    hashAt: (count) => readHashAt(db, count),
    status: () => status,
    async stop() {
      const outstanding = timer !== null
      if (timer !== null) clearTimeout(timer)
      stopped = true
      await (outstanding ? store() : running)
    },
  }
}

/**
 * Replaces the stored head by the database's present end, whatever was there. Only for a new clinic, for `vestibule restore` after it has set the new
 * epoch (the one moment when a chain may legally become shorter, K2), and for `vestibule audit accept-head`.
 */
export async function replaceHead(options: HeadOptions): Promise<SignedHead> {
  const point = await readPoint(options.db)
  if (point === null) throw new Error('there is no clinic, so there is no audit head')
  const head = signPoint(options, point)
  await writeHeadFile(options.file, head)
  await markHeadStored(options.db, options.secrets, options.now())
  return head
}

async function storeHead(options: HeadOptions, onMissing: (rows: number) => void): Promise<HeadStatus> {
  return inTransaction(options.db, async (tx) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(HEAD_LOCK[0])}, ${sql.lit(HEAD_LOCK[1])})`.execute(tx)
    const stored = await readHeadFile(options.file, options.secrets.auditPublicKey)
    const point = await readPoint(tx)
    const problem = await problemOf(options, stored, point, tx)
    if (problem !== null) return { state: 'alarm', problem }
    if (point === null) return { state: 'ok' }
    if (stored.state === 'missing' && point.count > 0) onMissing(point.count)
    if (!isSame(stored, point)) await writeHeadFile(options.file, signPoint(options, point))
    await markHeadStored(tx, options.secrets, options.now())
    return { state: 'ok' }
  })
}

async function problemOf(
  { secrets }: HeadOptions,
  stored: HeadFile,
  point: ChainPoint | null,
  db: Tx,
): Promise<string | null> {
  // Before the first head of all there is nothing that could be gone: a new clinic, also one that was killed just then.
  if (stored.state === 'missing' && (point === null || !(await wasHeadStored(db, secrets)))) return null
  if (stored.state !== 'head') return `The audit head file ${LOST[stored.state]} ${LOST_NEXT}`
  const { count, hash } = stored.head
  const rows = point?.count ?? 0
  if (rows < count) {
    return `The audit log has ${rows} rows, but the signed head counts ${count}: rows were removed, or an older database was put back. Run vestibule audit verify.`
  }
  if ((await readHashAt(db, count)) === hash) return null
  return `The audit log does not contain the signed head after ${count} rows: it was rewritten. Run vestibule audit verify.`
}

/** Only at a start, and only before the first head of all. */
function missingSentence(rows: number): string {
  return `The audit log gets its first signed head, for ${rows} rows, which nothing outside the database attests.`
}

function isSame(stored: HeadFile, point: ChainPoint): boolean {
  return stored.state === 'head' && stored.head.epoch === point.epoch && stored.head.count === point.count
}

function signPoint({ secrets, now }: HeadOptions, point: ChainPoint): SignedHead {
  return signHead({ ...point, at: now().toISOString() }, secrets.auditKey)
}

/** null before the clinic is set up: there is no epoch to sign for. */
async function readPoint(db: Kysely<Tables>): Promise<ChainPoint | null> {
  const row = await db
    .selectFrom('clinic')
    .leftJoinLateral(
      (q) => q.selectFrom('audit_log').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).as('last'),
      (join) => join.onTrue(),
    )
    .select(['clinic.epoch', 'last.seq', 'last.hash'])
    .executeTakeFirst()
  return row === undefined ? null : { epoch: row.epoch, count: row.seq ?? 0, hash: row.hash ?? GENESIS_HASH }
}

function codeOf(error: unknown): string {
  if (error instanceof Error) return 'code' in error ? String(error.code) : error.message
  return 'unknown error'
}
