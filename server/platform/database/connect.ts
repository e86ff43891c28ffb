import { Kysely, PostgresDialect } from 'kysely'
import { type Client, Pool, types } from 'pg'
import { createSecrets, readSecrets, type Secrets, secretsExist } from '../secrets/secrets'
import { StartProblem } from '../startProblem'
import { applicationTarget, ensureApplicationRole } from './applicationRole'
import { type ConnectionTarget, errorCodeOf, withClient } from './connectionTarget'
import { isEmptyDatabase, migrate, readMigrations, withMigrationLock } from './migrations'
import { preparing } from './preparing'
import type { Tables } from './tables'

const INT8 = 20
const DATE = 1082
const POOL_SIZE = 20

export interface Connected {
  readonly db: Kysely<Tables>
  /** The application role's own login, for the LISTEN connection. */
  readonly app: ConnectionTarget
  readonly secrets: Secrets
  /** Names of the migrations this start applied; all of them when the database was new. */
  readonly migrated: readonly string[]
  close(): Promise<void>
}

export interface ConnectOptions {
  readonly owner: ConnectionTarget
  readonly secretsDir: string
  /** Folder with `NNN-name.sql`; an argument because the bundled server keeps it beside itself. */
  readonly migrationsDir: string
  readonly poolSize?: number
}

/**
 * Brings a database to this version and opens it as the application role: secrets (made only for a database that was never used),
 * migrations, role, rights, pool. Safe with several processes at once. Every failure is a `StartProblem`.
 */
export async function connectDatabase(options: ConnectOptions): Promise<Connected> {
  const prepared = await prepareAsOwner(options)
  const app = applicationTarget(options.owner, prepared.secrets.deriveKey)
  const pool = createPool(app, options.poolSize ?? POOL_SIZE)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparing(pool) }) })
  return { db, app, ...prepared, close: () => db.destroy() }
}

async function prepareAsOwner(options: ConnectOptions): Promise<{ secrets: Secrets; migrated: readonly string[] }> {
  const migrations = readMigrations(options.migrationsDir)
  try {
    return await withClient(options.owner, (client) =>
      withMigrationLock(client, async () => {
        const secrets = await secretsFor(client, options.secretsDir)
        await checkFingerprint(client, secrets)
        const migrated = await migrate(client, migrations)
        await ensureApplicationRole(client, applicationTarget(options.owner, secrets.deriveKey))
        return { secrets, migrated }
      }),
    )
  } catch (error) {
    throw connectionProblem(error, options.owner) ?? error
  }
}

async function secretsFor(client: Client, dir: string): Promise<Secrets> {
  if (!secretsExist(dir) && (await isEmptyDatabase(client))) createSecrets(dir)
  return readSecrets(dir)
}

/** Sealed values open only with the key that sealed them: a server with other secrets must not start on this database. */
async function checkFingerprint(client: Client, secrets: Secrets): Promise<void> {
  await client.query('create table if not exists platform_state (key text primary key, value text not null)')
  await client.query("insert into platform_state values ('server_key', $1) on conflict do nothing", [
    secrets.fingerprint,
  ])
  const kept = await client.query<{ value: string }>("select value from platform_state where key = 'server_key'")
  if (kept.rows[0]?.value === secrets.fingerprint) return
  throw new StartProblem(
    'This database belongs to other secrets than the ones in the secrets folder; put the right ones back.',
  )
}

/** After a restore onto other secrets, once everything that was sealed is re-sealed or dropped (K2). */
export async function adoptServerKey(client: Client, secrets: Secrets): Promise<void> {
  await client.query(
    "insert into platform_state values ('server_key', $1) on conflict (key) do update set value = excluded.value",
    [secrets.fingerprint],
  )
}

const SENTENCES: Readonly<Record<string, string>> = {
  '28P01': 'the user name or password is wrong',
  '28000': 'the server does not accept this user',
  '3D000': 'there is no database of that name',
  '53300': 'the server has too many connections',
  '53100': 'the disk of the database server is full',
  ECONNREFUSED: 'nothing answers there',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name is unknown',
  ETIMEDOUT: 'nothing answers there',
  ENOENT: 'nothing answers there',
}

/** The sentence for a connection that failed; null for every other error. */
export function connectionProblem(error: unknown, target: ConnectionTarget): StartProblem | null {
  if (error instanceof StartProblem || !(error instanceof Error)) return null
  const known = SENTENCES[errorCodeOf(error)] ?? (/timeout/i.test(error.message) ? 'nothing answers there' : null)
  if (known === null) return null
  return new StartProblem(`The database ${target.database} on ${target.host} cannot be used: ${known}.`)
}

/** A pool that speaks as `target`: int8 as number while it is exact, dates as the text they are, no statement without an end. */
export function createPool(target: ConnectionTarget, size: number): Pool {
  const pool = new Pool({
    ...target,
    max: size,
    application_name: 'vestibule',
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    lock_timeout: 15_000,
    keepAlive: true,
    types: { getTypeParser },
  })
  // An idle connection that breaks is replaced by the next query; unheard, the event would end the process.
  pool.on('error', () => undefined)
  return pool
}

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === INT8) return readInt8
  if (oid === DATE) return (text: string) => text
  return format === 'binary' ? types.getTypeParser(oid, 'binary') : types.getTypeParser(oid, 'text')
}

/** Above 2^53 a number would be silently wrong; the text then at least fails loudly in arithmetic and schemas. */
function readInt8(text: string): number | string {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : text
}
