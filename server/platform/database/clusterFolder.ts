import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { writeOnce } from '../secrets/secrets'
import { StartProblem } from '../startProblem'
import { type PostgresAccount, postgresBinaryDir } from './postgresBinaries'
import { isLiveProcess } from './postmasterFile'

const run = promisify(execFile)
const MAJOR = '18'
export const OWNER = 'vestibule_owner'

/** Where the parts of an embedded database lie. */
export interface ClusterPlaces {
  readonly dataDir: string
  /** PostgreSQL's own folder. */
  readonly clusterDir: string
  readonly logFile: string
  readonly passwordFile: string
  /** Left behind by the first start; from then on a missing cluster folder is damage, not a new installation. */
  readonly markerFile: string
}

export function clusterPlaces(dataDir: string, secretsDir: string): ClusterPlaces {
  return {
    dataDir,
    clusterDir: join(dataDir, 'postgres'),
    logFile: join(dataDir, 'postgres.log'),
    passwordFile: join(secretsDir, 'postgres.password'),
    markerFile: join(dataDir, 'database.json'),
  }
}

/** 'new' when this data folder never held a database. Damage is a sentence; nothing is changed or made anew (K3). */
export function inspectCluster(places: ClusterPlaces): 'new' | 'ready' {
  const { clusterDir, dataDir } = places
  if (!existsSync(clusterDir)) {
    if (!existsSync(places.markerFile)) return 'new'
    throw damaged(dataDir, 'its database folder is missing')
  }
  const version = readIfThere(join(clusterDir, 'PG_VERSION'))
  if (version === null) throw damaged(dataDir, 'PG_VERSION is missing or cannot be read')
  if (version !== MAJOR) {
    throw new StartProblem(
      `The database in ${dataDir} was made by PostgreSQL ${version.slice(0, 8)}, and this server brings PostgreSQL ${MAJOR}.`,
    )
  }
  for (const part of ['global/pg_control', 'base', 'pg_wal', 'pg_xact', 'postgresql.conf', 'pg_hba.conf']) {
    if (!existsSync(join(clusterDir, part))) throw damaged(dataDir, `${part} is missing`)
  }
  if (statSync(join(clusterDir, 'global/pg_control')).size !== 8192) throw damaged(dataDir, 'global/pg_control is cut')
  return 'ready'
}

export function damaged(dataDir: string, what: string): StartProblem {
  return new StartProblem(
    `The database in ${dataDir} is damaged (${what}); nothing was changed, please restore it from a backup.`,
  )
}

/** The superuser's password; made together with a new cluster, read ever after. */
export function clusterPassword(places: ClusterPlaces, state: 'new' | 'ready'): string {
  if (state === 'new') {
    mkdirSync(join(places.passwordFile, '..'), { recursive: true, mode: 0o700 })
    writeOnce(places.passwordFile, () => `${randomBytes(24).toString('base64url')}\n`)
  }
  const password = readIfThere(places.passwordFile)
  if (password) return password
  throw new StartProblem(`The database password file ${places.passwordFile} is missing; put it back from your backup.`)
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return null
  }
}

/** Makes the cluster beside its final place and moves it there whole: a crash half-way leaves no half cluster. */
export async function initCluster(places: ClusterPlaces, account: PostgresAccount, durable: boolean): Promise<void> {
  const work = `${places.clusterDir}.init`
  claimWorkFolder(work)
  try {
    // Of its own name: an initdb that outlived its killed server may still be writing under the other one.
    const fresh = join(work, `data-${process.pid}`)
    mkdirSync(fresh, { mode: 0o700 })
    const passwordCopy = join(work, 'password')
    writeFileSync(passwordCopy, readFileSync(places.passwordFile), { mode: 0o600 })
    for (const path of [fresh, passwordCopy]) giveTo(path, account)
    await runInitdb(fresh, account, durable)
    renameSync(fresh, places.clusterDir)
    markInitialised(places)
  } finally {
    rmSync(work, REMOVE)
  }
}

export function markInitialised(places: ClusterPlaces): void {
  if (!existsSync(places.markerFile))
    writeFileSync(places.markerFile, `${JSON.stringify({ postgres: Number(MAJOR) })}\n`)
}

/** Somebody who is about to end may put one more file into what is being removed. */
const REMOVE = { recursive: true, force: true, maxRetries: 50, retryDelay: 100 } as const

/** One process sets up at a time; a folder left by one that died is cleared. */
function claimWorkFolder(work: string): void {
  const owner = join(work, 'owner.pid')
  const other = Number(readIfThere(owner) ?? 0)
  if (other > 0 && other !== process.pid && isLiveProcess(other)) {
    throw new StartProblem('Another server is setting up this data folder at this moment.')
  }
  rmSync(work, REMOVE)
  // 0711: the postgres account reaches `../password` from its own folder without being able to list this one.
  mkdirSync(work, { recursive: true, mode: 0o711 })
  writeFileSync(owner, String(process.pid))
}

function giveTo(path: string, account: PostgresAccount): void {
  if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid)
}

async function runInitdb(dir: string, account: PostgresAccount, durable: boolean): Promise<void> {
  const flags = [
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--auth=scram-sha-256',
  ]
  const args = ['-D', folderArgument(dir, account), `--username=${OWNER}`, '--pwfile=../password', ...flags]
  try {
    await run(join(postgresBinaryDir(account), 'initdb'), durable ? args : [...args, '--no-sync'], {
      cwd: dir,
      env: postgresEnvironment(),
      ...account,
    })
  } catch (error) {
    throw new StartProblem(`The database could not be set up: ${lastLine(error)}`)
  }
}

/**
 * As root on Linux the cluster is named through the process's own working folder: the postgres account needs no way through the
 * folders above it, which are often private (/root, a temporary folder). libuv changes folder before it changes account.
 */
export function folderArgument(dir: string, account: PostgresAccount): string {
  return account.uid !== undefined && process.platform === 'linux' ? '/proc/self/cwd' : dir
}

/** A short list: the server's own environment holds addresses with passwords. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' }
  for (const name of ['PATH', 'SystemRoot', 'TEMP', 'TMP']) if (process.env[name]) env[name] = process.env[name]
  return env
}

function lastLine(error: unknown): string {
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
  if (/no space left|could not extend file|wrote only/i.test(stderr)) return 'the disk is full.'
  const lines = stderr.split('\n').filter((line) => /error|fatal|could not/i.test(line))
  return lines.at(-1)?.trim() ?? (error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown reason')
}
