import { afterEach, beforeEach, expect, test } from 'vitest'
import { portalCodesPerHour } from '../../server/accountSecurity/factorCheck'
import type { Connected } from '../../server/platform/database/connect'
import { inTransaction } from '../../server/platform/database/transaction'
import { recordFailure } from '../../server/platform/rate/attempts'
import { codesPerHour } from '../../server/staff/signInBudgets'
import { after, Browser, DAY, HOUR, MINUTE, outcome, refusal, SECOND, tally } from '../invites/portalWorld'
import {
  addFactor,
  askCode,
  EMAIL,
  openScene,
  openWaysIn,
  otherCode,
  PHONE,
  person,
  type Scene,
  sentCode,
  typeCode,
  typeSecond,
  type WaysIn,
} from './waysInWorld'

/** Two server processes on one database: a pool of connections and a clinic read of its own for each. */
let scene: Scene
let other: Connected
let worlds: readonly [WaysIn, WaysIn]

const close = async () => {
  await other?.close()
  await scene?.database.drop()
}
beforeEach(async () => {
  scene = await openScene()
  other = await scene.database.openAgain()
  worlds = [scene.world, openWaysIn(other)]
})
afterEach(close)

function at(ms: number): void {
  for (const world of worlds) world.now = after(ms)
}
const browserAt = (turn: number, browser: Browser) =>
  Object.assign(new Browser(worlds[turn % 2 === 0 ? 0 : 1]), {
    signInRequest: browser.signInRequest,
    challenge: browser.challenge,
  })
/** So many guesses at once, on both processes; what became of them. */
async function guess(count: number, browser: Browser, code: string, type = typeCode) {
  const all = Array.from({ length: count }, (_, turn) => outcome(type(browserAt(turn, browser), code)))
  return tally(await Promise.all(all))
}

test.each([
  PHONE,
  '604 555 0199',
])('L2 T5: of guesses at the codes of %s 20 in any 24 hours are looked at, on two processes, then none until the oldest is a day old', async (phone) => {
  await person(scene)
  const browser = new Browser(scene.world)
  const round = async (hour: number) => {
    at(hour * HOUR)
    const code = await sentCode(browser, phone)
    return await guess(12, browser, otherCode(code))
  }
  // 5, then a pause of 15 minutes, as before; the fourth five of the day are the last ones.
  for (const hour of [0, 2, 4, 20]) expect(await round(hour)).toEqual({ CODE_WRONG: 5, TOO_MANY_REQUESTS: 7 })
  expect(await round(22)).toEqual({ TOO_MANY_REQUESTS: 12 })
  expect((await refusal(typeCode(browser, '123456')))?.retryAfterSeconds).toBe(2 * 3600)
  at(24 * HOUR - SECOND)
  const code = await sentCode(browser, phone)
  expect(await refusal(typeCode(browser, code || '123456'))).toMatchObject({
    code: 'TOO_MANY_REQUESTS',
    retryAfterSeconds: 1,
  })
  // The five of hour 0 have left the day, those of hour 2 have not.
  at(24 * HOUR)
  expect(await guess(12, browser, otherCode(code))).toEqual({ CODE_WRONG: 5, TOO_MANY_REQUESTS: 7 })
  expect(await round(25)).toEqual({ TOO_MANY_REQUESTS: 12 })
})

test('L2: a right code costs nothing of the day and refills nothing of it', async () => {
  await person(scene)
  for (const hour of [0, 1, 2, 3]) {
    at(hour * HOUR)
    const browser = new Browser(scene.world)
    const code = await sentCode(browser)
    expect(await guess(4, browser, otherCode(code))).toEqual({ CODE_WRONG: 4 })
    expect(await outcome(typeCode(browser, code))).toBe('ok')
  }
  at(4 * HOUR)
  const browser = new Browser(scene.world)
  const code = await sentCode(browser)
  const left = []
  for (let n = 0; n < 4; n++) left.push((await refusal(typeCode(browser, otherCode(code))))?.detail.triesLeft)
  expect(left).toEqual([3, 2, 1, 0])
  expect(await outcome(typeCode(browser, code))).toBe('TOO_MANY_REQUESTS')
})

