import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Connected } from '../../server/platform/database/connect'
import { tokenHash } from '../../server/platform/secrets/opaqueToken'
import { appLock, freshUntil, slideIsDue } from '../../shared/accountSecurity/sessionRules'
import {
  addClinic,
  after,
  auditLines,
  type Browser,
  type Clinic,
  DAY,
  joined,
  MINUTE,
  outcome,
  PASSWORD,
  refusal,
  SECOND,
  START,
  tally,
  type World,
} from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { atProcess, codeAt, enrol, openSecurityWorld, pass, security, wrongCode } from './securityWorld'

let database: TestDatabase
let secondPool: Connected
let world: World
let other: World
let clinic: Clinic

beforeEach(async () => {
  await stop()
  database = await createTestDatabase()
  secondPool = await database.openAgain()
  world = openSecurityWorld(database).world
  other = openSecurityWorld(secondPool).world
  clinic = await addClinic(world)
})
afterAll(stop)

async function stop() {
  await secondPool?.close()
  await database?.drop()
}

const view = async (browser: Browser) => (await security(browser)).view()
const isIn = async (browser: Browser) => outcome(view(browser))

async function sessionRow(browser: Browser) {
  return await world.db
    .selectFrom('portal_session')
    .selectAll()
    .where('hash', '=', tokenHash(browser.session ?? ''))
    .executeTakeFirstOrThrow()
}

test('app lock: after its minutes without a request the server locks the session once, and only unlocking and signing out are open', async () => {
  const { browser } = await joined(world, clinic)
  await (await security(browser)).setAppLock({ minutes: 2 })
  expect(browser.lockMinutes).toBe(2)
  pass(world, 2 * MINUTE - SECOND)
  expect(await isIn(browser)).toBe('ok')
  pass(world, 2 * MINUTE)
  const both = [browser, atProcess(browser, other)]
  other.now = world.now
  expect(tally(await Promise.all(both.flatMap((one) => [isIn(one), isIn(one), isIn(one)])))).toEqual({
    SESSION_LOCKED: 6,
  })
  expect((await auditLines(world)).filter((line) => line === 'portal.locked ok')).toHaveLength(1)
  const before = await sessionRow(browser)
  pass(world, MINUTE)
  const api = await browser.api()
  const calls = [
    api.auth.stay(),
    api.auth.me(),
    api.record.own(),
    api.consent.current(),
    api.security.setAppLock({ minutes: null }),
  ]
  expect(tally(await Promise.all(calls.map(outcome)))).toEqual({ SESSION_LOCKED: 5 })
  // A request to a locked session must not keep itself alive.
  expect(await sessionRow(browser)).toEqual(before)
  expect(await outcome((await security(browser)).unlock({ password: PASSWORD }))).toBe('ok')
  expect(await isIn(browser)).toBe('ok')
  expect(await auditLines(world)).toContain('portal.unlocked ok')
})

test('app lock: a code of an app unlocks, a recovery code and a used code do not', async () => {
  const { browser } = await joined(world, clinic)
  const { secret, recoveryCodes } = await enrol(browser)
  await (await security(browser)).setAppLock({ minutes: 5 })
  const used = codeAt(secret, world.now)
  pass(world, 5 * MINUTE)
  const type = async (code: string) => outcome((await security(browser)).unlock({ code }))
  expect(await type(recoveryCodes[0] ?? '')).toBe('CODE_WRONG')
  expect(await type(used)).toBe('CODE_WRONG')
  expect(await type(codeAt(secret, world.now))).toBe('ok')
  expect(await isIn(browser)).toBe('ok')
})

test('app lock: the fifth wrong try in a row ends the session, of 20 at once over two processes too', async () => {
  const { browser } = await joined(world, clinic)
  const { secret } = await enrol(browser)
  await (await security(browser)).setAppLock({ minutes: 5 })
  pass(world, 6 * MINUTE)
  other.now = world.now
  const locked = atProcess(browser, other)
  for (const triesLeft of [4, 3])
    expect(await refusal((await security(locked)).unlock({ password: 'wrong' }))).toMatchObject({
      detail: { triesLeft },
    })
  expect(await outcome((await security(browser)).unlock({ password: PASSWORD }))).toBe('ok')
  pass(world, 6 * MINUTE)
  other.now = world.now
  const wrong = wrongCode(secret, world.now)
  const tries = Array.from({ length: 20 }, async (_, turn) => {
    const api = await security(turn % 2 === 0 ? browser : locked)
    return outcome(turn % 4 < 2 ? api.unlock({ password: `guess ${turn}` }) : api.unlock({ code: wrong }))
  })
  const answers = tally(await Promise.all(tries))
  expect((answers.SIGN_IN_FAILED ?? 0) + (answers.CODE_WRONG ?? 0)).toBeLessThan(5)
  expect(await outcome((await security(browser)).unlock({ password: PASSWORD }))).toBe('NOT_SIGNED_IN')
})

test('app lock and W5: what the clock rules say at their edges', () => {
  const facts = { lockMinutes: 5, lockedAt: null, lastActiveAt: START }
  expect(appLock(facts, after(5 * MINUTE - 1))).toBe('open')
  expect(appLock(facts, after(5 * MINUTE))).toBe('due')
  expect(appLock({ ...facts, lockedAt: START }, START)).toBe('locked')
  expect(appLock({ ...facts, lockMinutes: null }, after(DAY))).toBe('open')
  expect([14_999, 15_000].map((ms) => slideIsDue(facts, after(ms)))).toEqual([false, true])
  expect([59_999, 60_000].map((ms) => slideIsDue({ ...facts, lockMinutes: null }, after(ms)))).toEqual([false, true])
  expect(freshUntil(START, after(15 * MINUTE))).toBeNull()
  expect(freshUntil(START, after(15 * MINUTE - 1))).toEqual(after(15 * MINUTE))
})
