import { afterAll, beforeEach, expect, test } from 'vitest'
import { drawCode } from '../../server/waysIn/typedCodes'
import { newSmsCode } from '../../shared/waysIn/waysInRules'
import { after, Browser, HOUR, MINUTE, outcome, refusal, SECOND, tally } from '../invites/portalWorld'
import {
  addFactor,
  askCode,
  changeSettings,
  METHODS,
  me,
  openScene,
  otherCode,
  PHONE,
  person,
  resend,
  type Scene,
  sentCode,
  setAccount,
  story,
  typeCode,
} from './waysInWorld'

let scene: Scene

beforeEach(async () => {
  await scene?.database.drop()
  scene = await openScene()
})
afterAll(async () => await scene?.database.drop())

const fresh = () => new Browser(scene.world)

test('S3.3 S3.8: six digits by SMS, typed into the page that asked, sign in; spaces and hyphens do not count', async () => {
  const { participantId } = await person(scene)
  const browser = fresh()
  const view = await askCode(browser, '+1 604 555 0142')
  expect(view).toEqual({ channel: 'sms', masked: '••••••••42', resendInSeconds: 60, expiresInSeconds: 600 })
  const [message] = await scene.world.deliver()
  expect([message?.channel, message?.to]).toEqual(['sms', '+16045550142'])
  const code = message?.code ?? ''
  expect(code).toMatch(/^[0-9]{6}$/)
  expect(await typeCode(browser, ` ${code.slice(0, 3)} - ${code.slice(3)} `)).toEqual({ next: 'home' })
  expect(await outcome(me(browser))).toBe('ok')
  expect(await story(scene.world, participantId)).toEqual(['sms_code code_sent', 'sms_code signed_in'])
})

test('L1: a code opens nothing in a browser that did not ask for it', async () => {
  await person(scene)
  const code = await sentCode(fresh())
  expect(await outcome(typeCode(fresh(), code))).toBe('CHALLENGE_OVER')
  const other = fresh()
  await askCode(other, '604 555 0199')
  await scene.world.deliver()
  expect(await outcome(typeCode(other, code))).toBe('CODE_WRONG')
})

test('S3.24 L1: a code works once and for 10 minutes, to the second', async () => {
  const { participantId } = await person(scene)
  const browser = fresh()
  const code = await sentCode(browser)
  const request = browser.signInRequest
  await typeCode(browser, code)
  const again = Object.assign(fresh(), { signInRequest: request })
  expect(await outcome(typeCode(again, code))).toBe('CHALLENGE_OVER')
  scene.world.now = after(MINUTE)
  const late = fresh()
  const second = await sentCode(late)
  scene.world.now = after(11 * MINUTE)
  expect(await outcome(typeCode(late, second))).toBe('CODE_WRONG')
  expect((await story(scene.world, participantId)).at(-1)).toBe('sms_code code_expired')
  const third = await (async () => {
    await resend(late)
    return (await scene.world.deliver())[0]?.code ?? ''
  })()
  scene.world.now = after(21 * MINUTE - SECOND)
  expect(await outcome(typeCode(late, third))).toBe('ok')
})

test('S3.10 L1: a resend and a request elsewhere end every earlier code', async () => {
  await person(scene)
  const browser = fresh()
  const first = await sentCode(browser)
  scene.world.now = after(MINUTE)
  await resend(browser)
  expect(await outcome(typeCode(browser, first))).toBe('CODE_WRONG')
  const second = (await scene.world.deliver())[0]?.code ?? ''
  scene.world.now = after(2 * MINUTE)
  const third = await sentCode(fresh())
  expect(third).not.toBe('')
  expect(await outcome(typeCode(browser, second))).toBe('CODE_WRONG')
})

test.each([
  PHONE,
  '604 555 0199',
])('L2 P4: five wrong codes for %s end it and a resend gives no new tries, whether anybody has that number or not', async (phone) => {
  await person(scene)
  const browser = fresh()
  const code = await sentCode(browser, phone)
  const left = []
  for (let n = 0; n < 5; n++) left.push((await refusal(typeCode(browser, otherCode(code))))?.detail.triesLeft)
  expect(left).toEqual([4, 3, 2, 1, 0])
  expect(await refusal(typeCode(browser, code || '123456'))).toMatchObject({
    code: 'TOO_MANY_REQUESTS',
    retryAfterSeconds: 900,
  })
  scene.world.now = after(MINUTE)
  await resend(browser)
  const newer = (await scene.world.deliver())[0]?.code ?? '123456'
  expect(await outcome(typeCode(browser, newer))).toBe('TOO_MANY_REQUESTS')
  scene.world.now = after(15 * MINUTE)
  expect(await outcome(typeCode(browser, '000000'))).toBe('CODE_WRONG')
})

