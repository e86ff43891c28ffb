import { afterAll, beforeEach, expect, test } from 'vitest'
import { after, Browser, MINUTE, outcome, refusal, SECOND, START } from '../invites/portalWorld'
import {
  addFactor,
  askLink,
  changeSettings,
  EMAIL,
  METHODS,
  me,
  openLink,
  openScene,
  person,
  resend,
  type Scene,
  sentLink,
  setAccount,
  story,
  tokenOf,
} from './waysInWorld'

let scene: Scene

beforeEach(async () => {
  await scene?.database.drop()
  scene = await openScene()
})
afterAll(async () => await scene?.database.drop())

const fresh = () => new Browser(scene.world)

test('S3.1 S3.2: the link in the mail signs in by itself in the browser that asked, and nothing else is asked for', async () => {
  const { participantId } = await person(scene)
  const browser = fresh()
  const view = await askLink(browser, ' Robin@Example.org ')
  expect(view).toEqual({ channel: 'email', masked: 'R•••n@E•••.org', resendInSeconds: 60, expiresInSeconds: 900 })
  const [message, ...more] = await scene.world.deliver()
  expect([message?.to, message?.links[0]?.split('#')[0], more]).toEqual([EMAIL, 'https://portal.example.org/link', []])
  expect(await openLink(browser, tokenOf(message))).toEqual({ state: 'done', next: 'home' })
  expect((await me(browser)).email).toBe(EMAIL)
  expect(await story(scene.world, participantId)).toEqual(['email_link link_sent', 'email_link signed_in'])
})

test('S3.2 I3: in another browser the link asks for one button and uses nothing up until it is pressed', async () => {
  await person(scene)
  const token = await sentLink(fresh())
  const other = fresh()
  for (let n = 0; n < 5; n++) expect(await openLink(other, token)).toEqual({ state: 'confirm' })
  expect(other.session).toBeNull()
  expect(await openLink(other, token, true)).toEqual({ state: 'done', next: 'home' })
  expect(await outcome(me(other))).toBe('ok')
})

test('L1 I6: used, expired, ended, disabled and unknown links are one answer, and staff can see which it was', async () => {
  const { participantId } = await person(scene)
  const browser = fresh()
  const used = await sentLink(browser)
  await openLink(browser, used)
  const answers = [await refusal(openLink(browser, used, true))]
  scene.world.now = after(2 * MINUTE)
  const ended = await sentLink(fresh())
  scene.world.now = after(4 * MINUTE)
  const late = await sentLink(fresh())
  answers.push(await refusal(openLink(fresh(), ended, true)))
  scene.world.now = after(19 * MINUTE)
  answers.push(await refusal(openLink(fresh(), late, true)))
  answers.push(await refusal(openLink(fresh(), 'A'.repeat(43), true)))
  answers.push(await refusal(openLink(fresh(), 'not a token at all', false)))
  const open = await sentLink(fresh())
  await setAccount(scene.world, participantId, { disabled_at: scene.world.now })
  answers.push(await refusal(openLink(fresh(), open, true)))
  answers.push(await refusal(openLink(fresh(), open, false)))
  for (const answer of answers) expect(answer).toMatchObject({ code: 'LINK_NOT_WORKING', detail: {} })
  const refused = (await story(scene.world, participantId)).filter((line) => !/sent|signed_in/.test(line))
  expect(refused).toEqual([
    'email_link link_used',
    'email_link link_used',
    'email_link link_expired',
    'email_link disabled',
    'email_link disabled',
  ])
})

test('S3.23 L1: a link works until the last second of its 15 minutes, and the setting counts', async () => {
  await person(scene)
  const token = await sentLink(fresh())
  scene.world.now = after(15 * MINUTE - SECOND)
  expect(await openLink(fresh(), token)).toEqual({ state: 'confirm' })
  scene.world.now = after(15 * MINUTE)
  expect(await outcome(openLink(fresh(), token, true))).toBe('LINK_NOT_WORKING')
  await changeSettings(scene.world, { emailLinkMinutes: 30 })
  const browser = fresh()
  const longer = await sentLink(browser)
  expect(scene.world.sent.at(-1)?.text).toContain('for 30 minutes')
  scene.world.now = after(45 * MINUTE - SECOND)
  expect(await openLink(browser, longer)).toMatchObject({ state: 'done' })
})

test('S3.10 S3.9: Resend ends the earlier link before the new one is even sent', async () => {
  await person(scene)
  const browser = fresh()
  const first = await sentLink(browser)
  scene.world.now = after(MINUTE)
  expect(await resend(browser)).toMatchObject({ resendInSeconds: 60, expiresInSeconds: 900 })
  expect(await outcome(openLink(browser, first))).toBe('LINK_NOT_WORKING')
  const [message] = await scene.world.deliver()
  expect(await openLink(browser, tokenOf(message))).toMatchObject({ state: 'done' })
})

