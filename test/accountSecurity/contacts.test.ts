import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Message } from '../../server/platform/mail/message'
import {
  addClinic,
  addParticipant,
  auditLines,
  Browser,
  type Clinic,
  HOUR,
  invite,
  joined,
  MINUTE,
  outcome,
  PASSWORD,
  refusal,
  SECOND,
  tally,
  type World,
} from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { everyRow, openSecurityWorld, pass, security } from './securityWorld'

const OLD = 'robin@example.org'
const NEW = 'robin.new@example.org'
const NUMBER = '+16045550142'

let database: TestDatabase
let world: World
let clinic: Clinic
let sent: Message[]

beforeEach(async () => {
  await database?.drop()
  database = await createTestDatabase()
  ;({ world, sent } = openSecurityWorld(database))
  clinic = await addClinic(world, { methods: { password: true, emailLink: true, smsCode: true } })
})
afterAll(() => database?.drop())

const view = async (browser: Browser) => (await security(browser)).view()
const changeEmail = async (browser: Browser, email = NEW) => (await security(browser)).changeEmail({ email })
const changePhone = async (browser: Browser, phone = '604-555-0142') => (await security(browser)).changePhone({ phone })
const confirm = async (browser: Browser, kind: 'email' | 'phone', code: string) =>
  (await security(browser)).confirmContact({ kind, code })
const lastCode = () => sent.findLast(({ code }) => code !== undefined)?.code ?? ''
const wrong = () => (lastCode() === '000000' ? '111111' : '000000')
const notices = () => sent.filter(({ code }) => code === undefined).map(({ subject, to }) => `${subject} -> ${to}`)

async function secretOf(participantId: string, purpose: 'email_link' | 'reset' | 'sms_code') {
  const id = randomUUID()
  const times = { created_at: world.now, expires_at: new Date(world.now.getTime() + HOUR) }
  const hash = Buffer.from(id)
  await world.db
    .insertInto('one_time_secret')
    .values({ id, hash, purpose, participant_id: participantId, ...times })
    .execute()
  return async () =>
    (await world.db.selectFrom('one_time_secret').select('ended_at').where('id', '=', id).executeTakeFirstOrThrow())
      .ended_at !== null
}

test('decision 0003: an address that was only typed is proved by a code of six digits, which lives 30 minutes', async () => {
  const { browser } = await joined(world, clinic)
  expect(await view(browser)).toMatchObject({ email: OLD, emailVerified: false, pendingEmail: null })
  expect(await (await security(browser)).verifyEmail()).toEqual({ resendInSeconds: 60 })
  expect(sent).toMatchObject([{ channel: 'email', to: OLD, subject: 'Your code', links: [] }])
  expect(lastCode()).toMatch(/^[0-9]{6}$/)
  expect((await view(browser)).pendingEmail).toBe(OLD)
  const first = lastCode()
  pass(world, 30 * MINUTE)
  expect(await outcome(confirm(browser, 'email', first))).toBe('CODE_WRONG')
  await (await security(browser)).verifyEmail()
  await confirm(browser, 'email', `${lastCode().slice(0, 3)} ${lastCode().slice(3)}`)
  expect(await view(browser)).toMatchObject({ emailVerified: true, pendingEmail: null })
  expect(notices()).toEqual([])
  expect(await auditLines(world)).toContain('account.contact_verified ok')
})

test('W5: a new email needs freshness and its code; the old and the new address hear of it, and links to the old one end', async () => {
  const { browser, participantId } = await joined(world, clinic)
  const links = [await secretOf(participantId, 'email_link'), await secretOf(participantId, 'reset')]
  const sms = await secretOf(participantId, 'sms_code')
  pass(world, 15 * MINUTE)
  expect(await outcome(changeEmail(browser))).toBe('REAUTH_REQUIRED')
  await (await security(browser)).reauthenticate({ password: PASSWORD })
  await changeEmail(browser)
  expect(sent.at(-1)).toMatchObject({ to: NEW, subject: 'Your code' })
  expect(await view(browser)).toMatchObject({ email: OLD, pendingEmail: NEW })
  const { rev } = await accountRow(participantId)
  await confirm(browser, 'email', lastCode())
  expect(await view(browser)).toMatchObject({ email: NEW, emailVerified: true, pendingEmail: null })
  expect(notices()).toEqual([`Your email address was changed -> ${OLD}`, `Your email address was changed -> ${NEW}`])
  expect(await auditLines(world)).toContain('account.contact_changed ok')
  expect((await accountRow(participantId)).rev).toBeGreaterThan(rev)
  expect(await Promise.all([...links, sms].map((isEnded) => isEnded()))).toEqual([true, true, false])
  expect(await outcome(new Browser(world).signIn(NEW))).toBe('ok')
  expect(await outcome(new Browser(world).signIn(OLD))).toBe('SIGN_IN_FAILED')
})

