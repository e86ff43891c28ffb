import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Message } from '../../server/platform/mail/message'
import { listProcedures } from '../../server/platform/trpc/procedures'
import {
  addClinic,
  auditLines,
  Browser,
  type Clinic,
  HOUR,
  joined,
  MINUTE,
  outcome,
  PASSWORD,
  refusal,
  SECOND,
  type World,
} from '../invites/portalWorld'
import { fromBase32 } from '../staff/staffWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { codeAt, enrol, everyRow, openSecurityWorld, pass, secondBrowser, security, wrongCode } from './securityWorld'

let database: TestDatabase
let world: World
let clinic: Clinic
let sent: Message[]

beforeEach(async () => {
  await database?.drop()
  database = await createTestDatabase()
  ;({ world, sent } = openSecurityWorld(database))
  clinic = await addClinic(world)
})
afterAll(() => database?.drop())

const view = async (browser: Browser) => (await security(browser)).view()
const subjects = () => sent.map(({ subject, to }) => `${subject} -> ${to}`)

async function require2fa() {
  await world.db
    .updateTable('clinic')
    .set((set) => ({ settings: JSON.stringify({ mfaRequired: true }), rev: set('rev', '+', 1) }))
    .execute()
}

test('S1.4 S1.5 S1.6 S1.7 S1.8 S1.10 S1.12: a factor is begun with a QR code and a secret, and is active only after six digits of the app', async () => {
  const { browser } = await joined(world, clinic)
  const begun = await (await security(browser)).beginFactor({ name: 'My phone' })
  expect(begun.secret).toMatch(/^[A-Z2-7]{32}$/)
  const url = new URL(begun.otpauthUrl)
  expect(url.protocol + url.host).toBe('otpauth:totp')
  expect(decodeURIComponent(url.pathname)).toBe('/Alder Clinic:robin@example.org')
  expect(url.searchParams.get('secret')).toBe(begun.secret)
  expect((await view(browser)).factors).toMatchObject([{ name: 'My phone', status: 'unverified', lastUsedAt: null }])
  expect((await (await browser.api()).auth.me()).hasFactor).toBe(false)
  const secret = fromBase32(begun.secret)
  const confirm = async (code: string) => (await security(browser)).confirmFactor({ factorId: begun.factorId, code })
  expect(await refusal(confirm(wrongCode(secret, world.now)))).toMatchObject({
    code: 'CODE_WRONG',
    detail: { triesLeft: 9 },
  })
  expect(await outcome(confirm('12345'))).toBe('CODE_WRONG')
  const code = codeAt(secret, world.now)
  const { recoveryCodes } = await confirm(`${code.slice(0, 3)} ${code.slice(3)}`)
  expect(recoveryCodes).toHaveLength(10)
  expect((await view(browser)).factors).toMatchObject([{ name: 'My phone', status: 'verified' }])
  expect((await (await browser.api()).auth.me()).hasFactor).toBe(true)
  expect(subjects()).toEqual(['A second step was added -> robin@example.org'])
  expect(await auditLines(world)).toContain('mfa.verified ok')
})

test('S1.2 D2: without a session nothing of the Security page answers', async () => {
  const nobody = new Browser(world)
  expect(await outcome(view(nobody))).toBe('NOT_SIGNED_IN')
  expect(await outcome((await security(nobody)).beginFactor({ name: 'x' }))).toBe('NOT_SIGNED_IN')
})

test('S1.11 S1.4: several factors have names, each opens, and a name can be changed', async () => {
  const { browser } = await joined(world, clinic)
  const one = await enrol(browser, 'Phone')
  pass(world, SECOND)
  const two = await enrol(browser, 'Tablet')
  expect(one.recoveryCodes).toHaveLength(10)
  // The codes of the first one still serve.
  expect(two.recoveryCodes).toEqual([])
  await (await security(browser)).renameFactor({ factorId: two.factorId, name: ' Old tablet ' })
  expect((await view(browser)).factors.map(({ name }) => name)).toEqual(['Phone', 'Old tablet'])
  pass(world, 30 * SECOND)
  for (const secret of [one.secret, two.secret])
    expect(await outcome((await security(browser)).newRecoveryCodes({ code: codeAt(secret, world.now) }))).toBe('ok')
})

test('S1.11: ten factors are the most', async () => {
  const { browser } = await joined(world, clinic)
  for (let count = 0; count < 10; count++) await enrol(browser, `Device ${count}`)
  expect(await refusal((await security(browser)).beginFactor({ name: 'one more' }))).toMatchObject({
    code: 'INVALID_INPUT',
    detail: { reason: 'too_many_factors' },
  })
})

