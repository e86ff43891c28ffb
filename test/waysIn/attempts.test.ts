import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { recordFailure, sweepTryCounts } from '../../server/platform/rate/attempts'
import {
  attemptsWithContact,
  contactHash,
  recentAttempts,
  recordAttempt,
  sweepAttempts,
} from '../../server/waysIn/attemptStore'
import { sweepSignIns } from '../../server/waysIn/requestStore'
import { sweepSends } from '../../server/waysIn/sendBudget'
import { after, auditLines, Browser, DAY, MINUTE, outcome, PASSWORD, START, tally } from '../invites/portalWorld'
import { testSecrets } from '../support/testSecrets'
import {
  accountRow,
  changeSettings,
  EMAIL,
  METHODS,
  me,
  openScene,
  person,
  type Scene,
  sentLink,
  sentReset,
  setAccount,
  story,
} from './waysInWorld'

let scene: Scene

beforeEach(async () => {
  await scene?.database.drop()
  scene = await openScene()
})
afterAll(async () => await scene?.database.drop())

const signIn = (password: string, email = EMAIL) => outcome(new Browser(scene.world).signIn(email, password))
const emailHash = (norm: string) => contactHash(testSecrets, { kind: 'email', norm })

test('S2.71: each try by password is kept with its true reason, while the visitor reads one sentence', async () => {
  const { participantId } = await person(scene)
  await signIn(PASSWORD)
  for (let n = 0; n < 5; n++) await signIn('a wrong pass phrase')
  await signIn(PASSWORD)
  scene.world.now = after(MINUTE)
  await signIn(PASSWORD, 'nobody@example.org')
  await setAccount(scene.world, participantId, { disabled_at: START })
  scene.world.now = after(16 * MINUTE)
  await signIn(PASSWORD)
  expect(tally(await story(scene.world, participantId))).toEqual({
    'password signed_in': 1,
    'password password_wrong': 5,
    'password locked': 1,
    'password disabled': 1,
  })
  expect(await story(scene.world, null)).toEqual(['password unknown_contact'])
  const [newest] = await recentAttempts(scene.world.db, participantId, 1)
  expect(newest).toMatchObject({ reason: 'disabled', address: '203.0.113.7', device_words: 'Firefox on Linux' })
  const tries = await attemptsWithContact(scene.world.db, emailHash('nobody@example.org'), START)
  expect(tries.map(({ reason }) => reason)).toEqual(['unknown_contact'])
})

test('Q3: the wrong password that pauses the account shows to staff, tells its owner, and closes no other way in', async () => {
  const { participantId, browser } = await person(scene)
  const { rev } = await accountRow(scene.world, participantId)
  for (let n = 0; n < 5; n++) await signIn('a wrong pass phrase')
  const account = await accountRow(scene.world, participantId)
  expect([account.locked_until, account.rev > rev]).toEqual([after(15 * MINUTE), true])
  expect(scene.world.sent.map(({ to, subject }) => [to, subject])).toEqual([[EMAIL, 'Signing in is paused']])
  expect(tally(await auditLines(scene.world))['account.locked ok']).toBe(1)
  expect(await outcome(me(browser))).toBe('ok')
  const token = await sentLink(new Browser(scene.world))
  const other = new Browser(scene.world)
  expect(await (await other.api()).auth.openLink({ token, confirmed: true })).toMatchObject({ state: 'done' })
  await signIn('a wrong pass phrase')
  expect(tally(await auditLines(scene.world))['account.locked ok']).toBe(1)
})

test('a password is refused alike for everybody while the clinic has switched it off', async () => {
  await person(scene)
  await changeSettings(scene.world, { methods: { ...METHODS, password: false } })
  for (const email of [EMAIL, 'nobody@example.org']) expect(await signIn(PASSWORD, email)).toBe('WAY_OFF')
  expect(await story(scene.world, null)).toEqual(['password way_off', 'password way_off'])
})

test('contacts are kept as keyed hashes: another key gives another hash, and kinds do not mix', () => {
  const other = { deriveKey: () => Buffer.alloc(32, 7) }
  expect(emailHash(EMAIL).equals(contactHash(other, { kind: 'email', norm: EMAIL }))).toBe(false)
  expect(emailHash('1').equals(contactHash(testSecrets, { kind: 'phone', norm: '1' }))).toBe(false)
  expect(emailHash(EMAIL).equals(emailHash(EMAIL))).toBe(true)
})

test('attempts are kept for 400 days, send budgets for a day, links and requests for a week after their end', async () => {
  const { participantId } = await person(scene)
  const { db } = scene.world
  await sentLink(new Browser(scene.world))
  await sentReset(new Browser(scene.world))
  const visit = { address: '' }
  const attempt = { way: 'password', reason: 'signed_in', participantId, contact: null, visit } as const
  await recordAttempt(db, { ...attempt, at: after(-399 * DAY) })
  await recordAttempt(db, { ...attempt, at: after(-401 * DAY) })
  await sweepAttempts(db, START)
  expect((await recentAttempts(db, participantId, 100)).map(({ at }) => at)).toContainEqual(after(-399 * DAY))
  expect((await recentAttempts(db, participantId, 100)).map(({ at }) => at)).not.toContainEqual(after(-401 * DAY))
  const counts = async () => {
    const rows = await Promise.all(
      (['send_budget', 'one_time_secret', 'sign_in_request'] as const).map((table) =>
        db.selectFrom(table).selectAll().execute(),
      ),
    )
    return rows.map(({ length }) => length)
  }
  const sweep = async (now: Date) => {
    await sweepSends(db, now)
    await sweepSignIns(db, now)
    return await counts()
  }
  expect(await sweep(after(DAY - MINUTE))).toEqual([2, 2, 2])
  expect(await sweep(after(2 * DAY))).toEqual([0, 2, 2])
  expect(await sweep(after(7 * DAY + 30 * MINUTE))).toEqual([0, 1, 2])
  expect(await sweep(after(9 * DAY))).toEqual([0, 0, 0])
})

test('M3 Q2: counts of tries are forgotten after two days, unless they are locked or add up for ever', async () => {
  const { db } = scene.world
  const rule = { limit: 100, windowSeconds: 900, lockSeconds: 900, now: START }
  await recordFailure(db, { ...rule, key: 'portal-password/old' })
  await recordFailure(db, { ...rule, key: 'portal-password/locked', limit: 1, lockSeconds: 30 * 86_400 })
  await recordFailure(db, { ...rule, key: `portal-codes-row/${randomUUID()}`, windowSeconds: null, lockSeconds: null })
  await recordFailure(db, { ...rule, key: `staff-codes-row/${randomUUID()}`, windowSeconds: null, lockSeconds: null })
  await sweepTryCounts(db, after(2 * DAY + MINUTE))
  const rows = await db.selectFrom('attempt').select('key').orderBy('key').execute()
  expect(rows.map(({ key }) => key.split('/')[0])).toEqual(['portal-codes-row', 'portal-password', 'staff-codes-row'])
})
