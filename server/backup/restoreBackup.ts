import { randomUUID } from 'node:crypto'
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from 'kysely'
import type { PoolClient } from 'pg'
import type { AuditDetail, AuditEntry } from '../../shared/audit/auditSchemas'
import type { RestoreNote } from '../../shared/backup/restoreSchemas'
import { replaceHead } from '../audit/auditHead'
import { appendAudit, containsHead } from '../audit/auditStore'
import { type AuditReport, verifyAudit } from '../audit/auditVerify'
import type { Witness } from '../audit/auditWitness'
import { isSignedBy } from '../audit/headFile'
import { createPool } from '../platform/database/connect'
import { type ConnectionTarget, errorCodeOf, withClient } from '../platform/database/connectionTarget'
import { readMigrations, withMigrationLock } from '../platform/database/migrations'
import type { Tables } from '../platform/database/tables'
import type { Tx } from '../platform/database/transaction'
import { readSecrets, type Secrets } from '../platform/secrets/secrets'
import { StartProblem } from '../platform/startProblem'
import { readBackup } from './backupFile'
import { type BackupRecord, decodeRecords, type Manifest, unreadable } from './backupRecords'
import { readFormerHead, setFormerHeadAside } from './formerHead'
import { type Ended, endTheOld } from './restoreEnds'
import { loadTables, type Plan, planMigrations } from './restoreLoad'
import { type KeyFile, type PlaceConfig, takePlace } from './restorePlace'
import { type CheckedBackup, verifyBackup } from './verifyBackup'

/** Rows of one statement: a thousand open invites are as many rows, and a statement takes 65,535 values. */
const AUDIT_BATCH = 1000

export interface RestoreOptions {
  readonly config: PlaceConfig
  readonly migrationsDir: string
  readonly file: string
  readonly passphrase: string
  readonly now: () => Date
  readonly onBytes?: (doing: string, bytes: number) => void
}

export interface RestoreFacts {
  readonly note: RestoreNote
  readonly rows: number
  readonly ended: Ended
  /** Rows of the audit log that a signed head left in this place knows and the backup does not; null: none is known. */
  readonly knownRows: number | null
  /** The audit log as restored, walked whole. */
  readonly audit: AuditReport
  /** Whether the log contains the head that was signed before the backup was made; null when the backup has none. */
  readonly holdsHead: boolean | null
}
type Loaded = Omit<RestoreFacts, 'audit'>

/**
 * Puts a backup into an empty place (K1, K2). First the whole file is read and checked; then schema, rows, the end of what must die and the
 * audit row `server.restored` are one transaction; then the new head is signed. A restore that fails takes its traces away; one that is
 * killed leaves a mark on which no server starts, and can be run again. Throws `StartProblem`.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreFacts> {
  const { config, file, passphrase, onBytes = () => undefined } = options
  const checked = await verifyBackup(file, passphrase, (bytes) => onBytes('checking', bytes))
  const plan = planMigrations(checked.manifest, readMigrations(options.migrationsDir))
  const records = decodeRecords(readBackup(file, checked.keys, () => undefined))
  const keys = await readKeys(records)
  const place = await takePlace(config, keys.files)
  let filled = false
  const onCommit = () => {
    filled = config.databaseUrl !== null
  }
  try {
    const facts = await load(options, place.owner, { checked, plan, records, first: keys.next, onCommit })
    await place.finish()
    return facts
  } catch (error) {
    // Asked before its log goes away with everything else.
    const problem = filled ? filledProblem(error) : restoreProblem(error, place.databaseLog())
    // What cannot be taken away stays marked, and no server starts on it.
    await place.abandon({ filled }).catch(() => undefined)
    throw problem
  } finally {
    await records.return(undefined)
  }
}

interface Source {
  readonly checked: CheckedBackup
  readonly plan: Plan
  readonly records: AsyncGenerator<BackupRecord>
  /** The record after the keys, which was read to know that they are over. */
  readonly first: BackupRecord
  readonly onCommit: () => void
}

/** Everything up to the first table. */
async function readKeys(records: AsyncGenerator<BackupRecord>) {
  const files: KeyFile[] = []
  for (;;) {
    const { value, done } = await records.next()
    if (done === true) throw unreadable()
    if (value.kind === 'key') files.push({ name: value.value.name, bytes: Buffer.from(value.value.base64, 'base64') })
    else if (value.kind !== 'manifest') return { files, next: value }
  }
}

async function load(options: RestoreOptions, owner: ConnectionTarget, source: Source): Promise<RestoreFacts> {
  const { config } = options
  const secrets = readSecrets(config.secretsDir)
  // Held until the head is signed: a server that waits here at its start finds everything done.
  return await withClient(owner, async (locker) =>
    withMigrationLock(locker, async () => {
      const pool = createPool(owner, 1)
      const client = await pool.connect()
      client.on('error', () => undefined)
      const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: single(client) }) })
      try {
        const knownRows = await readFormerHead(config.auditHeadFile, secrets.auditPublicKey, source.checked.manifest)
        const facts = await db
          .transaction()
          .execute(async (tx) => await loadInside(options, { tx, client, secrets, knownRows }, source))
        source.onCommit()
        return { ...facts, audit: await signAnew(options, db, secrets, source.checked.manifest) }
      } finally {
        client.release(true)
        await pool.end()
      }
    }),
  )
}