test('M7: a secret that nobody confirmed dies after 10 minutes, is replaced by a newer one and protects nothing', async () => {
  const { browser } = await joined(world, clinic)
  const old = await (await security(browser)).beginFactor({ name: 'Old' })
  const newer = await (await security(browser)).beginFactor({ name: 'Newer' })
  const confirm = async ({ factorId, secret }: typeof old) =>
    (await security(browser)).confirmFactor({ factorId, code: codeAt(fromBase32(secret), world.now) })
  expect(await outcome(confirm(old))).toBe('NOT_FOUND')
  expect(await (await secondBrowser(world)).api().then((api) => api.auth.me())).toMatchObject({ hasFactor: false })
  pass(world, 10 * MINUTE)
  expect((await view(browser)).factors).toEqual([])
  expect(await outcome(confirm(newer))).toBe('NOT_FOUND')
})

test('M2 W3: the code that confirmed a factor is used, and the session goes on under a new id', async () => {
  const { browser } = await joined(world, clinic)
  const oldCookie = browser.session
  const { secret } = await enrol(browser)
  expect(browser.session).not.toBe(oldCookie)
  const thief = new Browser(world)
  thief.session = oldCookie
  expect(await outcome(view(thief))).toBe('NOT_SIGNED_IN')
  expect(await outcome((await security(browser)).newRecoveryCodes({ code: codeAt(secret, world.now) }))).toBe(
    'CODE_WRONG',
  )
  pass(world, 30 * SECOND)
  expect(await outcome((await security(browser)).newRecoveryCodes({ code: codeAt(secret, world.now) }))).toBe('ok')
})

test('W5 M7: adding, removing and new codes need an authentication of the last 15 minutes', async () => {
  const { browser } = await joined(world, clinic)
  const { factorId, secret } = await enrol(browser)
  pass(world, 15 * MINUTE)
  const code = codeAt(secret, world.now)
  const api = await security(browser)
  expect(await outcome(api.beginFactor({ name: 'x' }))).toBe('REAUTH_REQUIRED')
  expect(await outcome(api.removeFactor({ factorId, code }))).toBe('REAUTH_REQUIRED')
  expect(await outcome(api.newRecoveryCodes({ code }))).toBe('REAUTH_REQUIRED')
  expect((await view(browser)).freshUntil).toBeNull()
  await (await security(browser)).reauthenticate({ password: PASSWORD })
  expect((await view(browser)).freshUntil).toBe(new Date(world.now.getTime() + 15 * MINUTE).toISOString())
  expect(await outcome((await security(browser)).newRecoveryCodes({ code }))).toBe('ok')
})

test('S1.9 M7 W4: an active factor goes only with a current code; other sessions, recovery codes and links end with the last one', async () => {
  const { browser, participantId } = await joined(world, clinic)
  const other = await secondBrowser(world)
  const { factorId, secret } = await enrol(browser)
  const remove = async (code: string) => (await security(browser)).removeFactor({ factorId, code })
  expect(await outcome(remove(wrongCode(secret, world.now)))).toBe('CODE_WRONG')
  expect(await outcome(remove('ABCD-EFGH-JKMN-PQRS'))).toBe('CODE_WRONG')
  expect(await outcome(view(other))).toBe('ok')
  pass(world, 30 * SECOND)
  await remove(codeAt(secret, world.now))
  expect(await view(browser)).toMatchObject({ factors: [], recoveryLeft: 0, recoveryMadeAt: null })
  expect(await outcome(view(other))).toBe('NOT_SIGNED_IN')
  expect(subjects().at(-1)).toBe('A second step was removed -> robin@example.org')
  expect(await auditLines(world)).toContain('mfa.removed ok')
  const codes = await world.db
    .selectFrom('recovery_code')
    .selectAll()
    .where('participant_id', '=', participantId)
    .execute()
  expect(codes).toEqual([])
})

test('M7 M6: a recovery code removes a factor of a lost phone, once, and its owner hears of both', async () => {
  const { browser } = await joined(world, clinic)
  const phone = await enrol(browser, 'Lost phone')
  await enrol(browser, 'New phone')
  const [code = ''] = phone.recoveryCodes
  await (await security(browser)).removeFactor({ factorId: phone.factorId, code: code.toLowerCase() })
  expect(await view(browser)).toMatchObject({ factors: [{ name: 'New phone' }], recoveryLeft: 9 })
  expect(subjects().slice(-2)).toEqual([
    'A recovery code was used -> robin@example.org',
    'A second step was removed -> robin@example.org',
  ])
  expect(sent.at(-2)?.text).toContain('9 are left')
  expect((await auditLines(world)).filter((line) => line === 'mfa.recovery_used ok')).toHaveLength(1)
})

test('M7 S1.9: the last factor stays while the clinic asks for one', async () => {
  const { browser } = await joined(world, clinic)
  const { factorId, secret } = await enrol(browser)
  await require2fa()
  pass(world, 30 * SECOND)
  expect(await outcome((await security(browser)).removeFactor({ factorId, code: codeAt(secret, world.now) }))).toBe(
    'LAST_FACTOR',
  )
  const spare = await enrol(browser, 'Spare')
  expect(await outcome((await security(browser)).removeFactor({ factorId, code: codeAt(secret, world.now) }))).toBe(
    'ok',
  )
  expect((await view(browser)).factors.map(({ id }) => id)).toEqual([spare.factorId])
})

