import { isUtf8 } from 'node:buffer'
import { json, type RequestHandler, text } from 'express'
import { CodedError } from '../../../shared/errors/errorCodes'
import { isDeeperThan, MAX_JSON_DEPTH } from './jsonDepth'

export const BODY_LIMIT = 1_048_576
export const LARGE_BODY_LIMIT = 5 * BODY_LIMIT

/** Parsed JSON in `req.body`; size, depth and compression are checked before parsing (Q1). */
export function jsonBody(limit = BODY_LIMIT): RequestHandler {
  return json({ limit, strict: false, inflate: false, verify: refuseBad })
}

/** The same checks, but the text stays unparsed: tRPC parses it itself and would otherwise do so twice. */
export function jsonText(limit = BODY_LIMIT): RequestHandler {
  return text({ type: 'application/json', limit, inflate: false, verify: refuseBad })
}

function refuseBad(_req: unknown, _res: unknown, body: Buffer): void {
  // Decoding would replace what is no UTF-8, and a password would be another one than was typed.
  if (!isUtf8(body)) throw new BadBody('NOT_UTF8')
  if (isDeeperThan(body, MAX_JSON_DEPTH)) throw new BadBody('TOO_DEEP')
}

/** body-parser keeps `status` and the class of an error thrown while verifying. */
class BadBody extends CodedError {
  readonly status = 400
  constructor(reason: 'TOO_DEEP' | 'NOT_UTF8') {
    super('INVALID_INPUT', { reason })
  }
}
