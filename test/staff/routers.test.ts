import { TRPCError } from '@trpc/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDeviceRouter } from '../../server/devices/deviceRouter'
import { createTrpc } from '../../server/platform/trpc/createTrpc'
import { listProcedures } from '../../server/platform/trpc/procedures'
import { codedErrorOf } from '../../server/platform/trpc/trpcErrors'
import { createStaffAuthRouter } from '../../server/staff/staffAuthRouter'
import type { StaffContext } from '../../server/staff/staffContext'
import { staffProcedures } from '../../server/staff/staffProcedures'
import { createStaffContext } from '../../server/staff/staffRequest'
import { ROLES } from '../../shared/access/roles'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import {
  addStaff,
  codeAt,
  enrolAndSignIn,
  fromBase32,
  newConsole,
  openWorld,
  PASSWORD,
  START,
  signedBy,
  type TestConsole,
  type World,
} from './staffWorld'

let database: TestDatabase
let world: World
const desk = newConsole()
const session = { token: '' }

beforeAll(async () => {
  database = await createTestDatabase()
  world = openWorld(database)
  await addStaff(world, 'ada@alder.example', 'admin')
  session.token = (await enrolAndSignIn(world, 'ada@alder.example', desk)).sessionToken
})
afterAll(() => database.drop())

function staffRouter() {
  const trpc = createTrpc<StaffContext>({ limit: async () => undefined })
  const { staff, waiting } = staffProcedures(trpc)
  const auth = createStaffAuthRouter(trpc, world.auth)
  const devices = createDeviceRouter(trpc, world.devices)
  const open = { audience: 'public', rate: 'none', batchable: false } as const
  const router = trpc.router({
    auth,
    devices,
    // Both say nothing about roles: the guards must then refuse everybody.
    silent: staff.meta(open).query(() => 'reached'),
    silentWaiting: waiting.meta(open).query(() => 'reached'),
  })
  return { router, declared: trpc.router({ auth, devices }), caller: trpc.createCallerFactory(router) }
}