async function accountRow(participantId: string) {
  return await world.db
    .selectFrom('account')
    .selectAll()
    .where('participant_id', '=', participantId)
    .executeTakeFirstOrThrow()
}

test('W5: a code that is typed when the sign-in is no longer fresh changes nothing until the password is typed once more', async () => {
  const { browser } = await joined(world, clinic)
  await changeEmail(browser)
  const code = lastCode()
  pass(world, 16 * MINUTE)
  expect(await outcome(confirm(browser, 'email', code))).toBe('REAUTH_REQUIRED')
  expect((await view(browser)).email).toBe(OLD)
  await (await security(browser)).reauthenticate({ password: PASSWORD })
  expect(await outcome(confirm(browser, 'email', code))).toBe('ok')
  expect((await view(browser)).email).toBe(NEW)
})

test('W5: the starred address of the record hears of a change as well', async () => {
  const star = randomUUID()
  const emails = { [star]: { value: 'star@home.example', label: '' } }
  const participantId = await addParticipant(world, clinic, { emails, defaultEmail: star })
  const browser = new Browser(world)
  await browser.open((await invite(world, clinic, participantId)).token)
  await browser.accept()
  await browser.agreeToAll()
  await changeEmail(browser)
  await confirm(browser, 'email', lastCode())
  expect(notices().map((line) => line.split(' -> ')[1])).toEqual(['star@home.example', OLD, NEW])
})

test('L2: 60 seconds between two codes, five in an hour, the newest ends the older', async () => {
  const { browser } = await joined(world, clinic)
  await changeEmail(browser)
  const first = lastCode()
  expect(await refusal(changeEmail(browser))).toMatchObject({ code: 'RESEND_COOLDOWN', retryAfterSeconds: 60 })
  // Another address is no way round it.
  expect(await outcome(changeEmail(browser, 'third@example.org'))).toBe('RESEND_COOLDOWN')
  pass(world, MINUTE)
  await changeEmail(browser)
  if (first !== lastCode()) expect(await outcome(confirm(browser, 'email', first))).toBe('CODE_WRONG')
  for (let count = 0; count < 3; count++) {
    pass(world, MINUTE)
    await changeEmail(browser)
  }
  pass(world, MINUTE)
  expect(await refusal(changeEmail(browser))).toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterSeconds: 3300 })
  await confirm(browser, 'email', lastCode())
  expect((await view(browser)).email).toBe(NEW)
})

test('L2: five wrong codes kill the code, and sending again gives no new tries', async () => {
  const { browser } = await joined(world, clinic)
  await changeEmail(browser)
  for (const triesLeft of [4, 3, 2])
    expect(await refusal(confirm(browser, 'email', wrong()))).toMatchObject({
      code: 'CODE_WRONG',
      detail: { triesLeft },
    })
  pass(world, MINUTE)
  await changeEmail(browser)
  for (const triesLeft of [1, 0])
    expect(await refusal(confirm(browser, 'email', wrong()))).toMatchObject({
      code: 'CODE_WRONG',
      detail: { triesLeft },
    })
  expect(await outcome(confirm(browser, 'email', lastCode()))).toBe('CODE_WRONG')
  pass(world, MINUTE)
  expect(await outcome(changeEmail(browser))).toBe('TOO_MANY_REQUESTS')
  expect(await view(browser)).toMatchObject({ email: OLD, pendingEmail: null })
})

