import { afterAll, beforeEach, expect, test } from 'vitest'
import { sweepSignIns } from '../../server/waysIn/requestStore'
import { after, auditLines, Browser, DAY, HOUR, MINUTE, outcome, refusal, SECOND, tally } from '../invites/portalWorld'
import {
  accountRow,
  addFactor,
  addRecoveryCodes,
  EMAIL,
  me,
  openScene,
  otherCode,
  person,
  type Scene,
  setAccount,
  story,
  typeSecond,
} from './waysInWorld'

let scene: Scene
let participantId: string
let code: (offset?: number) => string

beforeEach(async () => {
  await scene?.database.drop()
  scene = await openScene()
  participantId = (await person(scene)).participantId
  code = await addFactor(scene.world, participantId)
})
afterAll(async () => await scene?.database.drop())

/** A browser that gave the right password and now owes a code. */
async function halfway(): Promise<Browser> {
  const browser = new Browser(scene.world)
  expect(await browser.signIn(EMAIL)).toEqual({ next: 'second' })
  return browser
}
const second = async (browser: Browser) => (await browser.api()).auth.second()

test('M5: the right code gives the session, and its first factor stays named', async () => {
  const browser = await halfway()
  expect(await second(browser)).toEqual({ way: 'password', triesLeft: 5, expiresInSeconds: 300, mayUseRecovery: false })
  expect(await typeSecond(browser, `${code().slice(0, 3)} ${code().slice(3)}`)).toEqual({ next: 'home' })
  expect([await outcome(me(browser)), browser.challenge]).toEqual(['ok', null])
  const session = await scene.world.db
    .selectFrom('portal_session')
    .select('way')
    .where('way', '!=', 'invite')
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
  expect(session).toEqual({ way: 'password' })
  expect(await story(scene.world, participantId)).toEqual(['password second_factor_asked', 'second_factor signed_in'])
})

test('M4: a challenge opens nothing, is no session, and counts as no sign-in', async () => {
  const before = await accountRow(scene.world, participantId)
  const browser = await halfway()
  expect(browser.session).toBeNull()
  const asSession = Object.assign(new Browser(scene.world), { session: browser.challenge })
  for (const who of [browser, asSession]) {
    const api = await who.api()
    for (const call of [api.auth.me, api.record.own, api.consent.current, api.security.view])
      expect(await outcome(call())).toBe('NOT_SIGNED_IN')
  }
  expect(await accountRow(scene.world, participantId)).toEqual(before)
  expect(tally(await auditLines(scene.world))).toMatchObject({ 'portal.challenge ok': 1 })
  expect(tally(await auditLines(scene.world))['portal.sign_in ok']).toBeUndefined()
})

test('M4: a challenge lives for 5 minutes, to the second, and works once', async () => {
  const browser = await halfway()
  const token = browser.challenge
  scene.world.now = after(5 * MINUTE)
  expect(await outcome(typeSecond(browser, code()))).toBe('CHALLENGE_OVER')
  expect(await outcome(second(browser))).toBe('CHALLENGE_OVER')
  scene.world.now = after(5 * MINUTE - SECOND)
  await typeSecond(browser, code())
  const again = Object.assign(new Browser(scene.world), { challenge: token })
  expect(await outcome(typeSecond(again, code(1)))).toBe('CHALLENGE_OVER')
})

test('M3: five wrong codes end a challenge; the right one comes too late', async () => {
  const browser = await halfway()
  const left = []
  for (let n = 0; n < 5; n++) left.push((await refusal(typeSecond(browser, otherCode(code()))))?.detail.triesLeft)
  expect(left).toEqual([4, 3, 2, 1, 0])
  expect(await outcome(typeSecond(browser, code()))).toBe('CHALLENGE_OVER')
})

test('M3: ten wrong codes in an hour pause the account over all challenges, and the pause ends', async () => {
  for (let round = 0; round < 2; round++) {
    const browser = await halfway()
    for (let n = 0; n < 5; n++) await outcome(typeSecond(browser, otherCode(code())))
  }
  const browser = await halfway()
  expect(await refusal(typeSecond(browser, code()))).toMatchObject({
    code: 'TOO_MANY_REQUESTS',
    retryAfterSeconds: 3600,
  })
  scene.world.now = after(HOUR)
  const later = await halfway()
  expect(await outcome(typeSecond(later, code()))).toBe('ok')
  expect(
    (await story(scene.world, participantId)).filter((line) => line === 'second_factor codes_paused'),
  ).toHaveLength(1)
})

