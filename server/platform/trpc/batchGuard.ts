import type { NextFunction, Request, Response } from 'express'
import { CodedError } from '../../../shared/errors/errorCodes'
import { isDeeperThan, MAX_JSON_DEPTH } from '../http/jsonDepth'

/** Most calls in one request (Q1). */
export const MAX_BATCH = 10
const LONGEST_PATH = 2_000
const METHODS = new Set(['GET', 'HEAD', 'POST'])
/** tRPC reads the address as a URL, where `%2e%2e/` climbs: nothing but a plain name may reach it, or it would see another than this guard. */
const NAME = /^[A-Za-z0-9_.]+$/

/**
 * Refuses floods before anything is parsed: too many calls, empty names between commas (also written as %2C), deep JSON in the
 * address. Also answers in pieces, whose status would be sent before the call is decided. `known` are the router's procedures: only those names are logged.
 */
export function batchGuard(known: ReadonlySet<string>) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const names = callNames(req.path)
    res.locals.routePattern = `trpc/${names === null ? '?' : names.map((name) => (known.has(name) ? name : '?')).join(',')}`
    req.headers['trpc-accept'] = 'application/json'
    next(METHODS.has(req.method) ? refusalOf(names, req.query) : new CodedError('WRONG_METHOD'))
  }
}

function refusalOf(names: readonly string[] | null, query: Request['query']): CodedError | undefined {
  if (names === null || names.includes('')) return new CodedError('INVALID_INPUT')
  if (!names.every((name) => NAME.test(name))) return new CodedError('NOT_FOUND')
  const values = Object.values(query)
  // A name that comes twice: this guard and tRPC could each look at another of the two.
  if (!values.every((value) => typeof value === 'string')) return new CodedError('INVALID_INPUT')
  const isDeep = values.some((value) => isDeeperThan(Buffer.from(value), MAX_JSON_DEPTH))
  return isDeep ? new CodedError('INVALID_INPUT', { reason: 'TOO_DEEP' }) : undefined
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
