import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino'
import type { LogLevel } from './config'
import { errorCodeOf } from './database/connectionTarget'

export type Log = Logger

/** Fields that hold secrets or personal data wherever they turn up; the values never reach the log (H3). */
const NEVER_LOGGED = [
  'password',
  'newPassword',
  'token',
  'accessToken',
  'secret',
  'totp',
  'totpSecret',
  'recoveryCode',
  'recoveryCodes',
  'verbalCode',
  'smsCode',
  'cookie',
  'cookies',
  'authorization',
  'email',
  'phone',
  'name',
  'displayName',
  'givenName',
  'familyName',
  'birthDate',
  'body',
  'input',
  'text',
  'html',
  'link',
  'links',
  'url',
  'query',
  'headers',
  'to',
  'subject',
]

/** What is kept of an unexpected error. Its message stays out: drivers and parsers quote the values they choked on. */
export interface LoggedError {
  readonly type: string
  readonly code: string
  readonly at: readonly string[]
}

export function describeError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, code: '', at: [] }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { type: error.name, code: errorCodeOf(error), at: frames.slice(0, 6).map((line) => line.trim()) }
}

/** One JSON line per event; JSON escapes control characters, so no value can forge a line. `destination` is for tests. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: NEVER_LOGGED.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[hidden]' },
    serializers: { err: describeError, error: describeError, req: () => undefined, res: () => undefined },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}