test('M3: after a hundred wrong codes in a row none is looked at, however much time passes', async () => {
  let wrong = 0
  for (let round = 0; wrong < 100; round++) {
    scene.world.now = after(round * (HOUR + SECOND))
    for (let turn = 0; turn < 2; turn++) {
      const browser = await halfway()
      for (let n = 0; n < 5; n++, wrong++)
        expect(await outcome(typeSecond(browser, otherCode(code())))).toBe('CODE_WRONG')
    }
  }
  scene.world.now = after(30 * DAY)
  expect(await outcome(typeSecond(await halfway(), code()))).toBe('TOO_MANY_REQUESTS')
})

test('M2: a code that was used once, in any sign-in, is refused; so is one of a clock that was set back', async () => {
  const used = code()
  await typeSecond(await halfway(), used)
  expect(await outcome(typeSecond(await halfway(), used))).toBe('CODE_WRONG')
  expect(await outcome(typeSecond(await halfway(), code(-1)))).toBe('CODE_WRONG')
  scene.world.now = after(-MINUTE)
  expect(await outcome(typeSecond(await halfway(), code()))).toBe('CODE_WRONG')
})

test('M5 M6: a recovery code stands in for the app once, and the owner hears of it', async () => {
  const [first = '', next = ''] = await addRecoveryCodes(scene.world, participantId)
  const browser = await halfway()
  expect(await second(browser)).toMatchObject({ mayUseRecovery: true })
  const token = browser.challenge
  await typeSecond(browser, first)
  expect(await outcome(me(browser))).toBe('ok')
  const again = Object.assign(new Browser(scene.world), { challenge: token })
  expect(await outcome(typeSecond(again, next))).toBe('CHALLENGE_OVER')
  expect(await outcome(typeSecond(await halfway(), first))).toBe('CODE_WRONG')
  expect(scene.world.sent.map(({ subject }) => subject)).toContain('A recovery code was used')
})

test('S4.19 W4: an account disabled in the middle of a sign-in gets nothing for its code', async () => {
  const browser = await halfway()
  await setAccount(scene.world, participantId, { disabled_at: scene.world.now })
  expect(await outcome(typeSecond(browser, code()))).toBe('CHALLENGE_OVER')
})

test('M4: a challenge serves its own account: the code of another person is wrong', async () => {
  const other = await person(scene, { emails: ['other@example.org'] }, 'other@example.org', {
    password: 'another quiet harbour town',
  })
  const theirs = await addFactor(scene.world, other.participantId)
  expect(await outcome(typeSecond(await halfway(), theirs()))).toBe('CODE_WRONG')
})

test('W3: the old session of the browser lives until the second step is done, and ends with it', async () => {
  const browser = await halfway()
  await typeSecond(browser, code())
  const old = browser.session
  scene.world.now = after(MINUTE)
  await browser.signIn(EMAIL)
  const before = Object.assign(new Browser(scene.world), { session: old })
  expect(await outcome(me(before))).toBe('ok')
  await typeSecond(browser, code())
  expect([await outcome(me(before)), await outcome(me(browser))]).toEqual(['NOT_SIGNED_IN', 'ok'])
})

test('an app lock that the device remembers and the word about sharing it hold after the second step too', async () => {
  const browser = Object.assign(new Browser(scene.world), { lockMinutes: 5 })
  await (await browser.api()).auth.signIn({ email: EMAIL, password: 'correct horse battery staple', shared: true })
  await typeSecond(browser, code())
  expect(await me(browser)).toMatchObject({ shared: true, lockMinutes: 5 })
})

test('challenges that are long over are forgotten', async () => {
  await halfway()
  await sweepSignIns(scene.world.db, after(DAY))
  expect(await scene.world.db.selectFrom('portal_challenge').selectAll().execute()).toHaveLength(1)
  await sweepSignIns(scene.world.db, after(2 * DAY))
  expect(await scene.world.db.selectFrom('portal_challenge').selectAll().execute()).toEqual([])
})
