import type { NextFunction, Request, Response } from 'express'
import { CodedError, ERROR_CODES, type WireError } from '../../../shared/errors/errorCodes'
import { describeError, type Log } from '../log'
import { httpStatusOf, toCodedError, wireError } from './wireErrors'

/** The end of the line for requests that no route took. */
export function notFound(_req: Request, _res: Response, next: NextFunction): void {
  next(new CodedError('NOT_FOUND'))
}

/** Turns whatever a handler threw into the public answer: JSON, or a small page for a browser that asks for one. */
export function errorHandler(log: Log) {
  // Express knows an error handler by its four parameters.
  return (error: unknown, req: Request, res: Response, _next: NextFunction): void => {
    const coded = toCodedError(error)
    const wire = wireError(coded)
    if (coded.code === 'INTERNAL')
      log.error({ requestId: wire.requestId, failure: describeError(error) }, 'unexpected error')
    if (res.headersSent) {
      res.destroy()
      return
    }
    res.status(httpStatusOf(coded)).setHeader('Cache-Control', 'no-store')
    if (wire.retryAfterSeconds !== undefined) res.setHeader('Retry-After', wire.retryAfterSeconds)
    // The rest of a refused body is not read: the connection ends with the answer.
    if (!req.complete) res.setHeader('Connection', 'close')
    if (wantsPage(req)) res.type('html').send(errorPage(wire))
    else res.json(wire)
  }
}

function wantsPage(req: Request): boolean {
  return !req.path.startsWith('/api/') && req.method === 'GET' && (req.headers.accept ?? '').includes('text/html')
}

/** Built from constants and our own request id only; nothing of the request is repeated. */
function errorPage(wire: WireError): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${ERROR_CODES[wire.code].http}</title><h1>${wire.sentence}</h1><p>${wire.requestId}</p></html>`
}