test("G1: another person's factor is answered like a random id, and stays as it is", async () => {
  const one = await joined(world, clinic)
  const { factorId, secret } = await enrol(one.browser)
  const two = await joined(world, clinic, 'two@example.org', 'a second pass phrase')
  const own = await enrol(two.browser)
  pass(world, 30 * SECOND)
  const code = codeAt(own.secret, world.now)
  const answers = async (id: string) => {
    const api = await security(two.browser)
    return [
      await outcome(api.removeFactor({ factorId: id, code })),
      await outcome(api.renameFactor({ factorId: id, name: 'mine' })),
      await outcome(api.confirmFactor({ factorId: id, code: codeAt(secret, world.now) })),
    ]
  }
  expect(await answers(factorId)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'])
  expect(await answers(randomUUID())).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'])
  expect((await view(one.browser)).factors).toMatchObject([{ name: 'Phone', status: 'verified' }])
})

test('M5 S1.3: where a second factor is required and missing, every full procedure is refused and the way to set it up is open', async () => {
  const { browser } = await joined(world, clinic)
  await require2fa()
  expect(await (await browser.api()).auth.me()).toMatchObject({ mfaDone: false, hasFactor: false })
  // After the consents, which may have taken a while, no password is asked for on the way to the first factor.
  pass(world, 20 * MINUTE)
  const open = [
    'security.view',
    'security.beginFactor',
    'security.confirmFactor',
    'security.reauthenticate',
    'security.unlock',
  ]
  const id = randomUUID()
  const inputs: Record<string, unknown> = {
    'security.confirmFactor': { factorId: id, code: '000000' },
    'security.removeFactor': { factorId: id, code: '000000' },
    'security.renameFactor': { factorId: id, name: 'x' },
    'security.newRecoveryCodes': { code: '000000' },
    'security.endSession': { sessionId: id },
    'security.reauthenticate': { password: PASSWORD },
    'security.changePassword': { password: PASSWORD },
    'security.changeEmail': { email: 'new@example.org' },
    'security.changePhone': { phone: '604 555 0142' },
    'security.confirmContact': { kind: 'email', code: '000000' },
    'security.setAppLock': { minutes: 5 },
    'security.unlock': { code: '000000' },
    'security.beginFactor': { name: 'Phone' },
  }
  const portal = listProcedures(world.router).filter(
    ({ audience, path }) => audience === 'portal' || open.includes(path),
  )
  for (const { path } of portal) {
    const answer = await outcome(callPath(await browser.api(), path, inputs[path]))
    expect([path, answer === 'MFA_REQUIRED']).toEqual([path, !open.includes(path)])
  }
  await enrol(browser)
  expect(await (await browser.api()).auth.me()).toMatchObject({ mfaDone: true, hasFactor: true })
  expect(await outcome((await browser.api()).record.own())).toBe('ok')
})

async function callPath(api: Awaited<ReturnType<Browser['api']>>, path: string, input: unknown): Promise<unknown> {
  const found = path.split('.').reduce<unknown>((at, name) => Reflect.get(Object(at), name), api)
  if (typeof found !== 'function') throw new Error(`${path} is no procedure`)
  return await found(input)
}

test('W5: a session from yesterday cannot put up the first factor without the password, also where one is required', async () => {
  const { browser } = await joined(world, clinic)
  pass(world, 20 * HOUR)
  await require2fa()
  expect(await outcome((await security(browser)).beginFactor({ name: 'thief' }))).toBe('REAUTH_REQUIRED')
  await (await security(browser)).reauthenticate({ password: PASSWORD })
  expect(await outcome((await security(browser)).beginFactor({ name: 'mine' }))).toBe('ok')
})

test('M1 M6 H3: no secret and no recovery code stands readable in any row or message', async () => {
  const { browser } = await joined(world, clinic)
  const { text, secret, recoveryCodes } = await enrol(browser)
  pass(world, 30 * SECOND)
  await (await security(browser)).newRecoveryCodes({ code: codeAt(secret, world.now) })
  const everything = `${await everyRow(world)} ${JSON.stringify(sent)} ${JSON.stringify(await view(browser))}`
  const codes = recoveryCodes.flatMap((code) => [code, code.replaceAll('-', '')])
  for (const hidden of [text, secret.toString('hex'), secret.toString('latin1'), secret.toString('base64'), ...codes])
    expect(everything.includes(hidden)).toBe(false)
})

test("M1: a secret that was moved to another person's row does not open", async () => {
  const one = await joined(world, clinic)
  const { secret } = await enrol(one.browser)
  const two = await joined(world, clinic, 'two@example.org', 'a second pass phrase')
  const own = await enrol(two.browser)
  const stolen = await world.db
    .selectFrom('totp_factor')
    .select('secret')
    .where('participant_id', '=', one.participantId)
    .executeTakeFirstOrThrow()
  await world.db.updateTable('totp_factor').set({ secret: stolen.secret }).where('id', '=', own.factorId).execute()
  pass(world, 30 * SECOND)
  await expect((await security(two.browser)).newRecoveryCodes({ code: codeAt(secret, world.now) })).rejects.toThrow()
})
