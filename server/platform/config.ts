import { resolve } from 'node:path'
import { BadSetting, type Env, LOOPBACK_NAMES, parseUrl, path, readUrl, text } from './environment'
import { type AddressRange, readAddressRanges } from './http/addressRanges'
import { type MailSettings, readMailSettings } from './mail/mailSettings'

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const

export type LogLevel = (typeof LOG_LEVELS)[number]

/** Everything the server reads from its environment (design.md 5). Built once; nothing else reads `process.env`. */
export interface Config extends MailSettings {
  readonly port: number
  readonly host: string
  /** Files, secrets by default and, without `databaseUrl`, the embedded database. Absolute. */
  readonly dataDir: string
  readonly databaseUrl: string | null
  /** Origin that links and cookies use; never taken from a request (L3). */
  readonly publicUrl: URL
  readonly secretsDir: string
  readonly auditHeadFile: string
  readonly outboxDir: string | null
  readonly trustedProxies: readonly AddressRange[]
  readonly clockOffsetFile: string | null
  readonly testHooks: boolean
  readonly logLevel: LogLevel
}

export type ConfigResult = Config | { readonly problem: string }

/** Reads and checks the environment. Pure but for resolving relative paths. `problem` is one sentence, without the value of a secret. */
export function readConfig(env: Env): ConfigResult {
  try {
    return configFrom(env)
  } catch (error) {
    if (error instanceof BadSetting) return { problem: error.message }
    throw error
  }
}

function configFrom(env: Env): Config {
  const testHooks = readTestHooks(env)
  const port = readPort(env)
  const host = text(env, 'HOST') ?? '127.0.0.1'
  const dataDir = resolve(text(env, 'DATA_DIR') ?? './data')
  const secretsDir = path(env, 'SECRETS_DIR') ?? resolve(dataDir, 'secrets')
  const publicUrl = readPublicUrl(env, port)
  return {
    port,
    host,
    dataDir,
    databaseUrl: readDatabaseUrl(env),
    publicUrl,
    secretsDir,
    auditHeadFile: path(env, 'AUDIT_HEAD_FILE') ?? resolve(secretsDir, 'audit-head.json'),
    ...readMailSettings(env, publicUrl),
    outboxDir: path(env, 'OUTBOX_DIR'),
    trustedProxies: readTrustedProxies(env),
    clockOffsetFile: testHooks ? path(env, 'CLOCK_OFFSET_FILE') : null,
    testHooks,
    logLevel: readLogLevel(env),
  }
}

function readTestHooks(env: Env): boolean {
  const value = text(env, 'APP_TEST_HOOKS')
  if (value !== null && value !== '0' && value !== '1') throw new BadSetting('APP_TEST_HOOKS must be 0 or 1.')
  if (value === '1' && env.NODE_ENV === 'production') {
    throw new BadSetting('APP_TEST_HOOKS=1 is for tests and cannot be used together with NODE_ENV=production.')
  }
  return value === '1'
}

function readPort(env: Env): number {
  const value = text(env, 'PORT') ?? '4300'
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN
  if (!(port <= 65_535)) throw new BadSetting('PORT must be a whole number from 0 to 65535.')
  return port
}

function readPublicUrl(env: Env, port: number): URL {
  const value = text(env, 'PUBLIC_URL')
  if (value === null) return new URL(`http://localhost:${port}`)
  const url = parseUrl(value)
  if (url === null) throw new BadSetting('PUBLIC_URL must be a full address such as https://portal.example.org.')
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK_NAMES.has(url.hostname))) {
    throw new BadSetting('PUBLIC_URL must start with https:// unless it names this machine (localhost).')
  }
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password) {
    throw new BadSetting('PUBLIC_URL must be only the scheme, host and port, without a path or a user name.')
  }
  return url
}

function readDatabaseUrl(env: Env): string | null {
  const value = readUrl(env, 'DATABASE_URL', ['postgres:', 'postgresql:'])
  if (value !== null && new URL(value).pathname.length < 2) {
    throw new BadSetting('DATABASE_URL must name a database, as in postgres://user:password@host:5432/vestibule.')
  }
  return value
}

function readTrustedProxies(env: Env): readonly AddressRange[] {
  const ranges = readAddressRanges(text(env, 'TRUSTED_PROXIES') ?? '')
  if (ranges === null) {
    throw new BadSetting(
      'TRUSTED_PROXIES must be addresses or ranges separated by commas, as in 10.0.0.5, 10.1.0.0/16.',
    )
  }
  return ranges
}

function readLogLevel(env: Env): LogLevel {
  const value = text(env, 'LOG_LEVEL') ?? 'info'
  const level = LOG_LEVELS.find((known) => known === value)
  if (level === undefined) throw new BadSetting(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.`)
  return level
}
