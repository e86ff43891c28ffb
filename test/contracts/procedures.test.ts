import { expect, test } from 'vitest'
import { describeProcedures } from '../../server/app/describeProcedures'
import { createHttpApp } from '../../server/platform/http/app'
import type { Routes } from '../../server/platform/http/routes'
import { RATE_CLASSES } from '../../server/platform/rate/rateClasses'
import { createTrpc } from '../../server/platform/trpc/createTrpc'
import { listProcedures } from '../../server/platform/trpc/procedures'
import { ROLES } from '../../shared/access/roles'
import { samples } from '../security/support/samples'
import { captureLog } from '../support/httpApp'

const { routes, staff, portal } = describeProcedures()
const targets = { participantId: '', deviceId: '', inviteId: '', token: '' }

test('T2: each route and procedure says kind, audience, roles, rate class and batching, in the closed words of the contract', () => {
  const audiences = ['public', 'invite', 'pre_consent', 'portal', 'staff']
  for (const entry of [...routes, ...staff, ...portal]) {
    expect(entry.path).toMatch(/^[/a-z]/)
    expect(audiences).toContain(entry.audience)
    expect(Object.keys(RATE_CLASSES)).toContain(entry.rate)
    expect(typeof entry.batchable).toBe('boolean')
    expect(entry.roles.every((role) => ROLES.includes(role))).toBe(true)
    expect(entry.roles.length > 0).toBe(entry.audience === 'staff')
  }
})

test('T2: the routes are exactly these', () => {
  expect(routes.map(({ method, path, audience, kind }) => `${method} ${path} ${audience} ${kind}`).sort()).toEqual([
    'GET / public page',
    'GET /api/audit/export/:ticket staff download',
    'GET /api/branding/logo/:hash public asset',
    'GET /api/live staff stream',
    'GET /api/portal/files/:id portal download',
    'GET /api/staff/files/:id staff download',
    'GET /assets/* public asset',
    'GET /consent public page',
    'GET /details public page',
    'GET /enrol public page',
    'GET /favicon.svg public asset',
    'GET /forgot public page',
    'GET /healthz public health',
    'GET /here public page',
    'GET /here/done public page',
    'GET /home public page',
    'GET /invite public page',
    'GET /link public page',
    'GET /locked-out public page',
    'GET /mark.svg public asset',
    'GET /portal/access public page',
    'GET /portal/agreements public page',
    'GET /portal/corrections public page',
    'GET /portal/messages public page',
    'GET /portal/security public page',
    'GET /reset public page',
    'GET /safety public page',
    'GET /sign-in public page',
    'GET /sign-in/check public page',
    'GET /sign-in/code public page',
    'GET /unlock public page',
    'POST /api/portal/files portal upload',
  ])
})

test('T2: the procedures are exactly those that have a sample for the tests of roles and bad input', () => {
  const names = [...staff.map(({ path }) => `staff.${path}`), ...portal.map(({ path }) => `portal.${path}`)]
  expect(names.sort()).toEqual(Object.keys(samples(targets)).sort())
})

test('T2, D1: staff procedures are for staff or, before sign-in, for proven consoles; portal procedures are never for staff', () => {
  expect(staff.filter(({ audience }) => audience !== 'staff').map(({ path }) => path)).toEqual([
    'auth.signIn',
    'auth.enrol',
    'auth.verify',
    'devices.wiped',
  ])
  expect(portal.filter(({ audience }) => audience === 'staff')).toEqual([])
})

test('Q1: whatever checks a password, code or token is never batchable and carries the class of such calls', () => {
  const checking = [...staff, ...portal].filter(
    ({ path, kind }) => /^(auth|invite)\./.test(path) && kind === 'mutation',
  )
  for (const entry of checking) expect([entry.path, entry.batchable]).toEqual([entry.path, false])
  for (const entry of checking.filter(({ audience }) => audience === 'public' || audience === 'invite')) {
    expect([entry.path, ['auth', 'send'].includes(entry.rate)]).toEqual([entry.path, true])
  }
})

test('T2: nobody can put a route on the server past the list: the frame refuses to be built', () => {
  const frame = (mount: Parameters<typeof createHttpApp>[1]) => () =>
    createHttpApp(
      {
        publicUrl: new URL('https://portal.example.org'),
        trustedProxies: [],
        log: captureLog().log,
        version: '0',
        isHealthy: async () => true,
        limit: async () => undefined,
      },
      mount,
    )
  const listed = { method: 'GET', path: '/listed', audience: 'public', rate: 'none', kind: 'page' } as const
  const list = (routes: Routes) => routes.route(listed, (_req, res) => void res.end())
  const past = (put: (app: Parameters<Parameters<typeof createHttpApp>[1]>[1]) => unknown) =>
    frame((routes, app) => {
      list(routes)
      put(app)
    })
  const nothing = () => undefined
  expect(frame(list)).not.toThrow()
  expect(past((app) => app.get('/hidden', nothing))).toThrow(/\/hidden/)
  expect(past((app) => app.get('/listed', nothing))).toThrow(/\/listed/)
  expect(past((app) => app.post('/listed', nothing))).toThrow(/\/listed/)
  expect(past((app) => app.all('/any', nothing))).toThrow(/\/any/)
  expect(
    frame((routes) => {
      list(routes)
      list(routes)
    }),
  ).toThrow(/exists/)
})

test('T2, D1: a procedure that declares nothing, and one for staff without roles, stop the list and are named', () => {
  const { router, procedure } = createTrpc({ limit: async () => undefined })
  const nothing = router({ deep: router({ silent: procedure.query(() => 1) }) })
  expect(() => listProcedures(nothing)).toThrow(/deep\.silent/)
  const half = procedure.meta({ audience: 'staff', rate: 'read', batchable: true, roles: [] }).query(() => 1)
  expect(() => listProcedures(router({ half }))).toThrow(/half/)
})
