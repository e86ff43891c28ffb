import { afterAll, beforeEach, expect, test } from 'vitest'
import { after, Browser, HOUR, MINUTE, outcome, refusal, SECOND, tally } from '../invites/portalWorld'
import {
  askCode,
  askLink,
  askReset,
  EMAIL,
  openScene,
  openWaysIn,
  PHONE,
  person,
  resend,
  type Scene,
  story,
} from './waysInWorld'

let scene: Scene

beforeEach(async () => {
  await scene?.database.drop()
  scene = await openScene()
})
afterAll(async () => await scene?.database.drop())

const fresh = (address?: string) => new Browser(scene.world, address)

test.each([
  EMAIL,
  'nobody@example.org',
])('L2 P4: links to %s go out 60 seconds apart and at most five in any hour', async (email) => {
  await person(scene)
  await askLink(fresh(), email)
  scene.world.now = after(MINUTE - SECOND)
  expect(await refusal(askLink(fresh('198.51.100.9'), email))).toMatchObject({
    code: 'RESEND_COOLDOWN',
    retryAfterSeconds: 1,
  })
  for (let n = 1; n < 5; n++) {
    scene.world.now = after(n * 10 * MINUTE)
    expect(await outcome(askLink(fresh(), email))).toBe('ok')
  }
  scene.world.now = after(50 * MINUTE)
  expect(await refusal(askLink(fresh(), ` ${email.toUpperCase()}`))).toMatchObject({
    code: 'TOO_MANY_REQUESTS',
    retryAfterSeconds: 600,
  })
  // In any hour: the window moves, it does not start anew.
  scene.world.now = after(HOUR)
  expect(await outcome(askLink(fresh(), email))).toBe('ok')
  scene.world.now = after(HOUR + MINUTE)
  expect(await refusal(askLink(fresh(), email))).toMatchObject({
    code: 'TOO_MANY_REQUESTS',
    retryAfterSeconds: 9 * 60,
  })
  expect(tally(await story(scene.world, null))['email_link too_many_sends']).toBe(3)
})

test('L2: a resend counts like a request, and a reset has a budget of its own', async () => {
  await person(scene)
  const browser = fresh()
  await askLink(browser)
  for (let n = 1; n < 5; n++) {
    scene.world.now = after(n * MINUTE)
    await resend(browser)
  }
  scene.world.now = after(5 * MINUTE)
  expect(await outcome(resend(browser))).toBe('TOO_MANY_REQUESTS')
  expect(await outcome(askReset(fresh()))).toBe('ok')
  expect(await outcome(askReset(fresh()))).toBe('RESEND_COOLDOWN')
})

test('L2: one account with several addresses is sent five links in an hour, however the answers look', async () => {
  const emails = ['a@example.org', 'b@example.org', 'c@example.org']
  const { participantId } = await person(scene, { emails })
  for (let n = 0; n < 9; n++) {
    scene.world.now = after(n * MINUTE)
    expect(await outcome(askLink(fresh(), emails[n % 3]))).toBe('ok')
    await scene.world.deliver()
  }
  expect(tally(await story(scene.world, participantId))).toEqual({
    'email_link link_sent': 5,
    'email_link too_many_sends': 4,
  })
})

test('L2: one address may ask for 20 different numbers in an hour; numbers it asked for before stay possible', async () => {
  const number = (n: number) => `604 555 ${String(1000 + n)}`
  for (let n = 0; n < 20; n++) await askCode(fresh(), number(n))
  expect(await refusal(askCode(fresh(), number(20)))).toMatchObject({
    code: 'TOO_MANY_REQUESTS',
    retryAfterSeconds: 3600,
  })
  expect(await outcome(askCode(fresh('198.51.100.9'), number(20)))).toBe('ok')
  scene.world.now = after(MINUTE)
  expect(await outcome(askCode(fresh(), number(3)))).toBe('ok')
  scene.world.now = after(HOUR)
  expect(await outcome(askCode(fresh(), number(21)))).toBe('ok')
})

test('Q2: of 40 requests at the same moment on two processes, one is sent', async () => {
  await person(scene)
  const other = await scene.database.openAgain()
  const worlds = [scene.world, openWaysIn(other)]
  const answers = await Promise.all(
    Array.from({ length: 40 }, async (_, n) => outcome(askCode(new Browser(worlds[n % 2] ?? scene.world), PHONE))),
  )
  expect(tally(answers)).toEqual({ ok: 1, RESEND_COOLDOWN: 39 })
  const delivered = await Promise.all(worlds.map((world) => world.deliver()))
  expect(delivered.flat()).toHaveLength(1)
  await other.close()
})

test('Q2: of 30 different numbers at the same moment from one address, 20 pass', async () => {
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, n) => outcome(askCode(fresh(), `604 555 ${1000 + n}`))),
  )
  expect(tally(answers)).toEqual({ ok: 20, TOO_MANY_REQUESTS: 10 })
})
