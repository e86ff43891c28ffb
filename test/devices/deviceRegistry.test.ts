import { afterEach, beforeEach, expect, test } from 'vitest'
import { startListener } from '../../server/platform/database/listen'
import { callerActor } from '../../server/staff/staffAudit'
import {
  addStaff,
  auditLines,
  codeAt,
  count,
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
  suspend,
  type TestConsole,
  typeCode,
  type World,
} from '../staff/staffWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

let database: TestDatabase
let world: World

beforeEach(async () => {
  database = await createTestDatabase()
  world = openWorld(database)
})
afterEach(() => database.drop())

const call = (on: TestConsole, token: string, now = START) => world.auth.authenticate(signedBy(on, { token }), now)

/** An administrator on the clinic's first console. */
async function firstAdmin() {
  const desk = newConsole()
  await addStaff(world, 'ada@alder.example', 'admin')
  const { secret, sessionToken, me } = await enrolAndSignIn(world, 'ada@alder.example', desk)
  const caller = await call(desk, sessionToken)
  const decider = { staffId: caller.staffId, actor: callerActor(caller, '127.0.0.1'), now: minutes(1) }
  return { desk, secret, sessionToken, me, decider }
}

test('D3: the first administrator gets an active console; everybody else waits, also the next administrator', async () => {
  const { me } = await firstAdmin()
  expect(me.device.state).toBe('active')
  await addStaff(world, 'bo@alder.example', 'admin')
  await addStaff(world, 'cy@alder.example', 'staff')
  expect((await enrolAndSignIn(world, 'bo@alder.example', newConsole())).me.device.state).toBe('requested')
  const { me: waiting } = await enrolAndSignIn(world, 'cy@alder.example', newConsole())
  expect(waiting.device.state).toBe('requested')
  expect(waiting.device.phrase.split(' ')).toHaveLength(4)
})

test('D3: staff who are not administrators cannot start a clinic; the administrator who comes later can', async () => {
  const desk = newConsole()
  await addStaff(world, 'cy@alder.example', 'manager')
  await addStaff(world, 'ada@alder.example', 'admin')
  expect((await enrolAndSignIn(world, 'cy@alder.example', desk)).me.device.state).toBe('requested')
  expect((await enrolAndSignIn(world, 'ada@alder.example', desk)).me.device.state).toBe('active')
  expect((await auditLines(world)).filter((line) => line.startsWith('device.'))).toEqual([
    `device.requested ok ${desk.device.id}`,
    `device.approved ok ${desk.device.id}`,
  ])
})

test('D3, T5: of two first administrators at once, on two servers, exactly one console is approved', async () => {
  const second = await database.openAgain()
  try {
    for (let round = 0; round < 3; round++) {
      await database.db.deleteFrom('staff_session').execute()
      await database.db.deleteFrom('device').execute()
      const servers = [world, openWorld(second), world, openWorld(second)]
      const ready = await Promise.all(
        servers.map(async (server, index) => {
          const email = `admin${round}${index}@alder.example`
          const desk = newConsole()
          await addStaff(server, email, 'admin')
          const { challenge } = await server.auth.signIn({ email, password: PASSWORD }, from(desk, START))
          const { secret } = await server.auth.enrol({ challenge }, from(desk, START))
          return () => typeCode(server, challenge, codeAt(fromBase32(secret), START), desk, START)
        }),
      )
      const answers = await Promise.all(ready.map((verify) => verify()))
      expect(count(answers.map(({ me }) => me.device.state))).toEqual({ active: 1, requested: 3 })
    }
  } finally {
    await second.close()
  }
})

test('D3: an approved console works at its next request, and deciding twice is one event', async () => {
  const { decider } = await firstAdmin()
  const desk = newConsole()
  await addStaff(world, 'cy@alder.example')
  const { sessionToken } = await enrolAndSignIn(world, 'cy@alder.example', desk)
  expect((await call(desk, sessionToken)).deviceState).toBe('requested')
  await Promise.all([1, 2, 3].map(() => world.devices.approve(desk.device.id, decider)))
  expect((await call(desk, sessionToken)).deviceState).toBe('active')
  const approvals = (await auditLines(world)).filter((line) => line === `device.approved ok ${desk.device.id}`)
  expect(approvals).toHaveLength(1)
})