test('L2: the fifth wrong code ends the code for good: the pause over, the right one is still refused', async () => {
  await person(scene)
  const browser = fresh()
  const code = await sentCode(browser)
  for (let n = 0; n < 5; n++) await outcome(typeCode(browser, otherCode(code)))
  await scene.world.db.deleteFrom('attempt').execute()
  expect(await outcome(typeCode(browser, code))).toBe('CODE_WRONG')
})

test('S3.22 P4: an unknown number, an unusable one, a landline of somebody else: the same page, the same refusals, no message', async () => {
  await person(scene)
  for (const phone of ['604 555 0199', 'not a number', '', '12']) {
    const browser = fresh()
    const view = await askCode(browser, phone)
    expect(view).toMatchObject({ channel: 'sms', resendInSeconds: 60, expiresInSeconds: 600 })
    expect(await scene.world.deliver()).toEqual([])
    expect(await refusal(typeCode(browser, '123456'))).toMatchObject({ code: 'CODE_WRONG', detail: { triesLeft: 4 } })
    expect(await (await browser.api()).auth.request()).toMatchObject({ channel: 'sms' })
  }
  expect(tally(await story(scene.world, null))).toMatchObject({ 'sms_code unknown_contact': 4 })
})

test('two accounts on one number get different codes, and each opens its own', async () => {
  for (const n of [1, 2]) await person(scene, { phones: [PHONE] }, `child${n}@example.org`)
  const browser = fresh()
  await askCode(browser)
  const codes = (await scene.world.deliver()).map((message) => message.code ?? '')
  expect(new Set(codes).size).toBe(2)
  await typeCode(browser, codes[1] ?? '')
  expect((await me(browser)).email).toMatch(/^child[12]@example.org$/)
})

test('a disabled account gets no code, and one that was sent before opens nothing', async () => {
  const { participantId } = await person(scene)
  const browser = fresh()
  const code = await sentCode(browser)
  await setAccount(scene.world, participantId, { disabled_at: scene.world.now })
  expect(await outcome(typeCode(browser, code))).toBe('CODE_WRONG')
  scene.world.now = after(MINUTE)
  await resend(browser)
  expect(await scene.world.deliver()).toEqual([])
  expect(await story(scene.world, participantId)).toEqual([
    'sms_code code_sent',
    'sms_code disabled',
    'sms_code disabled',
  ])
})

test('the page lives an hour through resends, and then says that it took too long', async () => {
  await person(scene)
  const browser = fresh()
  await askCode(browser)
  scene.world.now = after(30 * MINUTE)
  expect(await (await browser.api()).auth.request()).toMatchObject({ resendInSeconds: 0, expiresInSeconds: 0 })
  await resend(browser)
  scene.world.now = after(HOUR)
  expect(await (await browser.api()).auth.request()).toBeNull()
  expect(await outcome(resend(browser))).toBe('CHALLENGE_OVER')
})

test('a clock set back by an hour shows no wait longer than a minute and sends nothing sooner', async () => {
  await person(scene)
  const browser = fresh()
  await askCode(browser)
  scene.world.now = after(-HOUR)
  expect(await (await browser.api()).auth.request()).toMatchObject({ resendInSeconds: 60 })
  expect(await refusal(resend(browser))).toMatchObject({ code: 'RESEND_COOLDOWN', retryAfterSeconds: 60 })
})

test('SMS switched off is refused alike for everybody, M5: a second factor is asked for after the code', async () => {
  const { participantId } = await person(scene)
  await addFactor(scene.world, participantId)
  const browser = fresh()
  const code = await sentCode(browser)
  expect(await typeCode(browser, code)).toEqual({ next: 'second' })
  expect(browser.session).toBeNull()
  await changeSettings(scene.world, { methods: { ...METHODS, smsCode: false } })
  for (const phone of [PHONE, '604 555 0199']) expect(await outcome(askCode(fresh(), phone))).toBe('WAY_OFF')
})

test('known trap: codes are drawn evenly from all 1,000,000 values, leading zeros included', () => {
  const counts = new Array<number>(10).fill(0)
  const firsts = new Array<number>(10).fill(0)
  for (let n = 0; n < 20_000; n++) {
    const code = drawCode(new Set())
    expect(code).toHaveLength(6)
    for (const digit of code) counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1
    firsts[Number(code[0])] = (firsts[Number(code[0])] ?? 0) + 1
  }
  // Five standard deviations: about one false alarm in 100,000 runs.
  for (const count of counts) expect(Math.abs(count - 12_000)).toBeLessThan(5 * Math.sqrt(12_000 * 0.9))
  for (const count of firsts) expect(Math.abs(count - 2_000)).toBeLessThan(5 * Math.sqrt(2_000 * 0.9))
  expect([newSmsCode(() => 0), newSmsCode((limit) => limit - 1)]).toEqual(['000000', '999999'])
})