test('S3.5: an email typed at registration opens nothing until it is proved; one in the record does, for everybody who has it', async () => {
  const { participantId } = await person(scene, { emails: ['on.file@example.org'] }, 'typed@example.org')
  expect(await sentLink(fresh(), 'typed@example.org')).toBe('')
  expect(await sentLink(fresh(), 'on.file@example.org')).not.toBe('')
  await setAccount(scene.world, participantId, { email_verified_at: START })
  scene.world.now = after(2 * MINUTE)
  const token = await sentLink(fresh(), 'typed@example.org')
  expect(scene.world.sent.at(-1)?.to).toBe('typed@example.org')
  expect(await openLink(fresh(), token, true)).toMatchObject({ state: 'done' })
})

test('S3.5: several accounts on one mailbox get a message each, three at most, and each link opens its own', async () => {
  const people = []
  for (const n of [1, 2, 3, 4]) {
    people.push(await person(scene, { emails: ['family@example.org'] }, `child${n}@example.org`))
    // The oldest three are meant, so they must not be of one moment.
    scene.world.now = new Date(scene.world.now.getTime() + 1_000)
  }
  const browser = fresh()
  await askLink(browser, 'family@example.org')
  const messages = await scene.world.deliver()
  expect(messages.map(({ to }) => to)).toEqual(Array(3).fill('family@example.org'))
  const opened = []
  for (const message of messages) {
    await openLink(browser, tokenOf(message), true)
    opened.push((await me(browser)).email)
  }
  expect(opened.sort()).toEqual(['child1@example.org', 'child2@example.org', 'child3@example.org'])
})

test('the mail goes to the address as it is on file, never to what somebody typed that only looks alike', async () => {
  await person(scene, { emails: ['robin@kelvin.example'] }, 'typed@example.org')
  await askLink(fresh(), 'ROBIN@\u212Aelvin.example')
  const messages = await scene.world.deliver()
  for (const { to } of messages) expect(to).toBe('robin@kelvin.example')
})

test('S3.4: a way that the clinic switched off is refused alike for everybody, also for a link that was sent before', async () => {
  await person(scene)
  const token = await sentLink(fresh())
  await changeSettings(scene.world, { methods: { ...METHODS, emailLink: false, smsCode: false } })
  for (const email of [EMAIL, 'nobody@example.org']) expect(await outcome(askLink(fresh(), email))).toBe('WAY_OFF')
  expect(await outcome(openLink(fresh(), token, true))).toBe('WAY_OFF')
})

test('M5: with a second factor the link gives no session but the second step', async () => {
  const { participantId } = await person(scene)
  await addFactor(scene.world, participantId)
  const browser = fresh()
  const token = await sentLink(browser)
  expect(await openLink(browser, token)).toEqual({ state: 'done', next: 'second' })
  expect([browser.session, browser.challenge === null]).toEqual([null, false])
})

test('W2 S2: what was said about the device when asking holds for the session, and Use another address starts over', async () => {
  await person(scene)
  const browser = fresh()
  await askLink(browser, 'other@example.org')
  await scene.world.deliver()
  scene.world.now = after(MINUTE)
  await askLink(browser, EMAIL, true)
  const [message] = await scene.world.deliver()
  await openLink(browser, tokenOf(message))
  expect(await me(browser)).toMatchObject({ shared: true, idleSeconds: 1800 })
})

test('W3: the session that this browser had before ends with the new one', async () => {
  const { browser } = await person(scene)
  const old = Object.assign(fresh(), { session: browser.session })
  await openLink(browser, await sentLink(browser))
  expect([await outcome(me(browser)), await outcome(me(old))]).toEqual(['ok', 'NOT_SIGNED_IN'])
})

test('a request that waited for longer than its link would live is not sent any more', async () => {
  await person(scene)
  await askLink(fresh())
  scene.world.now = after(15 * MINUTE)
  expect(await scene.world.deliver()).toEqual([])
})

test('I2, S2.69: the link is of one account and only its hash is stored; neither it nor the address stands in the database', async () => {
  await person(scene)
  const token = await sentLink(fresh())
  const rows = [
    await scene.world.db.selectFrom('one_time_secret').selectAll().execute(),
    await scene.world.db.selectFrom('sign_in_request').selectAll().execute(),
    await scene.world.db.selectFrom('sign_in_attempt').selectAll().execute(),
    await scene.world.db.selectFrom('send_budget').selectAll().execute(),
    await scene.world.db.selectFrom('audit_log').selectAll().execute(),
  ]
  const text = JSON.stringify(rows, (_, value) =>
    value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
  )
  expect([text.includes(token), text.includes(EMAIL)]).toEqual([false, false])
})