test('D3, W4: a removed console is refused at its next request, has no session left and can never return', async () => {
  const { decider, desk, sessionToken } = await firstAdmin()
  const heard: string[] = []
  const listener = await startListener(database.app)
  listener.subscribe('device', (id) => heard.push(id))
  const laptop = newConsole()
  await addStaff(world, 'cy@alder.example')
  const { secret, sessionToken: lost } = await enrolAndSignIn(world, 'cy@alder.example', laptop)
  await world.devices.approve(laptop.device.id, decider)
  await Promise.all([1, 2].map(() => world.devices.wipe(laptop.device.id, 'lost', decider)))

  expect(await outcome(call(laptop, lost))).toBe('DEVICE_REVOKED')
  expect(await outcome(call(laptop, 'never issued'))).toBe('DEVICE_REVOKED')
  expect(await outcome(signInAgain(world, 'cy@alder.example', secret, laptop, minutes(2)))).toBe('DEVICE_REVOKED')
  expect(await outcome(world.devices.approve(laptop.device.id, decider))).toBe('NOT_FOUND')
  const sessions = await world.db.selectFrom('staff_session').select('device_id').execute()
  expect(sessions).toEqual([{ device_id: desk.device.id }])
  expect((await call(desk, sessionToken)).deviceState).toBe('active')
  const revocations = (await auditLines(world)).filter((line) => line.startsWith('device.wipe_ordered'))
  expect(revocations).toEqual([`device.wipe_ordered ok ${laptop.device.id} lost`])
  await expect.poll(() => heard).toEqual([laptop.device.id, laptop.device.id])
  await listener.stop()
})

test('D3, W4: a removal that races a sign-in on the same console leaves no session that works', async () => {
  const { decider } = await firstAdmin()
  await addStaff(world, 'cy@alder.example')
  const { secret } = await enrolAndSignIn(world, 'cy@alder.example', newConsole())
  for (let round = 1; round <= 8; round++) {
    const laptop = newConsole()
    const now = minutes(round * 5)
    await signInAgain(world, 'cy@alder.example', secret, laptop, minutes(-1, now))
    const signIn = signInAgain(world, 'cy@alder.example', secret, laptop, now).catch(() => null)
    const [answer] = await Promise.all([signIn, world.devices.wipe(laptop.device.id, 'lost', decider)])
    if (answer) expect(await outcome(call(laptop, answer.sessionToken, now))).toBe('DEVICE_REVOKED')
    expect(await world.db.selectFrom('staff_session').where('device_id', '=', laptop.device.id).execute()).toEqual([])
  }
})

test('D3: deciding on a console that does not exist is refused', async () => {
  const { decider } = await firstAdmin()
  const nobody = 'A'.repeat(22)
  const { approve, suspend, resume, wipe, holding } = world.devices
  const decided = [
    approve(nobody, decider),
    suspend(nobody, 'lost', decider),
    resume(nobody, decider),
    wipe(nobody, 'lost', decider),
    holding(nobody, decider),
  ]
  expect(count(await Promise.all(decided.map(outcome)))).toEqual({ NOT_FOUND: 5 })
})

test('D3: the list shows who asked, who decided, and which console is this one', async () => {
  const { decider, desk, me } = await firstAdmin()
  await addStaff(world, 'cy@alder.example')
  const laptop = newConsole()
  await enrolAndSignIn(world, 'cy@alder.example', laptop, minutes(1))
  await world.devices.approve(laptop.device.id, decider)
  const [newest, oldest] = await world.devices.list(desk.device.id, minutes(2))
  const names = { requestedByName: 'cy', decidedByName: 'ada', isThisDevice: false, state: 'active' }
  expect(newest).toMatchObject({ id: laptop.device.id, ...names, requestedAt: minutes(1).toISOString() })
  expect(oldest).toMatchObject({ id: desk.device.id, phrase: me.device.phrase, isThisDevice: true })
})

test('D3: a suspended person is signed out at the next request, on every console', async () => {
  const { desk, sessionToken, me } = await firstAdmin()
  await suspend(world, me.staff.id)
  expect(await outcome(call(desk, sessionToken))).toBe('NOT_SIGNED_IN')
})
