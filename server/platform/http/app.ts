import express, { type Express } from 'express'
import type { Log } from '../log'
import { type AddressRange, addressMatcher } from './addressRanges'
import { errorHandler, notFound } from './errorHandlers'
import { hostCheck } from './hostCheck'
import { requestLog } from './requestLog'
import { requestScope } from './requestScope'
import { createRoutes, type RouteLimit, type Routes } from './routes'
import { securityHeaders } from './securityHeaders'

export interface HttpOptions {
  readonly publicUrl: URL
  readonly trustedProxies: readonly AddressRange[]
  readonly log: Log
  readonly version: string
  /** Whether a trivial query works. */
  readonly isHealthy: () => Promise<boolean>
  readonly limit: RouteLimit
}

export interface HttpApp {
  readonly express: Express
  readonly routes: Routes
}

/**
 * The frame round every route: headers on all responses, request id, log line, host check before; 404 and the error funnel after.
 * `mount` puts the routes between the two.
 */
export function createHttpApp(options: HttpOptions, mount: (routes: Routes, app: Express) => void): HttpApp {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  // req.ip is the socket's address unless that address is a proxy the operator named (Q2).
  app.set('trust proxy', addressMatcher(options.trustedProxies))
  app.use(securityHeaders(options.publicUrl), requestScope, requestLog(options.log), hostCheck(options.publicUrl))
  const routes = createRoutes(app, options.publicUrl, options.limit)
  addHealth(routes, options)
  mount(routes, app)
  refuseUnlisted(app, routes)
  app.use(notFound, errorHandler(options.log))
  return { express: app, routes }
}

function addHealth(routes: Routes, options: HttpOptions): void {
  routes.route(
    { method: 'GET', path: '/healthz', audience: 'public', rate: 'none', kind: 'health' },
    async (_req, res) => {
      const ok = await options.isHealthy().catch(() => false)
      res.status(ok ? 200 : 503).json({ ok, version: options.version })
    },
  )
}

/** Express puts a route on the server for whoever holds `app`; procedures.json would not know it, so the frame is not built (T2). */
function refuseUnlisted(app: Express, routes: Routes): void {
  const listed = new Set(routes.list().map(({ method, path }) => `${method} ${path}`))
  for (const { route } of app.router.stack) {
    const methods = new Set(route?.stack.map(({ method }) => method?.toUpperCase() ?? 'ALL'))
    // Taken out once found: a second route of the same name would answer, or hide, what is declared.
    const unlisted = [...methods].filter((method) => !listed.delete(`${method} ${route?.path}`))
    if (unlisted.length > 0) throw new Error(`Not put on the server by its list: ${unlisted.join(', ')} ${route?.path}`)
  }
}