test('L1 L2: of 20 right codes at once one counts, and of 20 wrong ones no more than five are judged', async () => {
  const { browser } = await joined(world, clinic)
  await changeEmail(browser)
  const [code, bad] = [lastCode(), wrong()]
  const many = async (typed: string, count: number) =>
    tally(
      await Promise.all(
        Array.from({ length: count }, async () => (await refusal(confirm(browser, 'email', typed)))?.code ?? 'ok'),
      ),
    )
  expect(await many(code, 15)).toEqual({ ok: 1, CODE_WRONG: 14 })
  pass(world, MINUTE)
  await changeEmail(browser, 'later@example.org')
  await many(lastCode() === bad ? '999999' : bad, 15)
  expect(await outcome(confirm(browser, 'email', lastCode()))).toBe('CODE_WRONG')
  const { tries } = await world.db
    .selectFrom('one_time_secret')
    .select('tries')
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow()
  expect(tries).toBe(5)
})

test('I8: an email of another account is taken without a word; a fourth account of one email is refused, also at the last moment', async () => {
  const people = []
  for (const n of [1, 2, 3, 4])
    people.push(await joined(world, clinic, `p${n}@example.org`, `pass phrase number ${n} x`))
  const [one, two, three, four] = people.map(({ browser }) => browser)
  if (!one || !two || !three || !four) throw new Error('four people')
  await changeEmail(four, 'p1@example.org')
  const late = lastCode()
  for (const browser of [two, three]) {
    pass(world, MINUTE)
    await changeEmail(browser, 'P1@example.org')
    await confirm(browser, 'email', lastCode())
  }
  expect((await view(one)).email).toBe('p1@example.org')
  expect(await outcome(confirm(four, 'email', late))).toBe('ACCEPT_REFUSED')
  pass(world, MINUTE)
  expect(await outcome(changeEmail(four, 'p1@example.org'))).toBe('ACCEPT_REFUSED')
  expect((await view(four)).email).toBe('p4@example.org')
})

test('S3.8: a phone is written as people write it, proved by SMS within 10 minutes, changed and removed', async () => {
  const { browser, participantId } = await joined(world, clinic)
  expect(await outcome(changePhone(browser, '12'.repeat(10)))).toBe('INVALID_INPUT')
  expect(await outcome(changePhone(browser, 'call me later'))).toBe('INVALID_INPUT')
  await changePhone(browser)
  expect(sent).toMatchObject([{ channel: 'sms', to: NUMBER }])
  expect(await view(browser)).toMatchObject({ phone: null, pendingPhone: NUMBER, smsOffered: true })
  pass(world, 10 * MINUTE)
  expect(await outcome(confirm(browser, 'phone', lastCode()))).toBe('CODE_WRONG')
  await changePhone(browser)
  // A code for one kind of contact is none for the other.
  expect(await outcome(confirm(browser, 'email', lastCode()))).toBe('CODE_WRONG')
  await confirm(browser, 'phone', lastCode())
  expect(await view(browser)).toMatchObject({ phone: NUMBER, pendingPhone: null })
  expect(notices()).toEqual([`Your phone number was changed -> ${OLD}`])
  const sms = await secretOf(participantId, 'sms_code')
  pass(world, 15 * MINUTE)
  expect(await outcome((await security(browser)).removePhone())).toBe('REAUTH_REQUIRED')
  await (await security(browser)).reauthenticate({ password: PASSWORD })
  await (await security(browser)).removePhone()
  expect((await view(browser)).phone).toBeNull()
  expect([await sms(), notices().length]).toEqual([true, 2])
})

test('S3.8: where nobody signs in by SMS no number is asked for', async () => {
  const { browser } = await joined(world, clinic)
  const settings = JSON.stringify({ methods: { password: true, emailLink: true, smsCode: false } })
  await world.db
    .updateTable('clinic')
    .set((set) => ({ settings, rev: set('rev', '+', 1) }))
    .execute()
  expect((await view(browser)).smsOffered).toBe(false)
  expect(await outcome(changePhone(browser))).toBe('WAY_OFF')
})

test('H3 I2: neither a code nor a contact that waits stands readable in any row', async () => {
  const { browser } = await joined(world, clinic)
  await changeEmail(browser)
  const email = lastCode()
  await changePhone(browser, '604-555-0177').catch(() => undefined)
  pass(world, MINUTE)
  await changePhone(browser, '604-555-0177')
  const everything = await everyRow(world)
  for (const hidden of [NEW, '6045550177', `"${email}"`, `"${lastCode()}"`])
    expect(everything.includes(hidden)).toBe(false)
  pass(world, SECOND)
})
