import type { ServerResponse } from 'node:http'
import { type Express, type RequestHandler, static as serveStatic } from 'express'
import type { Role } from '../../../shared/access/roles'
import type { RateClass } from '../rate/rateClasses'
import { jsonBody } from './bodies'
import { requireSameOrigin } from './sameOrigin'

export type Audience = 'public' | 'invite' | 'pre_consent' | 'portal' | 'staff'
export type RouteKind = 'api' | 'page' | 'asset' | 'stream' | 'download' | 'upload' | 'health'
export type RouteMethod = 'GET' | 'POST' | 'PUT' | 'DELETE'

export interface RouteDefinition {
  readonly method: RouteMethod
  readonly path: string
  readonly audience: Audience
  /** Required for `staff`: deny by default (D1). */
  readonly roles?: readonly Role[]
  readonly rate: RateClass
  readonly kind: RouteKind
  /** Content types a write may have; JSON when left out. Another type is not parsed: the handler reads the stream. */
  readonly accepts?: readonly string[]
  readonly maxBytes?: number
}

/** One entry of procedures.json (T2). */
export interface RouteEntry {
  readonly kind: RouteKind
  readonly method: RouteMethod
  readonly path: string
  readonly audience: Audience
  readonly roles: readonly Role[]
  readonly rate: RateClass
  readonly batchable: false
}

/** The only way to put a route on the server: what is not declared here does not exist. */
export interface Routes {
  route(definition: RouteDefinition, ...handlers: readonly RequestHandler[]): void
  /** Files with hashed names below `dir`, cached for good. */
  assets(path: string, dir: string): void
  list(): readonly RouteEntry[]
}

/** Called before each handler with the route's class; throws `TOO_MANY_REQUESTS`. */
export type RouteLimit = (address: string, rate: RateClass) => Promise<void>

export function createRoutes(app: Express, publicUrl: URL, limit: RouteLimit): Routes {
  const entries: RouteEntry[] = []
  const add = (definition: RouteDefinition) => {
    const { kind, method, path, audience, rate } = definition
    if (audience === 'staff' && !definition.roles?.length)
      throw new Error(`${method} ${path} is for staff and names no role`)
    if (entries.some((entry) => entry.method === method && entry.path === path))
      throw new Error(`${method} ${path} exists`)
    entries.push({ kind, method, path, audience, roles: definition.roles ?? [], rate, batchable: false })
  }
  return {
    route(definition, ...handlers) {
      add(definition)
      const method = definition.method.toLowerCase() as Lowercase<RouteMethod>
      app[method](definition.path, ...guards(definition, publicUrl, limit), ...handlers)
    },
    assets(path, dir) {
      add({ method: 'GET', path: `${path}/*`, audience: 'public', rate: 'none', kind: 'asset' })
      const options = { index: false, immutable: true, maxAge: '365d', redirect: false, dotfiles: 'ignore' } as const
      // The no-store of every answer gives way, but only once a file is found.
      const setHeaders = (res: ServerResponse) => res.removeHeader('Cache-Control')
      app.use(path, serveStatic(dir, { ...options, setHeaders }))
    },
    list: () => [...entries],
  }
}

function guards(definition: RouteDefinition, publicUrl: URL, limit: RouteLimit): readonly RequestHandler[] {
  const rate: RequestHandler = async (req, _res, next) => {
    await limit(req.ip ?? '', definition.rate)
    next()
  }
  if (definition.method === 'GET') return [rate]
  const parse = definition.accepts === undefined ? [jsonBody(definition.maxBytes)] : []
  return [requireSameOrigin(publicUrl, definition.accepts), rate, ...parse]
}
