import type { Kysely } from 'kysely'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import { appendAudit, containsHead } from '../audit/auditStore'
import { readHeadFile } from '../audit/headFile'
import { type ConnectionTarget, errorCodeOf, withClient } from '../platform/database/connectionTarget'
import type { Tables } from '../platform/database/tables'
import { inTransaction } from '../platform/database/transaction'
import { readSecrets } from '../platform/secrets/secrets'
import { StartProblem } from '../platform/startProblem'
import { writeNewFile } from './backupFile'
import { newBackupKey, type PassphraseCost } from './backupHeader'
import { type SnapshotFacts, snapshot } from './backupSnapshot'
import { sealChunks } from './sealedChunks'

export interface BackupOptions {
  readonly owner: ConnectionTarget
  /** The application's own connection, for the audit row. */
  readonly db: Kysely<Tables>
  readonly secretsDir: string
  readonly headFile: string
  readonly file: string
  readonly passphrase: string
  readonly program: string
  readonly now: () => Date
  /** Tests spare themselves the cost of a real one. */
  readonly cost?: PassphraseCost
  readonly onBytes?: (table: string, bytes: number) => void
}

export interface BackupFacts {
  readonly bytes: number
  readonly tables: number
  readonly rows: number
  /** Why the end of the audit log in this backup is not proven; null when it is. */
  readonly doubt: string | null
}

/**
 * One encrypted file with everything a restore needs (K1), also while servers write. The audit row `server.backed_up` is committed before the
 * file gets its name: no copy of the records leaves without one. Throws `StartProblem`; then there is no file.
 */
export async function makeBackup(options: BackupOptions): Promise<BackupFacts> {
  const { owner, file, passphrase, now } = options
  const facts: SnapshotFacts = { manifest: null, tables: 0, rows: 0 }
  const begun = now()
  // Before the snapshot: what is signed by now is committed, so the tables must contain it.
  const { auditPublicKey } = readSecrets(options.secretsDir)
  const stored = await readHeadFile(options.headFile, auditPublicKey)
  const head = stored.state === 'head' ? stored.head : null
  const holdsHead = await containsHead(options.db, head)
  const keys = await newBackupKey(passphrase, options.cost)
  const bytes = await withClient(owner, async (client) => {
    const { onBytes = () => undefined } = options
    const plain = snapshot({ ...options, client, now: begun, head, onBytes }, facts)
    const content = withHeader(keys.header, sealChunks(keys, plain))
    return await writeNewFile(file, content, async (size) => await noteBackup(options, facts, { size, holdsHead }))
  }).catch((error: unknown) => {
    const code = error instanceof StartProblem ? '' : errorCodeOf(error)
    throw code === '' ? error : new StartProblem(`The database could not be read (${code}); no backup was kept.`)
  })
  return { bytes, tables: facts.tables, rows: facts.rows, doubt: doubtOf(holdsHead) }
}

function doubtOf(holdsHead: boolean | null): string | null {
  if (holdsHead === true) return null
  const why =
    holdsHead === null
      ? 'There is no signed head that could be trusted'
      : 'The audit log does not contain its signed head'
  return `${why}, so this backup may hold a log that was cut or written anew. See: vestibule audit verify`
}

async function* withHeader(header: Buffer, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield header
  yield* chunks
}

async function noteBackup(
  { db, now }: BackupOptions,
  { manifest, tables, rows }: SnapshotFacts,
  { size: bytes, holdsHead }: { readonly size: number; readonly holdsHead: boolean | null },
) {
  const actor = { kind: 'system', id: null, role: null, deviceId: null, address: null } as const
  const detail = {
    backup: manifest?.id ?? null,
    madeAt: manifest?.madeAt ?? null,
    auditRows: manifest?.audit.count ?? 0,
    ...{ tables, rows, bytes, holdsHead },
  }
  const target = { kind: 'clinic', id: 'clinic' } as const
  const entry: AuditEntry = { actor, action: 'server.backed_up', target, outcome: 'ok', detail }
  await inTransaction(db, async (tx) => await appendAudit(tx, [entry], now()))
}
