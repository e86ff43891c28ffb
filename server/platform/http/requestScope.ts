import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type { NextFunction, Request, Response } from 'express'

/** Carries the request id to places that no parameter reaches: tRPC formats some errors before there is a context. */
const scope = new AsyncLocalStorage<string>()

/** Gives every request an id of ours; an id sent by the client is ignored, because it would be written into logs. */
export function requestScope(_req: Request, res: Response, next: NextFunction): void {
  const requestId = randomUUID()
  res.setHeader('X-Request-Id', requestId)
  scope.run(requestId, next)
}

export function currentRequestId(): string {
  return scope.getStore() ?? 'none'
}
