import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartProblem } from '../startProblem'
import { createSealing, type Sealing } from './sealing'

const SERVER_KEY = 'server.key'
const AUDIT_KEY = 'audit.key'

/** The keys that live outside the database. Held in memory for the life of the process. */
export interface Secrets extends Sealing {
  /** The folder they were read from. */
  readonly dir: string
  /** 32 bytes for one purpose, by HKDF-SHA-256 from `server.key`. */
  deriveKey(purpose: string): Buffer
  /** A short public mark of `server.key`, to notice a database that belongs to other secrets. */
  readonly fingerprint: string
  readonly auditKey: KeyObject
  readonly auditPublicKey: KeyObject
}

export function secretsExist(dir: string): boolean {
  return existsSync(join(dir, SERVER_KEY)) && existsSync(join(dir, AUDIT_KEY))
}

/** Makes the missing key files (0600). Call it only beside a new database: existing keys are never replaced. */
export function createSecrets(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  writeOnce(join(dir, SERVER_KEY), () => `${randomBytes(32).toString('base64')}\n`)
  writeOnce(join(dir, AUDIT_KEY), () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  )
}

/** Reads the keys; a missing or damaged one is a plain sentence, never a new key. */
export function readSecrets(dir: string): Secrets {
  const master = readServerKey(dir)
  const auditKey = readAuditKey(dir)
  const deriveKey = (purpose: string) => Buffer.from(hkdfSync('sha256', master, '', `vestibule/${purpose}`, 32))
  return {
    dir,
    deriveKey,
    ...createSealing(deriveKey),
    fingerprint: createHash('sha256').update(deriveKey('fingerprint')).digest('hex').slice(0, 32),
    auditKey,
    auditPublicKey: createPublicKey(auditKey),
  }
}

/** Creates `file` with mode 0600 unless it is there; of two processes at once exactly one wins and both read the same value after. */
export function writeOnce(file: string, content: () => string): void {
  if (existsSync(file)) return
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(temporary, content(), { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(temporary, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(temporary, { force: true })
  }
}

function readServerKey(dir: string): Buffer {
  const key = Buffer.from(readKeyFile(dir, SERVER_KEY), 'base64')
  if (key.length !== 32)
    throw new StartProblem(`The secret file ${SERVER_KEY} in ${dir} is damaged; put it back from your backup.`)
  return key
}

function readAuditKey(dir: string): KeyObject {
  const pem = readKeyFile(dir, AUDIT_KEY)
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Falls through to the sentence below: OpenSSL's own message helps nobody here.
  }
  throw new StartProblem(`The secret file ${AUDIT_KEY} in ${dir} is damaged; put it back from your backup.`)
}

function readKeyFile(dir: string, name: string): string {
  try {
    return readFileSync(join(dir, name), 'utf8').trim()
  } catch {
    throw new StartProblem(
      `The secret file ${name} is missing or cannot be read in ${dir}; the database cannot be used without it, so put it back from your backup.`,
    )
  }
}
