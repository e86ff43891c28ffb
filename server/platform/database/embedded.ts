import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { StartProblem } from '../startProblem'
import {
  type ClusterPlaces,
  clusterPassword,
  clusterPlaces,
  damaged,
  folderArgument,
  initCluster,
  inspectCluster,
  markInitialised,
  OWNER,
  postgresEnvironment,
} from './clusterFolder'
import { type ConnectionTarget, withClient } from './connectionTarget'
import { type OwnerLock, takeOwnerLock } from './ownerLock'
import { type PostgresAccount, postgresAccount, postgresBinaryDir } from './postgresBinaries'
import { isLivePostgres, readPostmasterNote, removeMisleadingNote } from './postmasterFile'

const SOCKET_PORT = 5432
/** sun_path holds 104 bytes on macOS and 108 on Linux. */
const LONGEST_SOCKET_PATH = 100
const START_LIMIT_MS = 60_000
const STOP_LIMIT_MS = 15_000
const LOG_LIMIT_BYTES = 1_000_000
const DATABASE = 'vestibule'

export interface EmbeddedOptions {
  readonly dataDir: string
  readonly secretsDir: string
  /** false only for tests: no fsync. */
  readonly durable?: boolean
  readonly maxConnections?: number
  /** Called once when the database or the lock on it is lost while the server runs; the server should end. */
  readonly onLost?: (sentence: string) => void
}

export interface EmbeddedDatabase {
  readonly owner: ConnectionTarget
  stop(): Promise<void>
}

interface Cluster {
  readonly places: ClusterPlaces
  readonly account: PostgresAccount
  readonly password: string
  readonly options: EmbeddedOptions
}

/** Whether `dataDir` holds no database yet. A damaged folder throws a `StartProblem`. */
export function isNewDataDir(dataDir: string, secretsDir: string): boolean {
  return inspectCluster(clusterPlaces(dataDir, secretsDir)) === 'new'
}

/**
 * Starts the PostgreSQL in `dataDir`, making it when the folder is new. One server at a time: the lock is a session lock inside the
 * database itself, so it ends with its holder, and PostgreSQL's own folder lock decides when two start at once (K3).
 * A database that outlived a killed server is stopped cleanly and started again. Every failure is a `StartProblem`.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const places = clusterPlaces(options.dataDir, options.secretsDir)
  const state = inspectCluster(places)
  if (state === 'new') mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  const password = clusterPassword(places, state)
  const account = await postgresAccount()
  if (state === 'new') await initCluster(places, account, options.durable ?? true)
  return run({ places, account, password, options })
}

/** The owner's connection to a database that runs on `dataDir` right now (for the command line); null when none does. */
export async function findRunning(dataDir: string, secretsDir: string): Promise<ConnectionTarget | null> {
  const places = clusterPlaces(dataDir, secretsDir)
  if (inspectCluster(places) === 'new') return null
  const target = targetOf(places, clusterPassword(places, 'ready'), DATABASE)
  if (target === null) return null
  return withClient(target, async () => target).catch(() => null)
}

async function run(cluster: Cluster): Promise<EmbeddedDatabase> {
  const deadline = Date.now() + START_LIMIT_MS
  let child: ChildProcess | null = null
  while (Date.now() < deadline) {
    const running = targetOf(cluster.places, cluster.password, 'postgres')
    const lock = running === null ? null : await takeOwnerLock(running)
    if (lock === 'held') throw inUse(cluster)
    if (lock === 'starting') await sleep(50)
    else if (lock === null) child = await startPostmaster(cluster, deadline)
    else if (child !== null && isRunning(child)) return supervise(cluster, child, lock)
    else await stopOrphan(cluster, lock)
  }
  child?.kill('SIGINT')
  throw new StartProblem(
    `The database in ${cluster.places.dataDir} did not start within a minute; see postgres.log there.`,
  )
}

function inUse(cluster: Cluster): StartProblem {
  return new StartProblem(`Another server is already using the data folder ${cluster.places.dataDir}.`)
}

/** Where a running cluster listens; null when it certainly does not run. */
function targetOf(places: ClusterPlaces, password: string, database: string): ConnectionTarget | null {
  const note = readPostmasterNote(places.clusterDir)
  if (note === null || !isLivePostgres(note.pid)) return null
  const host = usesSocket(places) ? places.clusterDir : '127.0.0.1'
  return { host, port: note.port, user: OWNER, password, database }
}

function usesSocket(places: ClusterPlaces): boolean {
  const path = join(places.clusterDir, `.s.PGSQL.${SOCKET_PORT}`)
  return process.platform !== 'win32' && Buffer.byteLength(path) <= LONGEST_SOCKET_PATH
}

/** Starts PostgreSQL and waits until it answers or ends. Null: another process holds the folder or a port was taken; look again. */
async function startPostmaster(cluster: Cluster, deadline: number): Promise<ChildProcess | null> {
  removeMisleadingNote(cluster.places.clusterDir)
  const logStart = prepareLog(cluster.places.logFile)
  const child = await spawnPostgres(cluster)
  while (isRunning(child) && Date.now() < deadline) {
    const note = readPostmasterNote(cluster.places.clusterDir)
    if (note?.ready && note.pid === child.pid) return child
    await sleep(15)
  }
  if (isRunning(child)) return child
  const log = readFileSync(cluster.places.logFile, 'utf8').slice(logStart)
  if (/lock file .* already exists|shared memory block|could not create any TCP\/IP sockets/.test(log)) {
    await sleep(100)
    return null
  }
  throw startFailure(cluster.places.dataDir, log)
}

