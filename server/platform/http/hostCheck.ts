import type { NextFunction, Request, Response } from 'express'
import { CodedError } from '../../../shared/errors/errorCodes'

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** Answers only for PUBLIC_URL's host and for loopback names with the port this connection came in on (L3). */
export function hostCheck(publicUrl: URL) {
  return (req: Request, _res: Response, next: NextFunction): void => {
    const host = req.headers.host?.toLowerCase()
    // Of two Host headers Node shows the first; a proxy before us may have gone by the second (RFC 9112, 3.2).
    const isOne = req.headersDistinct.host?.length === 1
    next(
      // `GET http://other/` names a host in the address, which would count for more than the header.
      req.url.startsWith('/') && isOne && host !== undefined && (host === publicUrl.host || isOwnLoopback(req, host))
        ? undefined
        : new CodedError('WRONG_HOST'),
    )
  }
}

function isOwnLoopback(req: Request, host: string): boolean {
  const port = req.socket.localPort
  return LOOPBACK.some((name) => host === `${name}:${port}` || (port === 80 && host === name))
}

/**
 * Origins whose pages may change something: PUBLIC_URL, and over loopback the very address the request names. A page cannot
 * choose either header, and a foreign name that resolves to this machine has failed the host check before (W6).
 */
export function isAllowedOrigin(req: Request, publicUrl: URL, origin: string): boolean {
  const host = req.headers.host?.toLowerCase() ?? ''
  return origin === publicUrl.origin || (isOwnLoopback(req, host) && origin === `http://${host}`)
}
