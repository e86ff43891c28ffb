import { hashSync } from '@node-rs/argon2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import {
  addStaff,
  auditLines,
  count,
  enrolAndSignIn,
  from,
  minutes,
  newConsole,
  openWorld,
  outcome,
  PASSWORD,
  START,
  suspend,
  type World,
} from './staffWorld'

let database: TestDatabase
let world: World
const desk = newConsole()

beforeAll(async () => {
  database = await createTestDatabase()
  world = openWorld(database)
})
afterAll(() => database.drop())

const signIn = (email: string, password: string, now = START, on: World = world) =>
  on.auth.signIn({ email, password }, from(desk, now))

async function lock(email: string, now = START): Promise<void> {
  for (let tries = 0; tries < 5; tries++) await outcome(signIn(email, 'wrong', now))
}

test('P4: unknown, wrong, suspended and locked give one answer; only a right password opens the second step', async () => {
  await addStaff(world, 'known@alder.example')
  await suspend(world, await addStaff(world, 'gone@alder.example'))
  await addStaff(world, 'locked@alder.example')
  await lock('locked@alder.example')
  const answers = []
  for (const email of ['known', 'nobody', 'gone', 'locked']) {
    for (const password of [PASSWORD, 'wrong', '', 'x'.repeat(4097)]) {
      const error = await signIn(`${email}@alder.example`, password).catch((refused: unknown) => refused)
      answers.push({ email, right: password === PASSWORD, error: error instanceof Error ? { ...error } : 'ok' })
    }
  }
  const generic = { code: 'SIGN_IN_FAILED', detail: {}, name: 'CodedError', retryAfterSeconds: undefined }
  for (const { email, right, error } of answers) {
    expect({ email, right, error }).toEqual({ email, right, error: email === 'known' && right ? 'ok' : generic })
  }
})

test('P4: the email is compared without regard to case and blanks around it', async () => {
  await addStaff(world, 'Mixed.Case@Alder.example')
  expect(await outcome(signIn('  mixed.CASE@alder.EXAMPLE ', PASSWORD))).toBe('ok')
})

test('U1: every refusal is an audit row with its true reason, and what was typed is nowhere', async () => {
  const gone = await addStaff(world, 'gone.too@alder.example')
  await suspend(world, gone)
  const before = (await auditLines(world)).length
  await outcome(signIn('typed-by-a-stranger@elsewhere.example', 'secret-guess'))
  await outcome(signIn('gone.too@alder.example', PASSWORD))
  expect((await auditLines(world)).slice(before)).toEqual([
    'staff.sign_in refused unknown unknown',
    `staff.sign_in refused ${gone} suspended`,
  ])
  const rows = JSON.stringify(await world.db.selectFrom('audit_log').selectAll().execute())
  const attempts = JSON.stringify(await world.db.selectFrom('attempt').selectAll().execute())
  for (const typed of ['stranger', 'secret-guess', 'elsewhere']) expect(rows + attempts).not.toContain(typed)
})

test('Q3: five wrong passwords close the door for 15 minutes, also for the right one, and then it opens', async () => {
  const id = await addStaff(world, 'forgetful@alder.example')
  await lock('forgetful@alder.example')
  expect(await outcome(signIn('forgetful@alder.example', PASSWORD, minutes(14.99)))).toBe('SIGN_IN_FAILED')
  expect((await auditLines(world)).at(-1)).toBe(`staff.sign_in refused ${id} locked`)
  expect(await outcome(signIn('forgetful@alder.example', PASSWORD, minutes(15)))).toBe('ok')
})

test('Q3: a right password gives the tries back, and failures of another quarter of an hour do not add up', async () => {
  await addStaff(world, 'clumsy@alder.example')
  for (let round = 0; round < 3; round++) {
    for (let tries = 0; tries < 4; tries++) await outcome(signIn('clumsy@alder.example', 'wrong'))
    expect(await outcome(signIn('clumsy@alder.example', PASSWORD))).toBe('ok')
  }
  for (let tries = 0; tries < 4; tries++) await outcome(signIn('clumsy@alder.example', 'wrong'))
  await outcome(signIn('clumsy@alder.example', 'wrong', minutes(16)))
  expect(await outcome(signIn('clumsy@alder.example', PASSWORD, minutes(16)))).toBe('ok')
})

test('Q2, T5: of 50 parallel guesses on two servers exactly 5 are looked at', async () => {
  const id = await addStaff(world, 'attacked@alder.example')
  const second = await database.openAgain()
  try {
    const servers = [world, openWorld(second, world.hasher)]
    const before = (await auditLines(world)).length
    const guesses = Array.from({ length: 50 }, (_, index) =>
      outcome(signIn('attacked@alder.example', `guess ${index}`, START, servers[index % 2] ?? world)),
    )
    expect(count(await Promise.all(guesses))).toEqual({ SIGN_IN_FAILED: 50 })
    expect(count((await auditLines(world)).slice(before))).toEqual({
      [`staff.sign_in refused ${id} password`]: 5,
      [`staff.sign_in refused ${id} locked`]: 45,
    })
    expect(await outcome(signIn('attacked@alder.example', PASSWORD, minutes(1), servers[1]))).toBe('SIGN_IN_FAILED')
  } finally {
    await second.close()
  }
})

test('Q3: a lock leaves an existing session alone', async () => {
  await addStaff(world, 'busy@alder.example', 'admin')
  const { me } = await enrolAndSignIn(world, 'busy@alder.example', desk)
  await lock('busy@alder.example')
  const sessions = await world.db.selectFrom('staff_session').select('staff_id').execute()
  expect(sessions.map((session) => session.staff_id)).toContain(me.staff.id)
})

test('P3: a hash of an older cost is made anew at the next right password', async () => {
  const id = await addStaff(world, 'veteran@alder.example')
  const old = hashSync(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  await world.db.updateTable('staff').set({ password_hash: old }).where('id', '=', id).execute()
  expect(await outcome(signIn('veteran@alder.example', 'wrong'))).toBe('SIGN_IN_FAILED')
  expect(await outcome(signIn('veteran@alder.example', PASSWORD))).toBe('ok')
  const { password_hash } = await world.db
    .selectFrom('staff')
    .select('password_hash')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  expect(world.hasher.needsRehash(password_hash)).toBe(false)
  expect(await outcome(signIn('veteran@alder.example', PASSWORD))).toBe('ok')
})
