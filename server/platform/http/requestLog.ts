import type { NextFunction, Request, Response } from 'express'
import type { Log } from '../log'
import { currentRequestId } from './requestScope'

/** One line a request: method, the route's pattern (never the address itself, which may hold a token), status, time (H3). */
export function requestLog(log: Log) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const start = performance.now()
    const requestId = currentRequestId()
    res.once('close', () => {
      const ms = Math.round((performance.now() - start) * 10) / 10
      const method = /^[A-Z]{1,10}$/.test(req.method) ? req.method : 'other'
      log.info({ requestId, method, route: patternOf(req, res), status: res.statusCode, ms }, 'request')
    })
    next()
  }
}

function patternOf(req: Request, res: Response): string {
  const set: unknown = res.locals.routePattern
  if (typeof set === 'string') return set
  const route: unknown = req.route?.path
  return typeof route === 'string' ? route : 'unmatched'
}
