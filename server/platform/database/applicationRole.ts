import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import { type Client, escapeIdentifier, escapeLiteral } from 'pg'
import { StartProblem } from '../startProblem'
import { type ConnectionTarget, errorCodeOf, withClient } from './connectionTarget'

const SCRAM_ROUNDS = 4096
/** Tables on which the application may not do everything (U4). */
const INSERT_ONLY = ['audit_log', 'audit_head_stored'] as const
/** Written by `vestibule audit archive` alone, with the owner's login. */
const READ_ONLY = ['audit_anchor'] as const
const CLOSED = ['schema_migration', 'platform_state'] as const

/** The login of the server's own pool: never the owner, so that SQL it runs cannot touch the schema or the audit history. */
export function applicationTarget(owner: ConnectionTarget, deriveKey: (purpose: string) => Buffer): ConnectionTarget {
  const user = `app_${owner.database}`.slice(0, 63)
  return { ...owner, user, password: deriveKey(`database-role/${owner.database}`).toString('base64url') }
}

/**
 * Makes the role and its rights, the same on every start. The password comes from the server's key, so several processes agree
 * on it; it is sent as a SCRAM verifier, never as itself. Call it inside `withMigrationLock`.
 */
export async function ensureApplicationRole(client: Client, app: ConnectionTarget): Promise<void> {
  await ensureLogin(client, app)
  await grantRights(client, app)
}

async function ensureLogin(client: Client, app: ConnectionTarget): Promise<void> {
  const role = escapeIdentifier(app.user)
  const found = await client.query('select 1 from pg_roles where rolname = $1', [app.user])
  try {
    if (found.rowCount === 0) {
      await client.query(`create role ${role} login noinherit password ${escapeLiteral(scramVerifier(app))}`)
    }
    await client.query(`grant connect on database ${escapeIdentifier(app.database)} to ${role}`)
    if (found.rowCount !== 0 && !(await canSignIn(app))) {
      await client.query(`alter role ${role} login password ${escapeLiteral(scramVerifier(app))}`)
    }
  } catch (error) {
    if (errorCodeOf(error) !== '42501') throw error
    throw new StartProblem(
      `The user in DATABASE_URL may not create roles; give it CREATEROLE once, so that the server can make ${app.user}.`,
    )
  }
}

async function canSignIn(app: ConnectionTarget): Promise<boolean> {
  return withClient(app, async () => true).catch(() => false)
}

async function grantRights(client: Client, app: ConnectionTarget): Promise<void> {
  const role = escapeIdentifier(app.user)
  const statements = [
    'revoke create on schema public from public',
    `grant usage on schema public to ${role}`,
    `grant select, insert, update, delete on all tables in schema public to ${role}`,
    `grant usage, select on all sequences in schema public to ${role}`,
    ...(await narrowed(client, INSERT_ONLY)).flatMap((table) => [
      `revoke all on ${table} from ${role}`,
      `grant select, insert on ${table} to ${role}`,
    ]),
    ...(await narrowed(client, READ_ONLY)).flatMap((table) => [
      `revoke all on ${table} from ${role}`,
      `grant select on ${table} to ${role}`,
    ]),
    ...(await narrowed(client, CLOSED)).map((table) => `revoke all on ${table} from ${role}`),
  ]
  // One transaction: between the broad grant and the narrow ones nobody may see a moment of open rights.
  await client.query(`begin; ${statements.join('; ')}; commit`)
}

async function narrowed(client: Client, tables: readonly string[]): Promise<readonly string[]> {
  const found = await client.query<{ tablename: string }>(
    "select tablename from pg_tables where schemaname = 'public' and tablename = any($1)",
    [tables],
  )
  return found.rows.map((row) => escapeIdentifier(row.tablename))
}

/** RFC 5803. The salt is derived too: the verifier protects the password, which has 256 random bits, not a guessable phrase. */
function scramVerifier(app: ConnectionTarget): string {
  const salt = createHash('sha256').update(`${app.user}/${app.password}/salt`).digest().subarray(0, 16)
  const salted = pbkdf2Sync(app.password, salt, SCRAM_ROUNDS, 32, 'sha256')
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest()
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64')
  const server = hmac('Server Key').toString('base64')
  return `SCRAM-SHA-256$${SCRAM_ROUNDS}:${salt.toString('base64')}$${stored}:${server}`
}
