import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { ROLES, type Role } from '../../shared/access/roles'
import { CodedError } from '../../shared/errors/errorCodes'
import { createPasswordHasher } from '../accounts/passwordHash'
import { describeProcedures } from '../app/describeProcedures'
import { programPaths } from '../app/paths'
import { createHeadKeeper, replaceHead } from '../audit/auditHead'
import { createClinicService } from '../clinic/clinicService'
import { createClinic } from '../clinic/clinicSetup'
import { createNotices } from '../notices/noticeService'
import { readNoticeTexts } from '../notices/noticeTexts'
import { readConfig } from '../platform/config'
import { type OpenDatabase, openDatabaseForTool } from '../platform/database/openDatabase'
import { inTransaction } from '../platform/database/transaction'
import { createEnqueue } from '../platform/mail/outbox'
import { createSecrets, secretsExist } from '../platform/secrets/secrets'
import { StartProblem } from '../platform/startProblem'
import { createStaff } from '../staff/staffService'
import { resetMfaByCommand, resetPasswordByCommand } from '../team/teamRescue'
import { ACCEPT_HEAD_USAGE, acceptHeadCommand } from './acceptHeadCommand'
import { archiveCommand } from './archiveCommand'
import { AUDIT_USAGE, runAuditVerify } from './auditCommand'
import { BACKUP_USAGE, backupCommand, verifyCommand } from './backupCommand'
import { deviceCommand } from './deviceCommand'
import { doctorCommand } from './doctorCommand'
import { RESTORE_USAGE, restoreCommand } from './restoreCommand'

const USAGE = `vestibule <command>

  secrets create
  clinic create --name NAME --time-zone ZONE --program NAME [--program NAME ...]
                [--phone TEXT] [--email ADDRESS] [--address TEXT] [--mail-sender ADDRESS]
  staff create --email ADDRESS --name NAME --role ${ROLES.join('|')}
  staff reset-mfa --email ADDRESS        the way back in when the last administrator lost a phone
  staff reset-password --email ADDRESS
  device list | approve WORDS | suspend WORDS | resume WORDS | wipe WORDS
  audit verify [--json] [--witness HEAD] [--last N] [--bundle FILE]
  audit accept-head [--witness HEAD]    signs the log as it is where the signed head was lost; audited
  audit archive --before YYYY-MM-DD --out FILE    moves rows older than the clinic keeps them into a bundle
  backup FILE [--passphrase-file FILE]        everything in one encrypted file, also while the server runs
  backup verify FILE [--passphrase-file FILE]
  restore FILE [--passphrase-file FILE]       into an empty place only
  doctor [--json]                             looks at everything and says what to do
  procedures [--out FILE]

DATA_DIR (or DATABASE_URL and SECRETS_DIR) says which installation, as for the server.`

/** `vestibule ...`. Returns the exit code: 0 done, 1 could not, 2 the audit log was tampered with (verify, accept-head, restore). */
export async function main(args: readonly string[]): Promise<number> {
  try {
    return await run(args)
  } catch (error) {
    if (!(error instanceof StartProblem || error instanceof CodedError || isUsageError(error))) throw error
    console.error(sentenceOf(error))
    return 1
  }
}

async function run(args: readonly string[]): Promise<number> {
  const [noun, verb, ...rest] = args
  if (noun === 'procedures') return await procedures(args.slice(1))
  if (noun === 'secrets' && verb === 'create') return secretsCreate()
  if (noun === 'clinic' && verb === 'create')
    return await changing((database, file) => clinicCreate(database, file, rest))
  if (noun === 'staff' && verb === 'create') return await changing((database) => staffCreate(database, rest))
  if (noun === 'staff' && (verb === 'reset-mfa' || verb === 'reset-password'))
    return await changing((database) => staffRescue(database, verb, rest))
  if (noun === 'device') return await changing((database) => deviceCommand(database, args.slice(1), say))
  if (noun === 'backup') return await backup(args.slice(1))
  if (noun === 'doctor') return await doctorCommand(args.slice(1), say)
  if (noun === 'restore') return await restore(args.slice(1))
  if (noun === 'audit' && verb === 'verify' && rest.includes('--help')) return say(AUDIT_USAGE)
  if (noun === 'audit' && verb === 'verify')
    return await withDatabase((database, file) => auditVerify(database, file, rest))
  if (noun === 'audit' && verb === 'accept-head' && rest.includes('--help')) return say(ACCEPT_HEAD_USAGE)
  if (noun === 'audit' && verb === 'accept-head')
    return await withDatabase((database, file) => acceptHeadCommand(database, file, rest, say))
  if (noun === 'audit' && verb === 'archive')
    return await withDatabase((database, file) => archiveCommand(database, file, rest, say))
  say(USAGE)
  return noun === undefined || noun === 'help' || noun === '--help' ? 0 : 1
}

function say(text: string): number {
  console.log(text)
  return 0
}

async function restore(args: readonly string[]): Promise<number> {
  if (args.length > 0 && !args.includes('--help')) return await restoreCommand(args, say)
  say(RESTORE_USAGE)
  return args.length === 0 ? 1 : 0
}

