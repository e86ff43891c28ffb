import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Connected } from '../../server/platform/database/connect'
import {
  type AttemptRule,
  clearFailures,
  isLocked,
  recordFailure,
  takeAttempt,
} from '../../server/platform/rate/attempts'
import { createAddressLimit, takeToken } from '../../server/platform/rate/tokens'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

const NOW = new Date('2026-03-01T12:00:00Z')
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)
let first: TestDatabase
/** A second pool, as a second server process has it. */
let second: Connected

beforeAll(async () => {
  first = await createTestDatabase()
  second = await first.openAgain()
})
afterAll(async () => {
  await second.close()
  await first.drop()
})

const either = (index: number) => (index % 2 === 0 ? first.db : second.db)

test('Q2: of 50 parallel calls over two pools exactly as many pass as the limit allows', async () => {
  const request = { key: 'parallel', limit: 17, windowSeconds: 60, now: NOW }
  const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => takeToken(either(index), request)))
  expect(answers.filter((answer) => answer.allowed)).toHaveLength(17)
})

test('Q2, Q3: a full window says when it ends, and a new one starts then', async () => {
  const request = { key: 'window', limit: 1, windowSeconds: 60 }
  expect(await takeToken(first.db, { ...request, now: NOW })).toEqual({ allowed: true, left: 0 })
  expect(await takeToken(first.db, { ...request, now: later(45) })).toEqual({ allowed: false, retryAfterSeconds: 15 })
  expect(await takeToken(first.db, { ...request, now: later(60) })).toEqual({ allowed: true, left: 0 })
})

test('Q3: an address over the limit of its class is refused with the seconds to wait', async () => {
  const limit = createAddressLimit(first.db, { now: () => NOW })
  const calls = await Promise.allSettled(Array.from({ length: 61 }, () => limit('192.0.2.1', 'auth')))
  const refused = calls.filter((call) => call.status === 'rejected')
  expect(refused.map((call) => call.reason)).toMatchObject([{ code: 'TOO_MANY_REQUESTS', retryAfterSeconds: 300 }])
  await expect(limit('192.0.2.2', 'auth')).resolves.toBeUndefined()
})

const rule = (key: string, now = NOW): AttemptRule => ({ key, limit: 5, windowSeconds: 900, lockSeconds: 900, now })

test('Q2: of 50 parallel guesses exactly five are looked at', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => takeAttempt(either(index), rule('guess'))))
  expect(answers.filter((answer) => answer.allowed)).toHaveLength(5)
  expect(await isLocked(first.db, 'guess', later(899))).toEqual(later(900))
})

test('Q3: the lock lasts 15 minutes, and then the count starts anew', async () => {
  for (let tries = 0; tries < 5; tries++) await recordFailure(first.db, rule('lock'))
  expect(await takeAttempt(first.db, rule('lock', later(600)))).toEqual({ allowed: false, retryAfterSeconds: 300 })
  expect(await takeAttempt(first.db, rule('lock', later(901)))).toEqual({ allowed: true, triesLeft: 4 })
})

test('Q3: failures far apart do not add up, and a success clears them', async () => {
  for (let tries = 0; tries < 4; tries++) await recordFailure(first.db, rule('apart'))
  expect(await recordFailure(first.db, rule('apart', later(901)))).toEqual({ failures: 1, lockedUntil: null })
  await clearFailures(first.db, 'apart')
  expect(await takeAttempt(first.db, rule('apart', later(902)))).toEqual({ allowed: true, triesLeft: 4 })
})

test('a budget for life never comes back by waiting', async () => {
  const life = (now: Date): AttemptRule => ({ key: 'life', limit: 2, windowSeconds: null, lockSeconds: null, now })
  for (const days of [0, 100]) expect((await takeAttempt(first.db, life(later(days * 86_400)))).allowed).toBe(true)
  expect((await takeAttempt(first.db, life(later(10_000 * 86_400)))).allowed).toBe(false)
})
