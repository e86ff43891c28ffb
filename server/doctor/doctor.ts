import { existsSync } from 'node:fs'
import { Kysely, PostgresDialect } from 'kysely'
import type { Config } from '../platform/config'
import { createPool } from '../platform/database/connect'
import { type ConnectionTarget, errorCodeOf, targetFromUrl, withClient } from '../platform/database/connectionTarget'
import { findRunning, isNewDataDir, startEmbedded } from '../platform/database/embedded'
import { readMigrations } from '../platform/database/migrations'
import type { Tables } from '../platform/database/tables'
import type { Secrets } from '../platform/secrets/secrets'
import { StartProblem } from '../platform/startProblem'
import { checkHead, checkLastBackup, checkLastRows, checkSignedTime } from './auditChecks'
import { checkClinic, checkClock, checkFingerprint, checkMigrations, checkOutbox, checkRole } from './databaseChecks'
import { type Finding, ok, problem } from './findings'
import { checkDisk, checkKeys, checkNode, checkRestore } from './machineChecks'
import { checkAddress, checkMail, checkSms } from './waysOutChecks'

export interface DoctorOptions {
  readonly config: Config
  readonly migrationsDir: string
  readonly now: () => Date
  readonly nodeVersion: string
  readonly freeBytes: (folder: string) => number
}

/**
 * Looks at everything that an installation needs and changes nothing. An embedded database that does not run is started for as long as this
 * takes. A check that itself fails is a finding too. No sentence holds a secret: hosts, folders and codes only.
 */
export async function examine(options: DoctorOptions): Promise<readonly Finding[]> {
  const { config } = options
  const unfinished = checkRestore(config)
  // A folder that was never used lacks more than its keys.
  const { findings: keys, secrets } = isUnused(config) ? { findings: [], secrets: null } : checkKeys(config)
  const machine = [
    ok('config', 'The settings can be read.'),
    checkNode(options.nodeVersion),
    checkDisk(config.dataDir, options.freeBytes),
  ]
  const [database, ...outside] = await Promise.all([
    unfinished.length > 0 ? [] : inDatabase(options, secrets),
    guarded('mail', async () => [await checkMail(config)]),
    guarded('sms', async () => [await checkSms(config)]),
    guarded('address', async () => await checkAddress(config, options.now())),
  ])
  return [...machine, ...keys, ...unfinished, ...database, ...outside.flat()]
}

function isUnused({ dataDir, databaseUrl, secretsDir }: Config): boolean {
  return databaseUrl === null && !existsSync(dataDir) && !existsSync(secretsDir)
}

async function inDatabase(options: DoctorOptions, secrets: Secrets | null): Promise<readonly Finding[]> {
  const next = 'see that the database runs and that DATA_DIR or DATABASE_URL names the right one.'
  try {
    const { owner, stop } = await openQuietly(options.config)
    try {
      const there = ok('database', `The database ${owner.database} answers.`)
      return [there, ...(await examineDatabase(options, owner, secrets))]
    } finally {
      await stop()
    }
  } catch (error) {
    const code = errorCodeOf(error)
    const sentence =
      error instanceof StartProblem ? error.message : `The database cannot be used (${code || 'no answer'}).`
    return [problem('database', sentence, next)]
  }
}

/** As the owner, without migrating, making keys, or setting rights: a doctor looks. */
async function openQuietly(config: Config): Promise<{ owner: ConnectionTarget; stop: () => Promise<void> }> {
  const stop = async () => undefined
  if (config.databaseUrl !== null) {
    const owner = targetFromUrl(config.databaseUrl)
    await withClient(owner, async () => undefined)
    return { owner, stop }
  }
  if (isNewDataDir(config.dataDir, config.secretsDir))
    throw new StartProblem(`There is no database in ${config.dataDir} yet; vestibule clinic create makes one.`)
  const running = await findRunning(config.dataDir, config.secretsDir)
  return running === null ? await startEmbedded(config) : { owner: running, stop }
}

async function examineDatabase(options: DoctorOptions, owner: ConnectionTarget, secrets: Secrets | null) {
  const { now } = options
  const schema = await withClient(owner, async (client) => {
    const found = await checkMigrations(client, readMigrations(options.migrationsDir))
    const clock = await checkClock(client, now)
    // Older or other tables cannot be asked what these checks ask.
    if (found.level !== 'ok') return { found: [found, clock], readable: false }
    const more = await guarded('database', async () => [
      ...(secrets === null ? [] : [await checkFingerprint(client, secrets), await checkRole(client, owner, secrets)]),
      ...(await checkClinic(client)),
      await checkOutbox(client, now()),
    ])
    return { found: [found, clock, ...more], readable: true }
  })
  return schema.readable ? [...schema.found, ...(await examineAudit(options, owner, secrets))] : schema.found
}

async function examineAudit({ config, now }: DoctorOptions, owner: ConnectionTarget, secrets: Secrets | null) {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(owner, 2) }) })
  const file = config.auditHeadFile
  try {
    return await guarded('audit', async () => [
      await checkLastRows(db),
      ...(secrets === null
        ? []
        : [await checkHead(db, file, secrets), await checkSignedTime(db, file, secrets, now())]),
      await checkLastBackup(db, now()),
    ])
  } finally {
    await db.destroy()
  }
}

/** One check that cannot be made must not hide all others. */
async function guarded(about: string, work: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await work()
  } catch (error) {
    const sentence = `${about} could not be looked at (${errorCodeOf(error) || 'unknown reason'}).`
    return [problem(about, sentence, 'look at the log of the server, and report this with the code.')]
  }
}