async function backup(args: readonly string[]): Promise<number> {
  if (args[0] === 'verify') return await verifyCommand(args.slice(1), say)
  if (args.length === 0 || args.includes('--help')) {
    say(BACKUP_USAGE)
    return args.length === 0 ? 1 : 0
  }
  const open = async (work: (database: OpenDatabase, secretsDir: string, headFile: string) => Promise<number>) =>
    await changing(async (database, headFile, secretsDir) => await work(database, secretsDir, headFile))
  return await backupCommand(open, args, say)
}

/** Commands that write keep the signed head outside the database in step (U3), also when no server runs. */
async function changing(work: Work): Promise<number> {
  return await withDatabase(async (database, file, secretsDir) => {
    const code = await work(database, file, secretsDir)
    const log = { warn: console.error, error: console.error }
    const options = { db: database.db, secrets: database.secrets, now: () => new Date() }
    await createHeadKeeper({ ...options, file, log }).start()
    return code
  })
}

type Work = (database: OpenDatabase, headFile: string, secretsDir: string) => Promise<number>

async function withDatabase(work: Work): Promise<number> {
  const config = readConfig(process.env)
  if ('problem' in config) throw new StartProblem(config.problem)
  const database = await openDatabaseForTool({ config, migrationsDir: programPaths().migrationsDir })
  try {
    return await work(database, config.auditHeadFile, config.secretsDir)
  } finally {
    await database.stop()
  }
}

/** For an existing PostgreSQL (DATABASE_URL); with DATA_DIR alone the first command makes them. Existing keys are never replaced. */
function secretsCreate(): number {
  const config = readConfig(process.env)
  if ('problem' in config) throw new StartProblem(config.problem)
  if (secretsExist(config.secretsDir))
    return say(`The keys in ${config.secretsDir} are there already and were left as they are.`)
  createSecrets(config.secretsDir)
  return say(
    `New keys are in ${config.secretsDir}. Keep a copy apart from the database: without them it cannot be read.`,
  )
}

async function clinicCreate({ db, secrets }: OpenDatabase, file: string, args: readonly string[]): Promise<number> {
  const text = { type: 'string' } as const
  const options = {
    name: text,
    phone: text,
    email: text,
    address: text,
    'time-zone': text,
    'mail-sender': text,
  } as const
  const { values } = parseArgs({
    args: [...args],
    options: { ...options, program: { type: 'string', multiple: true } },
  })
  const clinic = {
    name: values.name ?? '',
    phone: values.phone ?? '',
    email: values.email ?? '',
    address: values.address ?? '',
    timeZone: values['time-zone'] ?? '',
    mailSender: values['mail-sender'] ?? '',
    programs: values.program ?? [],
    now: new Date(),
  }
  await inTransaction(db, async (tx) => await createClinic(tx, clinic))
  await replaceHead({ db, file, secrets, now: () => clinic.now })
  return say(`The clinic ${clinic.name} is set up. Next: vestibule staff create --role admin ...`)
}

async function staffCreate({ db }: OpenDatabase, args: readonly string[]): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ args: [...args], options: { email: text, name: text, role: text } })
  const role = ROLES.find((known) => known === values.role)
  if (!role) throw new StartProblem(`--role must be one of ${ROLES.join(', ')}.`)
  const staff: { email: string; displayName: string; role: Role; now: Date } = {
    email: values.email ?? '',
    displayName: values.name ?? '',
    role,
    now: new Date(),
  }
  const created = await inTransaction(db, async (tx) => await createStaff(tx, createPasswordHasher(), staff))
  say(`${staff.displayName} can sign in with ${staff.email} and this password, shown once:`)
  return say(`  ${created.password}`)
}

async function staffRescue(
  database: OpenDatabase,
  what: 'reset-mfa' | 'reset-password',
  args: readonly string[],
): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { email: { type: 'string' } } })
  const email = values.email ?? ''
  const now = new Date()
  const { db } = database
  if (what === 'reset-mfa') {
    const deps = messaging(database)
    await inTransaction(db, async (tx) => await resetMfaByCommand(deps, tx, email, now))
    return say(`The second factor of ${email} is reset. The next sign-in leads to setting it up.`)
  }
  const password = await resetPasswordByCommand(db, createPasswordHasher(), email, now)
  say(`${email} can sign in with this password, shown once, and then chooses another:`)
  return say(`  ${password}`)
}

/** What puts a mail into the outbox; a server sends it when one runs. */
function messaging({ db, secrets }: OpenDatabase) {
  const config = readConfig(process.env)
  if ('problem' in config) throw new StartProblem(config.problem)
  const clinic = createClinicService({ db, portalUrl: config.publicUrl.origin })
  const texts = readNoticeTexts(programPaths().mailDir)
  return { clinic, notices: createNotices({ clinic, enqueue: createEnqueue(secrets), texts }) }
}

async function auditVerify(
  { db, app, secrets }: OpenDatabase,
  headFile: string,
  args: readonly string[],
): Promise<number> {
  return await runAuditVerify({
    db,
    headFile,
    publicKey: secrets.auditPublicKey,
    fast: app,
    args,
    write: (line) => console.log(line),
  })
}

async function procedures(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { out: { type: 'string' } } })
  const text = `${JSON.stringify(describeProcedures(), null, 2)}\n`
  if (values.out === undefined) return say(text)
  await writeFile(values.out, text)
  return 0
}

function isUsageError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}

function sentenceOf(error: Error): string {
  if (!(error instanceof CodedError)) return error.message
  const fields = error.detail.fields?.map(({ path, message }) => `${path} ${message}`).join('; ')
  return fields ?? error.message
}
