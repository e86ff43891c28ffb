import { existsSync, statfsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config } from '../platform/config'
import { errorCodeOf } from '../platform/database/connectionTarget'
import { restoreState } from '../platform/secrets/restoreMarker'
import { readSecrets, type Secrets } from '../platform/secrets/secrets'
import { StartProblem } from '../platform/startProblem'
import { type Finding, ok, problem, warning } from './findings'

const OLDEST_NODE = [20, 19] as const
const LITTLE_BYTES = 2_000_000_000
const TOO_LITTLE_BYTES = 300_000_000
const OTHERS = 0o077

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  const isNew = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
  if (isNew) return ok('node', `Node ${version} runs this program.`)
  return problem('node', `Node ${version} is too old.`, `install Node ${OLDEST_NODE.join('.')} or newer.`)
}

/** Free bytes for this account on the disk that holds `folder`, or the nearest folder above it that exists. */
export function freeBytes(folder: string): number {
  let at = folder
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at)
  const { bavail, bsize } = statfsSync(at)
  return bavail * bsize
}

export function checkDisk(folder: string, free: (folder: string) => number): Finding {
  const bytes = free(folder)
  const sentence = `${sizeText(bytes)} are free on the disk of ${folder}.`
  if (bytes >= LITTLE_BYTES) return ok('disk', sentence)
  const next = 'make room, or move DATA_DIR to a larger disk.'
  return bytes < TOO_LITTLE_BYTES ? problem('disk', sentence, next) : warning('disk', sentence, next)
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000_000 ? `${Math.floor(bytes / 1_000_000)} MB` : `${(bytes / 1_000_000_000).toFixed(1)} GB`
}

export function checkRestore({ secretsDir }: Pick<Config, 'secretsDir'>): readonly Finding[] {
  const state = restoreState(secretsDir)
  if (state === 'none') return []
  if (state === 'running')
    return [problem('restore', 'A restore is under way in this place.', 'wait until it is done.')]
  const next = 'run vestibule restore FILE again; it clears the rest away.'
  return [problem('restore', 'A restore into this place did not finish, and no server starts on it.', next)]
}

export interface KeyCheck {
  readonly findings: readonly Finding[]
  /** Null: they cannot be read, and nothing that needs them can be looked at. */
  readonly secrets: Secrets | null
}

/** The keys outside the database: there, whole, and nobody else's to read. */
export function checkKeys({ secretsDir }: Pick<Config, 'secretsDir'>): KeyCheck {
  let secrets: Secrets
  try {
    secrets = readSecrets(secretsDir)
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error
    const next = 'put the keys back from a backup (vestibule restore brings them), or set SECRETS_DIR right.'
    return { findings: [problem('keys', error.message, next)], secrets: null }
  }
  const open = process.platform === 'win32' ? [] : readableByOthers(secretsDir)
  if (open.length === 0) return { findings: [ok('keys', `The keys in ${secretsDir} are whole and private.`)], secrets }
  const next = `chmod 700 ${secretsDir}, and chmod 600 the files in it.`
  return { findings: [problem('keys', `Others may read ${open.join(', ')} in ${secretsDir}.`, next)], secrets }
}

function readableByOthers(dir: string): readonly string[] {
  return ['.', 'server.key', 'audit.key', 'postgres.password'].filter((name) => {
    try {
      return (statSync(join(dir, name)).mode & OTHERS) !== 0
    } catch (error) {
      if (errorCodeOf(error) === 'ENOENT') return false
      throw error
    }
  })
}
