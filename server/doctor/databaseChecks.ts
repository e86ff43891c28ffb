import type { Client } from 'pg'
import type { RestoreNote } from '../../shared/backup/restoreSchemas'
import { applicationTarget } from '../platform/database/applicationRole'
import type { ConnectionTarget } from '../platform/database/connectionTarget'
import type { Migration } from '../platform/database/migrations'
import type { Secrets } from '../platform/secrets/secrets'
import { type Finding, ok, problem, warning } from './findings'

const APART_MS = 5_000
const FAR_APART_MS = 60_000
const HOUR_MS = 3_600_000

/** Which migrations the database has, against those of this program. */
export async function checkMigrations(client: Client, known: readonly Migration[]): Promise<Finding> {
  const there = await client.query<{ there: boolean }>("select to_regclass('schema_migration') is not null as there")
  if (there.rows[0]?.there !== true)
    return problem('migrations', 'The database is empty.', 'set up the clinic: vestibule clinic create.')
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from schema_migration')
  const own = new Map(known.map(({ name, checksum }) => [name, checksum]))
  const newer = rows.find(({ name }) => !own.has(name))
  if (newer)
    return problem(
      'migrations',
      `The database knows ${newer.name}, and this program does not.`,
      'install the newer version.',
    )
  const changed = rows.find(({ name, checksum }) => own.get(name) !== checksum)
  if (changed)
    return problem(
      'migrations',
      `The migration ${changed.name} is not the one that was applied.`,
      'install the program anew.',
    )
  const missing = known.length - rows.length
  if (missing === 0) return ok('migrations', `The database has all ${known.length} migrations.`)
  const next = 'start the server of this version; it brings the database up to date. Make a backup before.'
  return warning('migrations', `${missing} of ${known.length} migrations are not applied yet.`, next)
}

/** Whether the keys are those that sealed what is in the database. */
export async function checkFingerprint(client: Client, { fingerprint }: Secrets): Promise<Finding> {
  const { rows } = await client.query<{ value: string }>("select value from platform_state where key = 'server_key'")
  if (rows[0]?.value === fingerprint) return ok('fingerprint', 'The keys belong to this database.')
  const next = 'set SECRETS_DIR to the folder with its own keys, or restore both from one backup.'
  return problem('fingerprint', 'The keys belong to another database.', next)
}

/** U4: what the server's own login may do with the audit log. */
export async function checkRole(client: Client, owner: ConnectionTarget, secrets: Secrets): Promise<Finding> {
  const { user } = applicationTarget(owner, secrets.deriveKey)
  const found = await client.query<{ rolsuper: boolean }>('select rolsuper from pg_roles where rolname = $1', [user])
  const next = 'start the server once; it sets the rights of its login anew.'
  if (found.rows.length === 0) return problem('role', `The server’s login ${user} is not there.`, next)
  const rights = await client.query<{ right: string; held: boolean }>(
    `select right_name as right, has_table_privilege($1, 'audit_log', right_name) as held
     from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) as right_name`,
    [user],
  )
  const allowed = ['SELECT', 'INSERT']
  const tooMuch = rights.rows.filter(({ right, held }) => held && !allowed.includes(right)).map(({ right }) => right)
  const missing = rights.rows.filter(({ right, held }) => !held && allowed.includes(right)).map(({ right }) => right)
  if (found.rows[0]?.rolsuper === true || tooMuch.length > 0) {
    const what = tooMuch.join(', ') || 'anything'
    return problem('role', `The server’s login ${user} may do ${what} on the audit log.`, next)
  }
  if (missing.length > 0)
    return problem('role', `The server’s login ${user} lacks ${missing.join(', ')} on the audit log.`, next)
  return ok('role', 'The server’s login can only read and add to the audit log.')
}

export async function checkClinic(client: Client): Promise<readonly Finding[]> {
  const clinics = await client.query<{ restored: RestoreNote | null }>(
    "select to_jsonb(c) -> 'restored' as restored from clinic c",
  )
  const [clinic] = clinics.rows
  if (!clinic)
    return [problem('clinic', 'There is no clinic in the database yet.', 'vestibule clinic create --name ...')]
  const admins = await client.query("select 1 from staff where role = 'admin' and suspended_at is null limit 1")
  const staffed =
    admins.rows.length > 0
      ? ok('clinic', 'The clinic is set up and has an administrator.')
      : problem('clinic', 'The clinic has no administrator who can sign in.', 'vestibule staff create --role admin ...')
  const note = clinic.restored
  if (note === null || note.acknowledgedAt !== null) return [staffed]
  const sentence = `The clinic was restored from a backup of ${note.backupMadeAt}, and no administrator has confirmed it.`
  return [staffed, warning('restored', sentence, 'sign in to a console as an administrator and confirm the restore.')]
}

/** The machine's clock against the database's. */
export async function checkClock(client: Client, now: () => Date): Promise<Finding> {
  const before = now().getTime()
  const { rows } = await client.query<{ at: Date }>('select clock_timestamp() as at')
  const middle = (before + now().getTime()) / 2
  const apart = Math.round(Math.abs((rows[0]?.at.getTime() ?? middle) - middle))
  const sentence = `This machine’s clock and the database’s are ${(apart / 1000).toFixed(1)} s apart.`
  if (apart <= APART_MS) return ok('clock', sentence)
  const next = 'let both machines take their time from a time server (NTP).'
  return apart > FAR_APART_MS ? problem('clock', sentence, next) : warning('clock', sentence, next)
}

/** Messages that do not leave. */
export async function checkOutbox(client: Client, now: Date): Promise<Finding> {
  const { rows } = await client.query<{ waiting: number; failed: number }>(
    `select count(*) filter (where status in ('queued', 'sending') and created_at < $1)::int as waiting,
       count(*) filter (where status = 'failed' and created_at > $2)::int as failed from outbox_message`,
    [new Date(now.getTime() - HOUR_MS), new Date(now.getTime() - 24 * HOUR_MS)],
  )
  const { waiting = 0, failed = 0 } = rows[0] ?? {}
  if (waiting === 0 && failed === 0)
    return ok('outbox', 'No message waits for more than an hour, and none failed today.')
  const sentence = `${waiting} messages wait for more than an hour, and ${failed} failed in the last day.`
  return warning(
    'outbox',
    sentence,
    'see that the server runs and that mail and SMS are set up; then send a test in Settings.',
  )
}
