import type { AnyTRPCRouter, inferRouterContext } from '@trpc/server'
import { createExpressMiddleware } from '@trpc/server/adapters/express'
import type { Express, NextFunction, Request, Response } from 'express'
import { BODY_LIMIT, jsonText, LARGE_BODY_LIMIT } from '../http/bodies'
import { currentRequestId } from '../http/requestScope'
import { requireJson, requireSameOrigin } from '../http/sameOrigin'
import { wireError } from '../http/wireErrors'
import { describeError, type Log } from '../log'
import { batchGuard, MAX_BATCH } from './batchGuard'
import type { BaseContext } from './createTrpc'
import { listProcedures } from './procedures'
import { codedErrorOf } from './trpcErrors'

export interface TrpcMount<Router extends AnyTRPCRouter> {
  readonly path: string
  readonly router: Router
  readonly publicUrl: URL
  readonly log: Log
  /** Procedures whose body may be 5 MB instead of 1 MB, such as `sync.push`. */
  readonly largeBodies: readonly string[]
  /** True where no cookie signs anybody in: a foreign page has nothing to ride on, and consoles send no Origin. JSON is still required. */
  readonly cookieless?: boolean
  readonly createContext: (base: BaseContext, req: Request, res: Response) => Promise<inferRouterContext<Router>>
}

/** Puts a router on the server behind the flood, origin and size checks. Throws when a procedure declares nothing (T2). */
export function mountTrpc<Router extends AnyTRPCRouter>(app: Express, mount: TrpcMount<Router>): void {
  const known = new Set(listProcedures(mount.router).map((entry) => entry.path))
  const origin = mount.cookieless ? requireJson() : requireSameOrigin(mount.publicUrl)
  app.use(mount.path, batchGuard(known), origin, bodyFor(mount.largeBodies), handler(mount))
}

function bodyFor(largeBodies: readonly string[]) {
  const ordinary = jsonText(BODY_LIMIT)
  const large = jsonText(LARGE_BODY_LIMIT)
  const paths = new Set(largeBodies.map((name) => `/${name}`))
  return (req: Request, res: Response, next: NextFunction): void => {
    if (paths.has(req.path)) large(req, res, next)
    else ordinary(req, res, next)
  }
}

function handler<Router extends AnyTRPCRouter>(mount: TrpcMount<Router>) {
  return createExpressMiddleware({
    router: mount.router,
    maxBatchSize: MAX_BATCH,
    createContext: ({ req, res, info }) => {
      const base = { requestId: currentRequestId(), address: req.ip ?? '', callsInRequest: info.calls.length }
      return mount.createContext(base, req, res)
    },
    responseMeta({ errors }) {
      const waits = errors.map((error) => wireError(codedErrorOf(error)).retryAfterSeconds ?? 0)
      const longest = Math.max(0, ...waits)
      return longest > 0 ? { headers: { 'Retry-After': String(longest) } } : {}
    },
    onError({ error, path }) {
      if (codedErrorOf(error).code !== 'INTERNAL') return
      const failure = describeError(error.cause ?? error)
      mount.log.error({ requestId: currentRequestId(), procedure: path, failure }, 'unexpected error')
    },
  })
}
