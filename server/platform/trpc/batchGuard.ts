import type { NextFunction, Request, Response } from 'express'
import { CodedError } from '../../../shared/errors/errorCodes'
import { isDeeperThan, MAX_JSON_DEPTH } from '../http/jsonDepth'

/** Most calls in one request (Q1). */
export const MAX_BATCH = 10
const LONGEST_PATH = 2_000

/**
 * Refuses floods before anything is parsed: too many calls, empty names between commas (also written as %2C), deep JSON in the
 * address. `known` are the router's procedures: only those names are logged.
 */
export function batchGuard(known: ReadonlySet<string>) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const names = callNames(req.path)
    res.locals.routePattern = `trpc/${names === null ? '?' : names.map((name) => (known.has(name) ? name : '?')).join(',')}`
    next(refusalOf(names, typeof req.query.input === 'string' ? req.query.input : ''))
  }
}

function refusalOf(names: readonly string[] | null, input: string): CodedError | undefined {
  if (names === null || names.includes('')) return new CodedError('INVALID_INPUT')
  return isDeeperThan(Buffer.from(input), MAX_JSON_DEPTH)
    ? new CodedError('INVALID_INPUT', { reason: 'TOO_DEEP' })
    : undefined
}

/** The procedures a path names; null when it is too long, malformed or names too many. */
function callNames(path: string): readonly string[] | null {
  if (path.length > LONGEST_PATH) return null
  const decoded = decode(path.slice(1))
  const names = decoded?.split(',', MAX_BATCH + 1) ?? null
  return names === null || names.length > MAX_BATCH ? null : names
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
