import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '../../server/platform/database/transaction'
import type { StaffCaller } from '../../server/staff/staffContext'
import { requireStaff, type StaffContext } from '../../server/staff/staffContext'
import { createStaff } from '../../server/staff/staffService'
import { CodedError } from '../../shared/errors/errorCodes'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import {
  addClinic,
  addStaff,
  auditLines,
  codeAt,
  enrolAndSignIn,
  from,
  fromBase32,
  minutes,
  newConsole,
  openWorld,
  outcome,
  PASSWORD,
  START,
  signedBy,
  signInAgain,
  type TestConsole,
  typeCode,
  type World,
} from './staffWorld'

const OWN = 'seven quiet harbours at dawn'
let database: TestDatabase
let world: World

beforeAll(async () => {
  database = await createTestDatabase()
  world = openWorld(database)
  await addClinic(world)
})
afterAll(() => database.drop())

const at = (now: Date) => ({ address: '127.0.0.1', now })
const callerOn = async (on: TestConsole, token: string, now: Date): Promise<StaffCaller> =>
  await world.auth.authenticate(signedBy(on, { token }), now)

/** As procedures see it: what passes for somebody who is settling in, and what for everything else. */
function gates(staff: StaffCaller): readonly string[] {
  const context = { staff, refusal: null, setHeader: () => undefined } as unknown as StaffContext
  return [{ settlingIn: true }, {}].map((options) => {
    try {
      requireStaff(context, options)
      return 'ok'
    } catch (error) {
      return error instanceof CodedError ? error.code : String(error)
    }
  })
}

async function firstSignIn(email: string) {
  const person = { email, displayName: 'Kim', role: 'admin', now: START } as const
  const { id, password } = await inTransaction(world.db, (tx) => createStaff(tx, world.hasher, person))
  const on = newConsole()
  const { challenge } = await world.auth.signIn({ email, password }, from(on, START))
  const secret = fromBase32((await world.auth.enrol({ challenge }, from(on, START))).secret)
  return { id, password, on, secret, ...(await typeCode(world, challenge, codeAt(secret, START), on, START)) }
}

test('FIRST_PASSWORD: who was given a password gets no further than choosing one, and then the console opens', async () => {
  const { id, password, on, sessionToken, me } = await firstSignIn('kim@alder.example')
  expect(me.mustChangePassword).toBe(true)
  await world.db.updateTable('device').set({ state: 'active' }).where('id', '=', on.device.id).execute()
  const caller = await callerOn(on, sessionToken, START)
  expect(gates(caller)).toEqual(['ok', 'FIRST_PASSWORD'])
  const changed = await world.auth.changePassword(caller, { current: password, password: OWN }, at(START))
  expect(changed.me.mustChangePassword).toBe(false)
  expect(gates(await callerOn(on, changed.sessionToken, START))).toEqual(['ok', 'ok'])
  expect(await outcome(callerOn(on, sessionToken, START))).toBe('NOT_SIGNED_IN')
  expect((await auditLines(world)).at(-1)).toBe(`staff.password_changed ok ${id}`)
  expect(await outcome(world.auth.signIn({ email: 'kim@alder.example', password }, from(on, START)))).toBe(
    'SIGN_IN_FAILED',
  )
})

test('W3 W4: a changed password ends every other session and sign-in under way; the new session ends when the old one would have', async () => {
  await addStaff(world, 'lou@alder.example', 'staff')
  const [one, two] = [newConsole(), newConsole()]
  const { secret, sessionToken, me } = await enrolAndSignIn(world, 'lou@alder.example', one)
  const later = await signInAgain(world, 'lou@alder.example', secret, two, minutes(2))
  const pending = await world.auth.signIn({ email: 'lou@alder.example', password: PASSWORD }, from(two, minutes(3)))
  const now = minutes(60)
  const caller = await callerOn(one, sessionToken, now)
  const changed = await world.auth.changePassword(caller, { current: PASSWORD, password: OWN }, at(now))
  expect(await outcome(callerOn(two, later.sessionToken, now))).toBe('NOT_SIGNED_IN')
  expect(await outcome(callerOn(one, sessionToken, now))).toBe('NOT_SIGNED_IN')
  expect(await outcome(typeCode(world, pending.challenge, codeAt(secret, minutes(4)), two, minutes(4)))).toBe(
    'CHALLENGE_OVER',
  )
  expect(changed.me.sessionEndsAt).toBe(me.sessionEndsAt)
})

test('P1 P2: short, common, own and unchanged passwords are refused, each with its reason, and nothing changes', async () => {
  const id = await addStaff(world, 'robin.marsh@alder.example', 'staff')
  const on = newConsole()
  const { sessionToken } = await enrolAndSignIn(world, 'robin.marsh@alder.example', on)
  const caller = await callerOn(on, sessionToken, START)
  const change = async (password: string) =>
    await world.auth
      .changePassword(caller, { current: PASSWORD, password }, at(START))
      .then(() => 'ok')
      .catch((error) => error.detail.reason ?? error.detail.fields?.[0].path)
  expect(await change('fourteen chars')).toBe('too_short')
  expect(await change('robin.marsh@alder.example')).toBe('email')
  expect(await change('alder clinic alder clinic')).toBe('clinic')
  expect(await change('passwordpasswordpassword')).toBe('common')
  expect(await change('xyxyxyxyxyxyxyxyxyxy')).toBe('repeat')
  expect(await change(PASSWORD)).toBe('password')
  const { password_hash } = await world.db
    .selectFrom('staff')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  expect(await world.hasher.verifyPassword(password_hash, PASSWORD)).toBe(true)
})

test('five wrong present passwords pause changing it, also in parallel, and neither the session nor signing in', async () => {
  await addStaff(world, 'mo@alder.example', 'staff')
  const on = newConsole()
  const { secret, sessionToken } = await enrolAndSignIn(world, 'mo@alder.example', on)
  const caller = await callerOn(on, sessionToken, START)
  const guess = () => outcome(world.auth.changePassword(caller, { current: 'not it', password: OWN }, at(START)))
  const answers = await Promise.all(Array.from({ length: 12 }, guess))
  expect(answers.filter((code) => code === 'INVALID_INPUT')).toHaveLength(5)
  expect(answers.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(7)
  const right = { current: PASSWORD, password: OWN }
  expect(await outcome(world.auth.changePassword(caller, right, at(START)))).toBe('TOO_MANY_REQUESTS')
  expect(gates(await callerOn(on, sessionToken, START))[0]).toBe('ok')
  expect((await signInAgain(world, 'mo@alder.example', secret, newConsole(), minutes(5))).me.staff.displayName).toBe(
    'mo',
  )
  const later = minutes(16)
  const again = await callerOn(on, sessionToken, later)
  expect(await outcome(world.auth.changePassword(again, right, at(later)))).toBe('ok')
})