/** The new head in the place of the former one; both are as they were when it does not come to that. */
async function signAnew({ config, now }: RestoreOptions, db: Kysely<Tables>, secrets: Secrets, manifest: Manifest) {
  const file = config.auditHeadFile
  const putBack = await setFormerHeadAside(file, manifest)
  try {
    await sql`analyze`.execute(db)
    const { epoch } = await replaceHead({ db, file, secrets, now })
    return await verifyAudit({
      db,
      headFile: file,
      publicKey: secrets.auditPublicKey,
      witness: witnessOf(manifest, secrets, epoch),
      keep: 0,
    })
  } catch (error) {
    await putBack()
    throw error
  }
}

/** The head that the backup brings along, held as one of now: nothing that it counts may be missing from what the backup holds. */
function witnessOf({ head = null }: Manifest, secrets: Secrets, epoch: string): Witness | null {
  if (head === null || head.count === 0 || !isSignedBy(head, secrets.auditPublicKey)) return null
  return { count: head.count, hash: head.hash, epoch }
}

interface Inside {
  readonly tx: Tx
  readonly client: PoolClient
  readonly secrets: Secrets
  readonly knownRows: number | null
}

async function loadInside(options: RestoreOptions, inside: Inside, source: Source): Promise<Loaded> {
  const { tx, client, secrets, knownRows } = inside
  const { manifest } = source.checked
  const { onBytes = () => undefined } = options
  const records = startingWith(source.first, source.records)
  const rows = await loadTables(client, source.plan, manifest, records, onBytes)
  await client.query('create table platform_state (key text primary key, value text not null)')
  await client.query("insert into platform_state values ('server_key', $1)", [secrets.fingerprint])
  const now = options.now()
  const note: RestoreNote = {
    epoch: randomUUID(),
    restoredAt: now.toISOString(),
    backupMadeAt: manifest.madeAt,
    auditRows: manifest.audit.count,
    acknowledgedAt: null,
    acknowledgedByName: null,
  }
  const ended = await endTheOld(tx, note, now)
  const { head = null } = manifest
  const genuine = head !== null && isSignedBy(head, secrets.auditPublicKey) ? head : null
  const holdsHead = await containsHead(tx, genuine)
  const entries = auditOf(note, manifest.id, ended, { knownRows, headRows: genuine?.count ?? null, holdsHead })
  for (let at = 0; at < entries.length; at += AUDIT_BATCH)
    await appendAudit(tx, entries.slice(at, at + AUDIT_BATCH), now)
  return { note, rows, ended, knownRows, holdsHead }
}

function auditOf(note: RestoreNote, backup: string, ended: Ended, heads: AuditDetail): AuditEntry[] {
  const actor = { kind: 'system', id: null, role: null, deviceId: null, address: null } as const
  const revoked = ended.invites.map(({ id, participant_id: participant }): AuditEntry => {
    const detail = { participant, reason: 'restored' }
    return { actor, action: 'invite.revoked', target: { kind: 'invite', id }, outcome: 'ok', detail }
  })
  const detail = {
    ...{ backup, madeAt: note.backupMadeAt, epoch: note.epoch, auditRows: note.auditRows, ...heads },
    ...{ invites: ended.invites.length, messages: ended.messages, resets: ended.resets },
  }
  const target = { kind: 'clinic', id: 'clinic' } as const
  return [{ actor, action: 'server.restored', target, outcome: 'ok', detail }, ...revoked]
}

async function* startingWith(first: BackupRecord, rest: AsyncIterable<BackupRecord>): AsyncGenerator<BackupRecord> {
  yield first
  yield* rest
}

/** Kysely on the one connection on which the tables are copied: both see one transaction. */
function single(client: PoolClient): PostgresPool {
  const held = { query: client.query.bind(client), release: () => undefined } as unknown as PostgresPoolClient
  return { connect: async () => held, end: async () => undefined }
}

/** A database of somebody else's cannot be taken away again once it is filled. */
function filledProblem(error: unknown): StartProblem {
  const why = error instanceof StartProblem ? ` ${error.message}` : ` (${errorCodeOf(error) || 'unexpected error'})`
  return new StartProblem(
    `The database in DATABASE_URL was filled, but the restore did not come to its end${why}. Empty the database and run it again; until then no server starts there.`,
  )
}

/** PostgreSQL says with a code of its own that the disk is full, the file system with another; where it ends over it, only its log does. */
function restoreProblem(error: unknown, databaseLog: string): unknown {
  if (error instanceof StartProblem) return error
  const code = errorCodeOf(error)
  if (['53100', 'ENOSPC', 'EDQUOT'].includes(code) || /no space left|could not extend file/i.test(databaseLog))
    return new StartProblem('The disk is full; nothing of the restore was kept. Make room and run it again.')
  if (code === '') return error
  return new StartProblem(`The database could not take the backup (${code}); nothing of the restore was kept.`)
}
