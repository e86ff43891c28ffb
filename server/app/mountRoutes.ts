import type { Express, Request, Response } from 'express'
import { ACTIONS, type Role } from '../../shared/access/roles'
import { EXPORT_PATH } from '../audit/auditExport'
import { exportHandler } from '../audit/auditExportRoute'
import { LOGO_PATH } from '../clinic/clinicService'
import { mountFiles } from '../files/fileRoutes'
import type { Clock } from '../platform/clock'
import { pageHandler } from '../platform/http/pages'
import { currentRequestId } from '../platform/http/requestScope'
import type { Routes } from '../platform/http/routes'
import { describeError, type Log } from '../platform/log'
import { mountTrpc } from '../platform/trpc/mountTrpc'
import { logoHandler } from '../settings/logoRoute'
import { requireRole, requireStaff, type StaffCaller } from '../staff/staffContext'
import { writeCallerOf } from '../staff/staffProcedures'
import { liveHandler } from '../sync/liveRoute'
import { LARGE_BODIES } from '../sync/syncRouter'
import type { WriteCaller } from '../sync/writeCaller'
import type { Composition } from './compose'
import { portalContext, staffContext } from './contexts'

export interface MountOptions {
  readonly composition: Composition
  readonly publicUrl: URL
  readonly clock: Clock
  readonly log: Log
  /** Built portal, dist/portal; null where no pages are served (tests of the API alone). */
  readonly portalDir: string | null
}

/** Addresses of the portal's one page; which screen it shows is decided in the browser. */
export const PORTAL_PAGES = [
  '/',
  '/sign-in',
  '/sign-in/check',
  '/sign-in/code',
  '/link',
  '/forgot',
  '/reset',
  '/locked-out',
  '/safety',
  '/unlock',
  '/invite',
  '/here',
  '/here/done',
  '/consent',
  '/enrol',
  '/home',
  '/details',
  '/portal/security',
  '/portal/messages',
  '/portal/access',
  '/portal/agreements',
  '/portal/corrections',
] as const
const ICONS = ['/favicon.svg', '/mark.svg'] as const

/** Puts every route on the server. What is not here does not exist (T2). */
export function mountRoutes(routes: Routes, app: Express, options: MountOptions): void {
  const { composition, publicUrl, clock, log, portalDir } = options
  routes.route(
    { method: 'GET', path: '/api/live', audience: 'staff', roles: ACTIONS['sync.use'], rate: 'none', kind: 'stream' },
    liveHandler({ hub: composition.hub, authenticate: async (req, res) => await liveCaller(options, req, res) }),
  )
  routes.route(
    {
      method: 'GET',
      path: `${EXPORT_PATH}/:ticket`,
      audience: 'staff',
      roles: ACTIONS['audit.read'],
      rate: 'download',
      kind: 'download',
    },
    exportHandler({
      ...composition.waysIn,
      authenticate: async (req, res) => await routeCaller(options, ACTIONS['audit.read'], req, res),
      failed: (error) => log.error({ failure: describeError(error) }, 'an export of the audit log was cut'),
    }),
  )
  mountFiles(routes, {
    files: composition.waysIn,
    portal: async (req, res) => await portalContext(composition, clock, baseOf(req), req, res),
    staff: async (req, res) => await staffContext(composition, clock, baseOf(req), req, res),
  })
  mountTrpc(app, {
    path: '/api/staff',
    router: composition.staffRouter,
    publicUrl,
    log,
    largeBodies: LARGE_BODIES,
    cookieless: true,
    createContext: async (base, req, res) => await staffContext(composition, clock, base, req, res),
  })
  mountTrpc(app, {
    path: '/api/portal',
    router: composition.portalRouter,
    publicUrl,
    log,
    largeBodies: [],
    createContext: async (base, req, res) => await portalContext(composition, clock, base, req, res),
  })
  routes.route(
    { method: 'GET', path: `${LOGO_PATH}/:hash`, audience: 'public', rate: 'read', kind: 'asset' },
    logoHandler(composition.waysIn.db),
  )
  if (portalDir !== null) mountPortal(routes, portalDir)
}

/** What a procedure's context starts from, for a route that is none. */
function baseOf(req: Request) {
  return { requestId: currentRequestId(), address: req.ip ?? '', callsInRequest: 1 }
}

function mountPortal(routes: Routes, portalDir: string): void {
  const page = pageHandler(portalDir)
  for (const path of PORTAL_PAGES)
    routes.route({ method: 'GET', path, audience: 'public', rate: 'none', kind: 'page' }, page)
  for (const path of ICONS) {
    routes.route({ method: 'GET', path, audience: 'public', rate: 'none', kind: 'asset' }, (_req, res) => {
      res.removeHeader('Cache-Control')
      res.sendFile(path.slice(1), { root: portalDir, maxAge: '1d' })
    })
  }
  routes.assets('/assets', `${portalDir}/assets`)
}

async function liveCaller(options: MountOptions, req: Request, res: Response): Promise<StaffCaller> {
  return (await callerOf(options, ACTIONS['sync.use'], req, res)).staff
}

async function routeCaller(
  options: MountOptions,
  roles: readonly Role[],
  req: Request,
  res: Response,
): Promise<WriteCaller> {
  return writeCallerOf(await callerOf(options, roles, req, res))
}

async function callerOf({ composition, clock }: MountOptions, roles: readonly Role[], req: Request, res: Response) {
  const base = { requestId: currentRequestId(), address: req.ip ?? '', callsInRequest: 1 }
  const context = await staffContext(composition, clock, base, req, res)
  const staff = requireStaff(context)
  requireRole(staff, roles)
  return { ...context, staff }
}
