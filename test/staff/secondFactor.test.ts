import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import {
  addClinic,
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
  seconds,
  sha256,
  signInAgain,
  typeCode,
  type World,
  wrongCode,
} from './staffWorld'

let database: TestDatabase
let world: World
const desk = newConsole()

beforeAll(async () => {
  database = await createTestDatabase()
  world = openWorld(database)
  await addClinic(world)
  await addStaff(world, 'first@alder.example', 'admin')
  await enrolAndSignIn(world, 'first@alder.example', desk)
})
afterAll(() => database.drop())

const startSignIn = async (email: string, now: Date, on = desk) =>
  (await world.auth.signIn({ email, password: PASSWORD }, from(on, now))).challenge

async function enrolled(email: string) {
  await addStaff(world, email)
  return (await enrolAndSignIn(world, email, desk)).secret
}

test('M2: of 20 parallel equal codes on 20 challenges and two servers exactly one signs in', async () => {
  const secret = await enrolled('twenty@alder.example')
  const second = await database.openAgain()
  try {
    const now = minutes(1)
    const servers = [world, openWorld(second)]
    const challenges: string[] = []
    for (let index = 0; index < 20; index++) challenges.push(await startSignIn('twenty@alder.example', now))
    const code = codeAt(secret, now)
    const outcomes = await Promise.all(
      challenges.map((challenge, index) => outcome(typeCode(servers[index % 2] ?? world, challenge, code, desk, now))),
    )
    const { ok, CODE_WRONG = 0, TOO_MANY_REQUESTS = 0 } = count(outcomes)
    expect(ok).toBe(1)
    expect(CODE_WRONG + TOO_MANY_REQUESTS).toBe(19)
    expect(CODE_WRONG).toBeLessThanOrEqual(10)
  } finally {
    await second.close()
  }
})

test('M2: of 20 parallel equal codes on one challenge exactly one signs in', async () => {
  const secret = await enrolled('one.challenge@alder.example')
  const now = minutes(1)
  const challenge = await startSignIn('one.challenge@alder.example', now)
  const tries = Array.from({ length: 20 }, () => outcome(typeCode(world, challenge, codeAt(secret, now), desk, now)))
  expect(count(await Promise.all(tries))).toEqual({ ok: 1, CHALLENGE_OVER: 19 })
})

test('M2: the code of the enrolment counts as used, and so does every code after it', async () => {
  const secret = await enrolled('replay@alder.example')
  const again = await startSignIn('replay@alder.example', START)
  expect(await outcome(typeCode(world, again, codeAt(secret, START), desk, START))).toBe('CODE_WRONG')
  await signInAgain(world, 'replay@alder.example', secret, desk, seconds(30))
  const replay = await startSignIn('replay@alder.example', seconds(31))
  expect(await outcome(typeCode(world, replay, codeAt(secret, seconds(30)), desk, seconds(31)))).toBe('CODE_WRONG')
})

test('M2: a clock that steps back does not bring used steps back', async () => {
  const secret = await enrolled('clock@alder.example')
  await signInAgain(world, 'clock@alder.example', secret, desk, minutes(10))
  const challenge = await startSignIn('clock@alder.example', minutes(5))
  for (const offset of [-0.5, 0, 0.5]) {
    const code = codeAt(secret, minutes(5 + offset))
    expect(await outcome(typeCode(world, challenge, code, desk, minutes(5)))).toBe('CODE_WRONG')
  }
})

test('M3: five wrong codes kill a challenge, also in parallel; the right one comes too late', async () => {
  const secret = await enrolled('five@alder.example')
  const now = minutes(2)
  const challenge = await startSignIn('five@alder.example', now)
  const tries = Array.from({ length: 20 }, () => outcome(typeCode(world, challenge, wrongCode(secret, now), desk, now)))
  expect(count(await Promise.all(tries))).toEqual({ CODE_WRONG: 5, CHALLENGE_OVER: 15 })
  expect(await outcome(typeCode(world, challenge, codeAt(secret, now), desk, now))).toBe('CHALLENGE_OVER')
})

test('M3: ten wrong codes in an hour close the account for codes, across challenges, and then it opens', async () => {
  const secret = await enrolled('hour@alder.example')
  for (let round = 0; round < 2; round++) {
    const challenge = await startSignIn('hour@alder.example', minutes(3))
    for (let tries = 0; tries < 5; tries++) {
      await outcome(typeCode(world, challenge, wrongCode(secret, minutes(3)), desk, minutes(3)))
    }
  }
  const closed = await startSignIn('hour@alder.example', minutes(4))
  const refused = await typeCode(world, closed, codeAt(secret, minutes(4)), desk, minutes(4)).catch((error) => error)
  expect(refused).toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterSeconds: 59 * 60 })
  expect((await signInAgain(world, 'hour@alder.example', secret, desk, minutes(63))).sessionToken).toBeTruthy()
})

