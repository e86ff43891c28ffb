import { resolve } from 'node:path'
import { type AddressRange, readAddressRanges } from './http/addressRanges'

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]'])

export type LogLevel = (typeof LOG_LEVELS)[number]

/** Everything the server reads from its environment (design.md 5). Built once; nothing else reads `process.env`. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Files, secrets by default and, without `databaseUrl`, the embedded database. Absolute. */
  readonly dataDir: string
  readonly databaseUrl: string | null
  /** Origin that links and cookies use; never taken from a request (L3). */
  readonly publicUrl: URL
  readonly secretsDir: string
  readonly auditHeadFile: string
  readonly smtpUrl: string | null
  readonly smsUrl: string | null
  readonly outboxDir: string | null
  readonly mailFrom: string
  readonly trustedProxies: readonly AddressRange[]
  readonly clockOffsetFile: string | null
  readonly testHooks: boolean
  readonly logLevel: LogLevel
}

export type ConfigResult = Config | { readonly problem: string }
type Env = Readonly<Record<string, string | undefined>>

/** Thrown and caught inside this file only: the readers below stay short, and the first problem wins. */
class BadSetting extends Error {}

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
    smtpUrl: readUrl(env, 'SMTP_URL', ['smtp:', 'smtps:']),
    smsUrl: readUrl(env, 'SMS_URL', ['https:', 'http:', 'twilio:']),
    outboxDir: path(env, 'OUTBOX_DIR'),
    mailFrom: readMailFrom(env, publicUrl),
    trustedProxies: readTrustedProxies(env),
    clockOffsetFile: testHooks ? path(env, 'CLOCK_OFFSET_FILE') : null,
    testHooks,
    logLevel: readLogLevel(env),
  }
}

/** An empty variable counts as absent: that is how most service managers unset one. */
function text(env: Env, name: string): string | null {
  const value = env[name]?.trim()
  return value ? value : null
}

function path(env: Env, name: string): string | null {
  const value = text(env, name)
  return value === null ? null : resolve(value)
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

function readUrl(env: Env, name: string, protocols: readonly string[]): string | null {
  const value = text(env, name)
  if (value === null) return null
  const url = parseUrl(value)
  if (url === null || !protocols.includes(url.protocol)) {
    throw new BadSetting(`${name} must be an address that starts with ${protocols.map((p) => `${p}//`).join(' or ')}.`)
  }
  return value
}

function parseUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null
}

function readMailFrom(env: Env, publicUrl: URL): string {
  const value = text(env, 'MAIL_FROM') ?? `no-reply@${publicUrl.hostname.replace(/[[\]]/g, '')}`
  // A line break here would add headers to every message.
  if (/[\r\n]/.test(value) || !value.includes('@')) throw new BadSetting('MAIL_FROM must be one email address.')
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
