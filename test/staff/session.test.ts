import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import {
  addStaff,
  auditLines,
  enrolAndSignIn,
  minutes,
  newConsole,
  openWorld,
  outcome,
  START,
  seconds,
  sha256,
  signedBy,
  signInAgain,
  type World,
} from './staffWorld'

let database: TestDatabase
let world: World
const desk = newConsole()
const session = { token: '', secret: Buffer.alloc(0), staffId: '' }

beforeAll(async () => {
  database = await createTestDatabase()
  world = openWorld(database)
  await addStaff(world, 'ada@alder.example', 'admin')
  const { sessionToken, secret, me } = await enrolAndSignIn(world, 'ada@alder.example', desk)
  Object.assign(session, { token: sessionToken, secret, staffId: me.staff.id })
})
afterAll(() => database.drop())

const call = (token: string | null, now = START, on = desk) => world.auth.authenticate(signedBy(on, { token }), now)

test('W1: the session is 256 bits, stored only as a hash', async () => {
  expect(Buffer.from(session.token, 'base64url').length).toBe(32)
  const rows = await world.db.selectFrom('staff_session').select('hash').execute()
  expect(rows).toEqual([{ hash: sha256(session.token) }])
})

test('W2: a session ends 12 hours after sign-in however busy it was', async () => {
  expect(await outcome(call(session.token, minutes(12 * 60 - 1)))).toBe('ok')
  expect(await outcome(call(session.token, minutes(12 * 60)))).toBe('NOT_SIGNED_IN')
})

test('D3: a session works on its own console only, and not without a proof', async () => {
  const other = newConsole()
  await addStaff(world, 'bo@alder.example')
  await enrolAndSignIn(world, 'bo@alder.example', other)
  expect(await outcome(call(session.token, START, other))).toBe('NOT_SIGNED_IN')
  expect(await outcome(call(session.token, START, newConsole()))).toBe('NOT_SIGNED_IN')
  expect(await outcome(call(null))).toBe('NOT_SIGNED_IN')
  const right = signedBy(desk, { token: session.token })
  const wrong = [
    { ...right, proof: undefined },
    { ...right, path: '/api/staff/devices.list' },
    { ...right, bodySha256: signedBy(desk, { token: null, body: 'other' }).bodySha256 },
    { ...right, sessionToken: 'A'.repeat(43) },
    { ...right, deviceKey: other.device.publicKey.toString('base64url') },
  ]
  for (const request of wrong) expect(await outcome(world.auth.authenticate(request, START))).toBe('DEVICE_PROOF_WRONG')
})

test('D3: a role that changed counts from the next request on', async () => {
  await world.db.updateTable('staff').set({ role: 'auditor' }).where('id', '=', session.staffId).execute()
  expect((await call(session.token)).role).toBe('auditor')
  await world.db.updateTable('staff').set({ role: 'admin' }).where('id', '=', session.staffId).execute()
})

test('D3: contact is written at most once a minute', async () => {
  const tablet = newConsole()
  await addStaff(world, 'dee@alder.example')
  const { sessionToken } = await enrolAndSignIn(world, 'dee@alder.example', tablet)
  const contact = async (now: Date) => {
    await call(sessionToken, now, tablet)
    const device = world.db.selectFrom('device').select('last_contact_at').where('id', '=', tablet.device.id)
    return (await device.executeTakeFirst())?.last_contact_at
  }
  expect(await contact(seconds(59))).toEqual(START)
  expect(await contact(seconds(60))).toEqual(seconds(60))
  expect(await contact(seconds(90))).toEqual(seconds(60))
})

test('W3: a new sign-in of the same person on the same console ends the old session', async () => {
  const { sessionToken } = await signInAgain(world, 'ada@alder.example', session.secret, desk, minutes(5))
  expect(sessionToken).not.toBe(session.token)
  expect(await outcome(call(session.token, minutes(5)))).toBe('NOT_SIGNED_IN')
  session.token = sessionToken
})

test('W4: signing out ends the session at once and is one audit row, also when pressed twice', async () => {
  const caller = await call(session.token, minutes(6))
  const origin = { address: '127.0.0.1', now: minutes(6) }
  await Promise.all([1, 2].map(() => world.auth.signOut(caller, session.token, origin)))
  expect(await outcome(call(session.token, minutes(6)))).toBe('NOT_SIGNED_IN')
  const signOuts = (await auditLines(world)).filter((line) => line.startsWith('staff.sign_out'))
  expect(signOuts).toEqual([`staff.sign_out ok ${session.staffId}`])
})
