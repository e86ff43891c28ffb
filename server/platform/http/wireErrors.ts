import { ZodError } from 'zod'
import {
  CodedError,
  ERROR_CODES,
  type ErrorCode,
  type ErrorDetail,
  type WireError,
} from '../../../shared/errors/errorCodes'
import { errorCodeOf } from '../database/connectionTarget'
import { currentRequestId } from './requestScope'

const LONGEST_PATH = 120
const MOST_FIELDS = 50

/** PostgreSQL and network states that pass by themselves: 503, not a defect. */
const PASSING = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '53100',
  '53200',
  '55P03',
  '57014',
  '40001',
  '40P01',
  '25P03',
])
const PASSING_NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  '08000',
  '08003',
  '08006',
])

/** body-parser's and Express's own refusals. */
const BY_HTTP_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'INVALID_INPUT',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'WRONG_METHOD',
  413: 'TOO_LARGE',
  415: 'WRONG_MEDIA_TYPE',
}

/** The funnel: whatever was thrown becomes one coded error; `INTERNAL` is everything that nobody foresaw (H2). */
export function toCodedError(error: unknown): CodedError {
  if (error instanceof CodedError) return error
  if (error instanceof ZodError) return new CodedError('INVALID_INPUT', fieldDetail(error))
  const sqlState = errorCodeOf(error)
  if (PASSING.has(sqlState) || isLostConnection(error, sqlState)) return new CodedError('UNAVAILABLE', {}, 5)
  return new CodedError(codeForStatus(error))
}

function isLostConnection(error: unknown, code: string): boolean {
  if (!(error instanceof Error)) return false
  const fromSystem = PASSING_NETWORK.has(code) && ('syscall' in error || code.startsWith('08'))
  return fromSystem || /^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message)
}

/** A 4xx that Express or its body parser found; anything else that was not foreseen is ours. */
function codeForStatus(error: unknown): ErrorCode {
  const status = error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500
  if (status < 400 || status >= 500) return 'INTERNAL'
  return BY_HTTP_STATUS[status] ?? 'INVALID_INPUT'
}

export function httpStatusOf(error: CodedError): number {
  return ERROR_CODES[error.code].http
}

/** The only thing about an error that leaves the server: no message, stack, SQL or path of ours. */
export function wireError(error: CodedError, requestId: string = currentRequestId()): WireError {
  return {
    code: error.code,
    sentence: ERROR_CODES[error.code].sentence,
    requestId,
    ...(error.retryAfterSeconds === undefined
      ? {}
      : { retryAfterSeconds: Math.max(1, Math.ceil(error.retryAfterSeconds)) }),
    ...(Object.keys(error.detail).length === 0 ? {} : { detail: error.detail }),
  }
}

function fieldDetail(error: ZodError): ErrorDetail {
  const fields = error.issues.slice(0, MOST_FIELDS).map((issue) => ({
    path: issue.path.map(String).join('.').slice(0, LONGEST_PATH),
    message: plainMessage(issue),
  }))
  return { fields }
}

/** zod's own texts are for developers, and some quote the value. Only messages that our schemas wrote pass as they are. */
function plainMessage(issue: ZodError['issues'][number]): string {
  switch (issue.code) {
    case 'custom':
      return issue.message
    case 'invalid_type':
      return 'This is missing or has the wrong form.'
    case 'too_small':
      return 'This is too short or too small.'
    case 'too_big':
      return 'This is too long or too large.'
    case 'unrecognized_keys':
      return 'This holds a field that is not accepted.'
    case 'invalid_value':
      return 'This is not one of the choices.'
    default:
      return 'This does not have the expected form.'
  }
}
