import type { Kysely } from 'kysely'
import type { Config } from '../config'
import { refuseUnfinishedRestore } from '../secrets/restoreMarker'
import { createSecrets, readSecrets, type Secrets } from '../secrets/secrets'
import { StartProblem } from '../startProblem'
import { type Connected, connectDatabase } from './connect'
import { type ConnectionTarget, errorCodeOf, targetFromUrl } from './connectionTarget'
import { type EmbeddedDatabase, findRunning, isNewDataDir, startEmbedded } from './embedded'
import type { Tables } from './tables'

/** A database ready for use, whichever kind it is. */
export interface OpenDatabase {
  readonly db: Kysely<Tables>
  readonly owner: ConnectionTarget
  readonly app: ConnectionTarget
  readonly secrets: Secrets
  readonly migrated: readonly string[]
  /** Closes the pool and, when this process started it, stops the embedded database. */
  stop(): Promise<void>
}

export interface OpenOptions {
  readonly config: Pick<Config, 'dataDir' | 'databaseUrl' | 'secretsDir'>
  readonly migrationsDir: string
  readonly onLost?: (sentence: string) => void
}

/** For the server: the embedded database under the lock of its data folder, or the one that DATABASE_URL names. */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  const { config } = options
  refuseUnfinishedRestore(config.secretsDir)
  if (config.databaseUrl !== null) return open(options, targetFromUrl(config.databaseUrl), null)
  try {
    settleSecrets(config)
    const embedded = await startEmbedded({ ...config, ...(options.onLost ? { onLost: options.onLost } : {}) })
    return await open(options, embedded.owner, embedded)
  } catch (error) {
    throw folderProblem(error, config.dataDir) ?? error
  }
}

/** What the file system refuses, in words. */
function folderProblem(error: unknown, dataDir: string): StartProblem | null {
  const code = error instanceof StartProblem ? '' : errorCodeOf(error)
  if (code === 'ENOSPC') return new StartProblem(`The disk that holds ${dataDir} is full; make room and start again.`)
  if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code)) return null
  return new StartProblem(
    `The data folder ${dataDir} cannot be used by this account (${code}); choose another with DATA_DIR or give access to it.`,
  )
}

/** For the command line: joins the database of a running server, or starts it for the length of the command. */
export async function openDatabaseForTool(options: OpenOptions): Promise<OpenDatabase> {
  const { config } = options
  refuseUnfinishedRestore(config.secretsDir)
  if (config.databaseUrl === null && !isNewDataDir(config.dataDir, config.secretsDir)) {
    const running = await findRunning(config.dataDir, config.secretsDir)
    if (running !== null) return open(options, running, null)
  }
  return openDatabase(options)
}

/**
 * Decided before PostgreSQL is started. A new data folder gets its keys first, so that a crash half-way leaves keys without a
 * database and never the other way round; an existing one without its keys is never given new ones.
 */
function settleSecrets(config: OpenOptions['config']): void {
  if (isNewDataDir(config.dataDir, config.secretsDir)) createSecrets(config.secretsDir)
  else readSecrets(config.secretsDir)
}

async function open(
  options: OpenOptions,
  owner: ConnectionTarget,
  embedded: EmbeddedDatabase | null,
): Promise<OpenDatabase> {
  let connected: Connected
  try {
    connected = await connectDatabase({
      owner,
      secretsDir: options.config.secretsDir,
      migrationsDir: options.migrationsDir,
    })
  } catch (error) {
    await embedded?.stop()
    throw error
  }
  return {
    ...connected,
    owner,
    async stop() {
      await connected.close()
      await embedded?.stop()
    },
  }
}