function startFailure(dataDir: string, log: string): StartProblem {
  if (/no space left|could not extend file|wrote only/i.test(log))
    return new StartProblem(`The disk that holds ${dataDir} is full; make room and start again.`)
  if (/permission denied/i.test(log))
    return new StartProblem(`The database in ${dataDir} may not be read by this account.`)
  const reason = log.split('\n').findLast((line) => /FATAL|PANIC/.test(line))
  const text = reason?.replace(/^.*?(?:FATAL|PANIC):\s*/, '') ?? 'PostgreSQL ended at once'
  return damaged(dataDir, text.trim())
}

async function spawnPostgres(cluster: Cluster): Promise<ChildProcess> {
  const { places, account } = cluster
  const port = usesSocket(places) ? SOCKET_PORT : await freePort()
  const log = openSync(places.logFile, 'a', 0o600)
  const args = ['-D', folderArgument(places.clusterDir, account), '-p', String(port), ...settings(cluster)]
  try {
    const child = spawn(join(postgresBinaryDir(account), 'postgres'), args, {
      cwd: places.clusterDir,
      env: postgresEnvironment(),
      stdio: ['ignore', log, log],
      // A group of its own: Ctrl-C in a terminal must reach the server first, which then stops the database in order.
      detached: true,
      windowsHide: true,
      ...account,
    })
    child.on('error', () => undefined)
    return child
  } finally {
    closeSync(log)
  }
}

function settings(cluster: Cluster): string[] {
  const socket = usesSocket(cluster.places)
  const durable = cluster.options.durable === false ? 'off' : 'on'
  const values = {
    listen_addresses: socket ? '' : '127.0.0.1',
    unix_socket_directories: socket ? '.' : '',
    unix_socket_permissions: '0700',
    max_connections: String(cluster.options.maxConnections ?? 100),
    fsync: durable,
    synchronous_commit: durable,
    full_page_writes: durable,
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    jit: 'off',
    max_wal_size: '256MB',
    // A failed statement and its values never reach the log (H3).
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

function prepareLog(file: string): number {
  closeSync(openSync(file, 'a', 0o600))
  if (statSync(file).size > LOG_LIMIT_BYTES) truncateSync(file)
  return statSync(file).size
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null
}

/** The holder of the lock knows that no server is left: the database outlived one that was killed. */
async function stopOrphan(cluster: Cluster, lock: OwnerLock): Promise<void> {
  await lock.release()
  const note = readPostmasterNote(cluster.places.clusterDir)
  if (note !== null) await stopPostmaster(cluster, note.pid)
}

async function stopPostmaster(cluster: Cluster, pid: number): Promise<void> {
  const stopped = () => readPostmasterNote(cluster.places.clusterDir)?.pid !== pid || !isLivePostgres(pid)
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    await signalPostmaster(cluster, pid, signal)
    const deadline = Date.now() + STOP_LIMIT_MS
    while (!stopped() && Date.now() < deadline) await sleep(15)
    if (stopped()) return
  }
}

/** SIGINT is PostgreSQL's fast shutdown (it ends sessions and writes everything), SIGQUIT the immediate one. */
async function signalPostmaster(cluster: Cluster, pid: number, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (process.platform === 'win32') {
    const mode = signal === 'SIGINT' ? 'fast' : 'immediate'
    const control = join(postgresBinaryDir(cluster.account), 'pg_ctl.exe')
    await promisify(execFile)(control, ['stop', '-D', cluster.places.clusterDir, '-m', mode]).catch(() => undefined)
    return
  }
  try {
    process.kill(pid, signal)
  } catch {
    // Already gone.
  }
}

async function supervise(cluster: Cluster, child: ChildProcess, lock: OwnerLock): Promise<EmbeddedDatabase> {
  markInitialised(cluster.places)
  const owner = targetOf(cluster.places, cluster.password, DATABASE)
  if (owner === null) throw damaged(cluster.places.dataDir, 'PostgreSQL ended right after its start')
  await ensureDatabase({ ...owner, database: 'postgres' })
  let stopping: Promise<void> | null = null
  const lost = (sentence: string) => {
    if (stopping === null) cluster.options.onLost?.(sentence)
  }
  child.once('exit', () => lost('The database ended unexpectedly.'))
  lock.onLost(() => lost('The lock on the data folder was lost.'))
  // Last resort when the process ends without stop(): a signal is all that an exit handler can send.
  const atExit = () => child.kill('SIGINT')
  process.once('exit', atExit)
  const stop = async () => {
    await lock.release()
    if (child.pid !== undefined) await stopPostmaster(cluster, child.pid)
    process.off('exit', atExit)
  }
  return {
    owner,
    stop() {
      stopping ??= stop()
      return stopping
    },
  }
}

async function ensureDatabase(target: ConnectionTarget): Promise<void> {
  await withClient(target, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`)
  })
}