test('L2: a number that is closed for the day leaves the number of somebody else alone', async () => {
  await person(scene)
  await person(scene, { phones: ['604 555 0177'] }, 'other@example.org', { password: 'another quiet harbour town' })
  for (const hour of [0, 1, 2, 3, 4]) {
    at(hour * HOUR)
    const browser = new Browser(scene.world)
    await askCode(browser)
    await scene.world.deliver()
    await guess(6, browser, '000000')
  }
  const browser = new Browser(scene.world)
  const code = await sentCode(browser, '604 555 0177')
  expect(await outcome(typeCode(browser, code))).toBe('ok')
})

test('M3 T5: no hour, wherever it begins, has more than ten wrong second-factor codes, on two processes', async () => {
  const { participantId } = await person(scene)
  const code = await addFactor(scene.world, participantId)
  const looked: number[] = []
  const round = async (minute: number, wanted: number) => {
    at(minute * MINUTE)
    for (let left = wanted; left > 0; left -= 5) {
      const browser = new Browser(scene.world)
      await browser.signIn(EMAIL)
      const answers = await guess(Math.min(left, 5), browser, otherCode(code()), typeSecond)
      looked.push(...Array(answers.CODE_WRONG ?? 0).fill(minute))
    }
  }
  // One at the start opens a fixed window; nine at its end and ten in the next would be nineteen within two minutes.
  await round(0, 1)
  await round(59, 15)
  await round(61, 15)
  await round(118, 10)
  await round(119, 15)
  const tally = (minute: number) => looked.filter((one) => one === minute).length
  expect([0, 59, 61, 118, 119].map(tally)).toEqual([1, 9, 1, 0, 9])
  for (const from of looked)
    expect(looked.filter((one) => one >= from && one < from + 60).length).toBeLessThanOrEqual(10)
})

test('M3 Q2 T5: the hour of participants and of staff is exact for wrong codes at any times, on two processes', async () => {
  const dbs = worlds.map(({ db }) => db)
  let seed = 4300434
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed / 2_147_483_648
  }
  for (const rule of [portalCodesPerHour, codesPerHour]) {
    const counted: number[] = []
    for (let ms = 0, turn = 0; turn < 120; turn++) {
      ms += Math.floor(random() * (random() < 0.3 ? 40 : 3) * MINUTE)
      const inHour = counted.filter((time) => time > ms - HOUR).length
      const db = dbs[turn % 2] ?? scene.world.db
      const { failures, lockedUntil } = await inTransaction(db, (tx) => recordFailure(tx, rule('somebody', after(ms))))
      expect([turn, failures]).toEqual([turn, inHour + 1])
      if (inHour < 10) counted.push(ms)
      const oldest = counted.slice(-10)[0] ?? 0
      expect([turn, lockedUntil]).toEqual([turn, inHour >= 9 ? after(oldest + HOUR) : null])
    }
  }
  const rows = await scene.world.db.selectFrom('attempt').select('times').execute()
  expect(rows.map(({ times }) => times.length)).toEqual([expect.any(Number), expect.any(Number)])
  for (const { times } of rows) expect(times.length).toBeLessThanOrEqual(10)
})

test('Q2 Y5: a clock that was set back gives no new tries, and one that jumps ahead forgets none of the hour after it', async () => {
  const { db } = scene.world
  const failures = async (ms: number) => (await recordFailure(db, portalCodesPerHour('x', after(ms)))).failures
  for (let count = 1; count <= 9; count++) expect(await failures(0)).toBe(count)
  expect(await failures(-DAY)).toBe(10)
  expect(await failures(-DAY)).toBe(11)
  expect(await failures(10 * DAY)).toBe(1)
})
