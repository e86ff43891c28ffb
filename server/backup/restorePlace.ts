import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { headMarkFile } from '../audit/headMark'
import type { Config } from '../platform/config'
import { clusterPlaces } from '../platform/database/clusterFolder'
import { connectionProblem } from '../platform/database/connect'
import { type ConnectionTarget, targetFromUrl, withClient } from '../platform/database/connectionTarget'
import { startEmbedded } from '../platform/database/embedded'
import { markRestore, restoreState, unmarkRestore } from '../platform/secrets/restoreMarker'
import { StartProblem } from '../platform/startProblem'
import { keyFiles } from './backupSnapshot'

export type PlaceConfig = Pick<Config, 'dataDir' | 'databaseUrl' | 'secretsDir' | 'auditHeadFile'>
export interface KeyFile {
  readonly name: string
  readonly bytes: Buffer
}

/** An empty place that this process has taken for a restore. */
export interface Place {
  readonly owner: ConnectionTarget
  /** What the embedded database has logged; '' for one of somebody else's. */
  databaseLog(): string
  /** Everything is there: servers may start. */
  finish(): Promise<void>
  /** Takes away what this restore wrote. `filled`: a database of somebody else's holds it for good, so the mark stays. */
  abandon(left: { readonly filled: boolean }): Promise<void>
}

/**
 * Takes an empty place: the mark first, then the keys, then the database. What a killed restore left there is cleared away before; anything
 * else that is there is refused and stays as it is. Throws `StartProblem`.
 */
export async function takePlace(config: PlaceConfig, keys: readonly KeyFile[]): Promise<Place> {
  const { secretsDir } = config
  if (restoreState(secretsDir) === 'running') throw new StartProblem('Another restore is under way in this place.')
  if (restoreState(secretsDir) === 'left') await clearLeftovers(config)
  await refuseFilled(config, keys)
  markRestore(secretsDir)
  const written: string[] = []
  const wasMarked = existsSync(headMarkFile(secretsDir))
  const abandon = async ({ filled }: { readonly filled: boolean }): Promise<void> => {
    for (const name of written) rmSync(join(secretsDir, name), { force: true })
    if (!wasMarked) rmSync(headMarkFile(secretsDir), { force: true })
    if (config.databaseUrl === null) removeCluster(config)
    if (!filled) unmarkRestore(secretsDir)
  }
  try {
    for (const { name, bytes } of keys) {
      if (existsSync(join(secretsDir, name))) continue
      written.push(name)
      writeFileSync(join(secretsDir, name), bytes, { mode: 0o600, flag: 'wx', flush: true })
    }
    if (config.databaseUrl !== null) {
      const owner = targetFromUrl(config.databaseUrl)
      return { owner, databaseLog: () => '', finish: async () => unmarkRestore(secretsDir), abandon }
    }
    const embedded = await startEmbedded(config)
    return {
      owner: embedded.owner,
      databaseLog: () => readFileSync(clusterPlaces(config.dataDir, secretsDir).logFile, 'utf8'),
      async finish() {
        await embedded.stop()
        unmarkRestore(secretsDir)
      },
      async abandon(left) {
        await embedded.stop()
        await abandon(left)
      },
    }
  } catch (error) {
    await abandon({ filled: false })
    throw error
  }
}

async function refuseFilled({ dataDir, databaseUrl, secretsDir }: PlaceConfig, keys: readonly KeyFile[]) {
  if (databaseUrl === null) {
    const found = filesIn(dataDir).filter(
      (name) => join(dataDir, name) !== secretsDir || filesIn(secretsDir).length > 0,
    )
    if (found.length > 0) throw notEmpty(`The folder ${dataDir}`)
  } else if (!(await isBare(targetFromUrl(databaseUrl)))) throw notEmpty('The database in DATABASE_URL')
  // The same keys may be there already: those of a database that was lost while its servers were not.
  const mine = new Map(keys.map(({ name, bytes }) => [name, bytes]))
  const others = existsSync(secretsDir) ? keyFiles(secretsDir) : []
  const isForeign = (name: string) => !mine.get(name)?.equals(readFileSync(join(secretsDir, name)))
  if (others.some(isForeign))
    throw new StartProblem(`There are other keys in ${secretsDir}; a restore replaces nothing.`)
}

function notEmpty(what: string): StartProblem {
  return new StartProblem(`${what} is not empty; a restore goes only into an empty place, and nothing was changed.`)
}

/** A disk of its own has a folder that belongs to its file system. */
function filesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name !== 'lost+found') : []
}

async function isBare(owner: ConnectionTarget): Promise<boolean> {
  const found = await withClient(owner, async (client) =>
    client.query("select 1 from pg_tables where schemaname = 'public' limit 1"),
  ).catch((error: unknown) => {
    throw connectionProblem(error, owner) ?? error
  })
  return found.rowCount === 0
}

/** The mark says that this place was empty when that restore began, so everything in it is the restore's own. */
async function clearLeftovers(config: PlaceConfig): Promise<void> {
  const { dataDir, databaseUrl, secretsDir } = config
  if (databaseUrl === null) {
    // The database may have outlived the process that was killed: starting takes it over, stopping ends it.
    if (existsSync(clusterPlaces(dataDir, secretsDir).clusterDir))
      await startEmbedded(config)
        .then(async (embedded) => await embedded.stop())
        .catch(() => undefined)
    removeCluster(config)
    for (const name of keyFiles(secretsDir)) rmSync(join(secretsDir, name), { force: true })
    rmSync(headMarkFile(secretsDir), { force: true })
  } else if (!(await isBare(targetFromUrl(databaseUrl)))) {
    // Without the mark a server would start on it.
    throw new StartProblem(
      'The database in DATABASE_URL holds what an unfinished restore has left there; empty it and run the restore again.',
    )
  }
  unmarkRestore(secretsDir)
}

function removeCluster({ dataDir, secretsDir }: PlaceConfig): void {
  const { clusterDir, logFile, passwordFile, markerFile } = clusterPlaces(dataDir, secretsDir)
  // An initdb that outlived the process that was killed may still write here for a moment.
  for (const path of [clusterDir, `${clusterDir}.init`, logFile, passwordFile, markerFile])
    rmSync(path, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 })
}