test('M3: a hundred wrong codes in a row end guessing until a reset; a right code in between starts the count anew', async () => {
  const secret = await enrolled('hundred@alder.example')
  const guess = async (hour: number, wrong: number) => {
    const now = minutes(hour * 61)
    for (let tries = 0; tries < wrong; tries++) {
      const challenge = await startSignIn('hundred@alder.example', now)
      await outcome(typeCode(world, challenge, wrongCode(secret, now), desk, now))
    }
  }
  await guess(1, 9)
  await signInAgain(world, 'hundred@alder.example', secret, desk, minutes(61))
  for (let hour = 3; hour < 13; hour++) await guess(hour, 10)
  const tenYears = minutes(60 * 24 * 3650)
  const challenge = await startSignIn('hundred@alder.example', tenYears)
  const last = outcome(typeCode(world, challenge, codeAt(secret, tenYears), desk, tenYears))
  expect(await last).toBe('TOO_MANY_REQUESTS')
})

test('M4: a challenge lives 5 minutes and belongs to the console that asked', async () => {
  const secret = await enrolled('bound@alder.example')
  const challenge = await startSignIn('bound@alder.example', minutes(1))
  const other = newConsole()
  const late = minutes(6)
  const try_ = (on: typeof desk, now: Date) => outcome(typeCode(world, challenge, codeAt(secret, now), on, now))
  expect(await try_(other, minutes(2))).toBe('CHALLENGE_OVER')
  expect(await try_(desk, late)).toBe('CHALLENGE_OVER')
  expect(await outcome(typeCode(world, 'x'.repeat(43), '123456', desk, START))).toBe('CHALLENGE_OVER')
  expect(await try_(desk, seconds(-1, late))).toBe('ok')
})

test('M7: asking twice shows one secret, which is sealed at rest and dies unconfirmed with its challenge', async () => {
  await addStaff(world, 'scan@alder.example')
  const challenge = await startSignIn('scan@alder.example', START)
  const shown = await world.auth.enrol({ challenge }, from(desk, START))
  expect(await world.auth.enrol({ challenge }, from(desk, seconds(5)))).toEqual(shown)
  expect(shown.otpauthUrl).toContain('issuer=Alder%20Clinic')
  const stored = await world.db
    .selectFrom('staff_challenge')
    .select('pending_secret')
    .where('hash', '=', sha256(challenge))
    .executeTakeFirstOrThrow()
  expect(stored.pending_secret?.includes(fromBase32(shown.secret))).toBe(false)
  const later = minutes(5)
  expect(await outcome(world.auth.enrol({ challenge }, from(desk, later)))).toBe('CHALLENGE_OVER')
  const next = await startSignIn('scan@alder.example', later)
  expect((await world.auth.enrol({ challenge: next }, from(desk, later))).secret).not.toBe(shown.secret)
})

test('M7: two enrolments at once make one factor, and an active factor cannot be enrolled over', async () => {
  await addStaff(world, 'twice@alder.example')
  const open = async () => {
    const challenge = await startSignIn('twice@alder.example', START)
    return { challenge, secret: fromBase32((await world.auth.enrol({ challenge }, from(desk, START))).secret) }
  }
  const pending = [await open(), await open()]
  const outcomes = await Promise.all(
    pending.map(({ challenge, secret }) => outcome(typeCode(world, challenge, codeAt(secret, START), desk, START))),
  )
  expect(count(outcomes)).toEqual({ ok: 1, CHALLENGE_OVER: 1 })
  const { challenge, next } = await world.auth.signIn(
    { email: 'twice@alder.example', password: PASSWORD },
    from(desk, minutes(1)),
  )
  expect(next).toBe('totp')
  expect(await outcome(world.auth.enrol({ challenge }, from(desk, minutes(1))))).toBe('CHALLENGE_OVER')
})

test('M7: a code before any secret was shown is a wrong code', async () => {
  await addStaff(world, 'early@alder.example')
  const challenge = await startSignIn('early@alder.example', START)
  expect(await outcome(typeCode(world, challenge, '123456', desk, START))).toBe('CODE_WRONG')
})

test('U1: enrolment and sign-in are audited together with what they changed; a wrong code too', async () => {
  const id = await addStaff(world, 'audited@alder.example')
  const before = (await auditLines(world)).length
  const { secret } = await enrolAndSignIn(world, 'audited@alder.example', desk)
  const challenge = await startSignIn('audited@alder.example', minutes(1))
  await outcome(typeCode(world, challenge, wrongCode(secret, minutes(1)), desk, minutes(1)))
  expect((await auditLines(world)).slice(before)).toEqual([
    `staff.mfa_enrolled ok ${id}`,
    `staff.sign_in ok ${id}`,
    `staff.sign_in refused ${id} code`,
  ])
})
