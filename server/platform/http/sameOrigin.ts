import type { NextFunction, Request, Response } from 'express'
import { CodedError } from '../../../shared/errors/errorCodes'
import { isAllowedOrigin } from './hostCheck'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])
const JSON_ONLY = ['application/json']

/**
 * Lets a request that may change something pass only from a page of our own and with a JSON body (or another named type, for
 * uploads): a form on a foreign site can send neither an allowed Origin nor that type (W6).
 */
export function requireSameOrigin(publicUrl: URL, accepts: readonly string[] = JSON_ONLY) {
  return (req: Request, _res: Response, next: NextFunction): void => {
    next(refusalOf(req, publicUrl, accepts))
  }
}

/** For routes that no cookie opens: the content type alone. */
export function requireJson() {
  return (req: Request, _res: Response, next: NextFunction): void => {
    const passes = SAFE_METHODS.has(req.method) || isAccepted(req.headers['content-type'], JSON_ONLY)
    next(passes ? undefined : new CodedError('WRONG_MEDIA_TYPE'))
  }
}

function refusalOf(req: Request, publicUrl: URL, accepts: readonly string[]): CodedError | undefined {
  if (SAFE_METHODS.has(req.method)) return undefined
  if (!comesFromOurPage(req, publicUrl)) return new CodedError('WRONG_ORIGIN')
  return isAccepted(req.headers['content-type'], accepts) ? undefined : new CodedError('WRONG_MEDIA_TYPE')
}

function comesFromOurPage(req: Request, publicUrl: URL): boolean {
  const site = req.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  const origin = req.headers.origin
  return origin === undefined ? site === 'same-origin' : isAllowedOrigin(req, publicUrl, origin)
}

/** Exact type, and UTF-8 where a charset is named: the depth check reads bytes. */
function isAccepted(header: string | undefined, accepts: readonly string[]): boolean {
  const [type = '', ...parameters] = (header ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))
  return accepts.includes(type) && (charset === undefined || /^charset="?utf-8"?$/.test(charset))
}
