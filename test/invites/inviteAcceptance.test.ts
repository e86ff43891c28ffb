import { afterAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import {
  addClinic,
  addParticipant,
  after,
  auditLines,
  Browser,
  type Clinic,
  command,
  DAY,
  HOUR,
  invite,
  inviteRow,
  MINUTE,
  openWorld,
  outcome,
  SECOND,
  START,
  staffCaller,
  tally,
  type World,
} from './portalWorld'

let database: TestDatabase
let world: World
let clinic: Clinic

beforeEach(async () => {
  await database?.drop()
  database = await createTestDatabase()
  world = openWorld(database)
  clinic = await addClinic(world)
})
afterAll(async () => await database?.drop())

test('S0.10 S0.11 S0.12: a link opens, makes an account of the chosen email and name, and leads to the consents', async () => {
  const participantId = await addParticipant(world, clinic, { language: 'fr' })
  const { inviteId, token } = await invite(world, clinic, participantId)
  const browser = new Browser(world)
  expect(await browser.open(token)).toMatchObject({ step: 'register', tries: null, language: 'fr' })
  await browser.accept('Robin@Example.org')
  const me = await (await browser.api()).auth.me()
  expect(me).toMatchObject({ displayName: 'Robin M', email: 'Robin@Example.org', consentDone: false })
  expect(await outcome((await browser.api()).record.own())).toBe('CONSENT_REQUIRED')
  expect((await inviteRow(world, inviteId)).accepted_at).toEqual(START)
  expect(await auditLines(world)).toEqual([
    'invite.created ok',
    'invite.opened ok',
    'invite.accepted ok',
    'account.created ok',
  ])
})

test('I1 S0.10: of 50 accepts at the same moment, on two server processes, one wins and one account exists', async () => {
  const other = await database.openAgain()
  const participantId = await addParticipant(world, clinic)
  const { inviteId, token } = await invite(world, clinic, participantId)
  const processes = [world, openWorld(other)]
  const browsers = Array.from({ length: 50 }, (_, n) => new Browser(processes[n % 2] ?? world))
  for (const browser of browsers) await browser.open(token)
  const answers = await Promise.all(browsers.map((browser, n) => outcome(browser.accept(`robin${n}@example.org`))))
  expect(tally(answers)).toEqual({ ok: 1, LINK_NOT_WORKING: 49 })
  expect(await world.db.selectFrom('account').selectAll().execute()).toHaveLength(1)
  expect(await world.db.selectFrom('portal_session').selectAll().execute()).toHaveLength(1)
  expect(await world.db.selectFrom('invite_session').selectAll().execute()).toEqual([])
  expect((await inviteRow(world, inviteId)).accepted_at).toEqual(START)
  expect(tally(await auditLines(world))).toMatchObject({ 'invite.accepted ok': 1, 'account.created ok': 1 })
  await other.close()
})

test('I1: an accept and a revoke at the same moment: one of them wins, never both', async () => {
  for (let round = 0; round < 8; round++) {
    const participantId = await addParticipant(world, clinic)
    const { inviteId, token } = await invite(world, clinic, participantId)
    const browser = new Browser(world)
    await browser.open(token)
    const revoke = { writeId: inviteId, kind: 'invite.revoke', inviteId } as const
    const [accepted, revoked] = await Promise.all([
      outcome(browser.accept(`r${round}@example.org`)),
      command(world, staffCaller(world, clinic), revoke),
    ])
    const row = await inviteRow(world, inviteId)
    expect([accepted, revoked.outcome]).toEqual(row.revoked_at ? ['LINK_NOT_WORKING', 'applied'] : ['ok', 'refused'])
    expect(row.accepted_at === null).toBe(row.revoked_at !== null)
  }
})

test('S0.9 I1: an invite works one second before its 7 days are over and not one second after', async () => {
  const { token } = await invite(world, clinic, await addParticipant(world, clinic))
  world.now = after(7 * DAY - SECOND)
  const browser = new Browser(world)
  await browser.open(token)
  world.now = after(7 * DAY + SECOND)
  expect(await outcome(new Browser(world).open(token))).toBe('LINK_NOT_WORKING')
  expect(await outcome(browser.accept())).toBe('LINK_NOT_WORKING')
  expect(await world.db.selectFrom('account').selectAll().execute()).toEqual([])
})

test.each([
  24, 48, 168, 336,
] as const)('S4.21 I1: with the setting %i h an invite ends after exactly that', async (hours) => {
  await world.db
    .updateTable('clinic')
    .set({ settings: JSON.stringify({ inviteHours: hours }), rev: 99 })
    .execute()
  const { inviteId, token } = await invite(world, clinic, await addParticipant(world, clinic))
  expect((await inviteRow(world, inviteId)).expires_at).toEqual(after(hours * HOUR))
  world.now = after(hours * HOUR - 1)
  expect(await outcome(new Browser(world).open(token))).toBe('ok')
  world.now = after(hours * HOUR)
  expect(await outcome(new Browser(world).open(token))).toBe('LINK_NOT_WORKING')
})

test('I3: opening a link ten times uses nothing up and tells staff once', async () => {
  const { inviteId, token } = await invite(world, clinic, await addParticipant(world, clinic))
  for (let n = 0; n < 10; n++) {
    world.now = after(n * MINUTE)
    await new Browser(world).open(token)
  }
  expect((await inviteRow(world, inviteId)).opened_at).toEqual(START)
  expect(tally(await auditLines(world))['invite.opened ok']).toBe(1)
  const last = new Browser(world)
  await last.open(token)
  expect(await outcome(last.accept())).toBe('ok')
})

test('S0.10: a used link never opens again, and its page is dead in every other browser', async () => {
  const { token } = await invite(world, clinic, await addParticipant(world, clinic))
  const [first, second] = [new Browser(world), new Browser(world)]
  await first.open(token)
  await second.open(token)
  await first.accept()
  expect(await outcome((await second.api()).invite.current())).toBe('LINK_NOT_WORKING')
  expect(await outcome(second.accept('other@example.org'))).toBe('LINK_NOT_WORKING')
  expect(await outcome(new Browser(world).open(token))).toBe('LINK_NOT_WORKING')
})

test('an opened page has 30 minutes; the link then opens a new one', async () => {
  const { token } = await invite(world, clinic, await addParticipant(world, clinic))
  const browser = new Browser(world)
  await browser.open(token)
  world.now = after(30 * MINUTE - SECOND)
  expect(await outcome((await browser.api()).invite.current())).toBe('ok')
  world.now = after(30 * MINUTE)
  expect(await outcome(browser.accept())).toBe('LINK_NOT_WORKING')
  await browser.open(token)
  expect(await outcome(browser.accept())).toBe('ok')
})

test('the code of a printed letter opens the same invite, however it is typed', async () => {
  const { shortCode } = await invite(world, clinic, await addParticipant(world, clinic))
  for (const typed of [
    shortCode,
    shortCode.toLowerCase(),
    shortCode.replace(/-/g, ' '),
    ` ${shortCode.replace(/-/g, '')} `,
  ]) {
    expect(await outcome(new Browser(world).open(typed))).toBe('ok')
  }
})

test('Q2: one address may try 10 letter codes an hour; links and other addresses are not held up', async () => {
  const { token, shortCode } = await invite(world, clinic, await addParticipant(world, clinic))
  const guesses = Array.from({ length: 14 }, () => outcome(new Browser(world).open('ABCD-EFGH-JKMN-PQRS')))
  expect(tally(await Promise.all(guesses))).toEqual({ LINK_NOT_WORKING: 10, TOO_MANY_REQUESTS: 4 })
  expect(await outcome(new Browser(world).open(shortCode))).toBe('TOO_MANY_REQUESTS')
  expect(await outcome(new Browser(world).open(token))).toBe('ok')
  expect(await outcome(new Browser(world, '198.51.100.9').open(shortCode))).toBe('ok')
  world.now = after(HOUR)
  expect(await outcome(new Browser(world).open(shortCode))).toBe('ok')
})

test('I2: after creation and acceptance the token, the letter code, the verbal code and the password are in no row', async () => {
  const { token, shortCode } = await invite(world, clinic, await addParticipant(world, clinic), 'blue kettle')
  const browser = new Browser(world)
  await browser.open(token)
  await browser.verify('blue kettle')
  await browser.accept('robin@example.org', 'a very long pass phrase')
  const secrets = [
    token,
    shortCode,
    shortCode.replace(/-/g, ''),
    'blue kettle',
    'a very long pass phrase',
    browser.session,
  ]
  const tables = [
    'invite',
    'invite_session',
    'account',
    'portal_session',
    'audit_log',
    'rate_counter',
    'attempt',
  ] as const
  for (const table of tables) {
    const text = JSON.stringify(await world.db.selectFrom(table).selectAll().execute(), asText)
    for (const secret of secrets) expect(text).not.toContain(secret)
  }
})

/** Bytes as hex and as text, so that a secret stored either way is found. */
function asText(_: string, value: unknown): unknown {
  const bytes = value as { type?: string; data?: number[] } | null
  if (bytes?.type !== 'Buffer' || !bytes.data) return value
  const buffer = Buffer.from(bytes.data)
  return `${buffer.toString('hex')} ${buffer.toString('latin1')} ${buffer.toString('base64url')}`
}