/** The request of one console, with everything that the HTTP layer adds. Collects the answer's headers. */
async function ask(on: TestConsole, token: string | null, change: { proof?: string } = {}) {
  const { method, path, bodySha256, deviceKey, proof } = signedBy(on, { token })
  const headers: Record<string, string> = {}
  const context = await createStaffContext(world.auth, {
    headers: {
      'x-vestibule-device-key': deviceKey,
      'x-vestibule-proof': change.proof ?? proof,
      'x-vestibule-app': '1.2.3',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    method,
    path,
    bodySha256,
    base: { requestId: 'r', address: '127.0.0.1', callsInRequest: 1 },
    now: START,
    setHeader: (name, value) => {
      headers[name] = value
    },
  })
  return { api: staffRouter().caller(context), headers }
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  return error instanceof TRPCError ? codedErrorOf(error).code : 'ok'
}

test('T2: every procedure declares audience, rate and batching, and staff procedures their roles', () => {
  const entries = listProcedures(staffRouter().declared)
  expect(entries.map(({ path, audience, rate, batchable }) => `${path} ${audience} ${rate} ${batchable}`)).toEqual([
    'auth.signIn public auth false',
    'auth.enrol public auth false',
    'auth.verify public auth false',
    'auth.me staff read false',
    'auth.signOut staff write false',
    'auth.changePassword staff auth false',
    'devices.list staff read true',
    'devices.approve staff write false',
    'devices.suspend staff write false',
    'devices.resume staff write false',
    'devices.wipe staff write false',
    'devices.holding staff write false',
    'devices.wiped public auth false',
  ])
})

test('D2: before the code is typed nothing but signing in answers, whatever is sent as a session', async () => {
  const laptop = newConsole()
  await addStaff(world, 'bo@alder.example', 'admin')
  const { api } = await ask(laptop, null)
  const { challenge } = await api.auth.signIn({ email: 'bo@alder.example', password: PASSWORD })
  for (const token of [null, challenge, 'A'.repeat(43)]) {
    const { api: later } = await ask(laptop, token)
    const deviceId = desk.device.id
    for (const call of [
      later.auth.me(),
      later.auth.signOut(),
      later.devices.list(),
      later.devices.approve({ deviceId }),
      later.devices.wipe({ deviceId, reason: 'lost' }),
    ]) {
      expect(await refusal(call)).toBe('NOT_SIGNED_IN')
    }
  }
})

test('D3: signing in hands the session over in a header, signing out takes it back', async () => {
  const laptop = newConsole()
  await addStaff(world, 'cy@alder.example')
  const { api, headers } = await ask(laptop, null)
  const { challenge, next } = await api.auth.signIn({ email: 'cy@alder.example', password: PASSWORD })
  expect(next).toBe('enrol')
  const secret = fromBase32((await api.auth.enrol({ challenge })).secret)
  const me = await api.auth.verify({ challenge, code: codeAt(secret, START), deviceName: 'Laptop' })
  expect(headers).toEqual({
    'x-vestibule-lease': '7',
    'x-vestibule-session': expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
    'x-vestibule-signed-in': me.staff.id,
    'x-vestibule-suspended': '0',
  })
  const { api: signedIn, headers: last } = await ask(laptop, headers['x-vestibule-session'] ?? '')
  expect(await signedIn.auth.me()).toEqual(me)
  expect(me.device).toMatchObject({ name: 'Laptop', state: 'requested' })
  expect(await refusal(signedIn.devices.list())).toBe('DEVICE_NOT_APPROVED')
  await signedIn.auth.signOut()
  expect(last).toEqual({ 'x-vestibule-lease': '7', 'x-vestibule-session': '-' })
})

test('D1: only administrators decide on consoles, and a procedure without roles is closed to everybody', async () => {
  const { api: admin } = await ask(desk, session.token)
  expect((await admin.devices.list()).some((device) => device.isThisDevice && device.appVersion === '1.0.0')).toBe(true)
  expect(await refusal(admin.silent())).toBe('FORBIDDEN')
  expect(await refusal(admin.silentWaiting())).toBe('FORBIDDEN')
  for (const role of ROLES.filter((name) => name !== 'admin')) {
    const laptop = newConsole()
    await addStaff(world, `${role}@alder.example`, role)
    const { sessionToken } = await enrolAndSignIn(world, `${role}@alder.example`, laptop)
    await admin.devices.approve({ deviceId: laptop.device.id })
    const { api } = await ask(laptop, sessionToken)
    expect((await api.auth.me()).device.state).toBe('active')
    const deviceId = desk.device.id
    for (const call of [
      api.devices.list(),
      api.devices.approve({ deviceId }),
      api.devices.wipe({ deviceId, reason: 'lost' }),
    ]) {
      expect(await refusal(call)).toBe('FORBIDDEN')
    }
  }
})

test('D3: a wrong proof is refused as such, signed in or not', async () => {
  const forged = { proof: 'A'.repeat(86) }
  const { api } = await ask(desk, session.token, forged)
  expect(await refusal(api.auth.me())).toBe('DEVICE_PROOF_WRONG')
  expect(await refusal(api.auth.signIn({ email: 'ada@alder.example', password: PASSWORD }))).toBe('DEVICE_PROOF_WRONG')
})

test('D3: a removed console is told to wipe itself, at any request and at its next sign-in', async () => {
  const { api: admin } = await ask(desk, session.token)
  const laptop = newConsole()
  await addStaff(world, 'eve@alder.example')
  const { sessionToken } = await enrolAndSignIn(world, 'eve@alder.example', laptop)
  await admin.devices.wipe({ deviceId: laptop.device.id, reason: 'lost' })
  for (const token of [sessionToken, null]) {
    const { api, headers } = await ask(laptop, token)
    expect(await refusal(api.auth.me())).toBe('DEVICE_REVOKED')
    expect(await refusal(api.auth.signIn({ email: 'eve@alder.example', password: PASSWORD }))).toBe('DEVICE_REVOKED')
    expect(headers).toEqual({
      'x-vestibule-wipe': '1',
      'x-vestibule-wipe-order': expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
  }
})

test('G2: inputs are strict and a device id has one shape', async () => {
  const { api } = await ask(desk, session.token)
  expect(await refusal(api.devices.wipe({ deviceId: '../x', reason: 'lost' }))).toBe('INVALID_INPUT')
  const extra = { email: 'ada@alder.example', password: PASSWORD, role: 'admin' }
  expect(await refusal(api.auth.signIn(extra))).toBe('INVALID_INPUT')
  expect(await refusal(api.auth.signIn({ email: 'ada@alder.example', password: '' }))).toBe('SIGN_IN_FAILED')
})
