import { afterAll, beforeAll, expect, test } from 'vitest'
import { portalCodesInARow, portalCodesPerHour } from '../../server/accountSecurity/factorCheck'
import { recordFailure } from '../../server/platform/rate/attempts'
import { contactHash } from '../../server/waysIn/attemptStore'
import { phoneContact } from '../../server/waysIn/contacts'
import { typedCodeBudget } from '../../server/waysIn/typedCodes'
import { addClinic, after, Browser, HOUR, MINUTE, outcome, SECOND } from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import {
  account,
  act,
  addFactor,
  addPending,
  auditAfter,
  change,
  type Desk,
  invited,
  lastSeq,
  member,
  openDesk,
  openWays,
  setRecord,
  withEmail,
} from './accountWorld'

let database: TestDatabase
let desk: Desk

beforeAll(async () => {
  database = await createTestDatabase()
  const world = openDesk(database, { staffId: '', programId: '' }).world
  desk = openDesk(database, await addClinic(world))
})
afterAll(() => database.drop())

const UNLOCK = { kind: 'account.unlock' } as const
const SEND_RESET = { kind: 'account.send_reset' } as const
const RESET_MFA = { kind: 'account.reset_mfa', reason: 'lost_phone', identityCheck: 'photo_id' } as const

test('Q3: unlock ends the pause of wrong passwords at once, with one audit row', async () => {
  const { id, email } = await member(desk, 'ana')
  for (let wrong = 0; wrong < 5; wrong++) await outcome(new Browser(desk.world).signIn(email, 'a wrong passphrase'))
  expect(await outcome(new Browser(desk.world).signIn(email))).toBe('SIGN_IN_FAILED')
  const from = await lastSeq(desk)

  expect(await act(desk, id, UNLOCK, 'staff')).toMatchObject({ outcome: 'applied', accounts: [{ lockedUntil: null }] })

  expect(await auditAfter(desk, from)).toEqual([
    { action: 'account.unlocked', outcome: 'ok', target: 'account', detail: {} },
  ])
  expect(await outcome(new Browser(desk.world).signIn(email))).toBe('ok')
  expect(await act(desk, id, UNLOCK)).toEqual({ outcome: 'refused', reason: 'not_locked' })
})

test('Q3, M3: unlock ends typed-code pauses of the record and the hour of second-factor codes', async () => {
  const { id } = await member(desk, 'bo')
  const phoneId = crypto.randomUUID()
  await setRecord(desk, id, { phones: { [phoneId]: { value: '604 555 0142', label: '' } } })
  const { db, now } = desk.world
  const contact = contactHash(desk.deps.secrets, phoneContact('+1 604 555 0142', 'US'))
  for (const rule of [typedCodeBudget(contact, now), portalCodesPerHour(id, now)]) {
    for (let wrong = 0; wrong < rule.limit; wrong++) await recordFailure(db, rule)
    expect(await act(desk, id, UNLOCK)).toMatchObject({ outcome: 'applied' })
    expect(await act(desk, id, UNLOCK)).toEqual({ outcome: 'refused', reason: 'not_locked' })
  }
})

test('M3: a hundred wrong codes in a row are no matter of unlocking; only a reset of the second factor opens them', async () => {
  const { id } = await member(desk, 'cy')
  const { db, now } = desk.world
  const rule = portalCodesInARow(id, now)
  for (let wrong = 0; wrong < rule.limit; wrong++) await recordFailure(db, rule)
  expect(await act(desk, id, UNLOCK)).toEqual({ outcome: 'refused', reason: 'not_locked' })
  expect(await act(desk, id, RESET_MFA)).toMatchObject({ outcome: 'applied' })
  expect(await db.selectFrom('attempt').selectAll().where('key', '=', rule.key).execute()).toEqual([])
})

test('S4.24, S4.25, S4.26, P5: a reset goes to the starred address for the hours of the settings, and staff never see its link', async () => {
  const { id } = await member(desk, 'dee')
  await change(desk, { resetHours: 48 })
  desk.sent.length = 0
  const from = await lastSeq(desk)

  const result = await act(desk, id, SEND_RESET, 'front_desk')

  const expires = after(48 * HOUR, desk.world.now).toISOString()
  expect(result).toMatchObject({ outcome: 'applied', accounts: [{ resetExpiresAt: expires, resetFailedAt: null }] })
  expect(desk.sent).toHaveLength(1)
  expect(desk.sent[0]).toMatchObject({ to: 'dee@record.example', subject: 'Choose a new password' })
  const token = desk.sent[0]?.links[0]?.split('#')[1] ?? ''
  expect(token.length).toBeGreaterThan(20)
  expect(JSON.stringify(result)).not.toContain(token)
  expect(await auditAfter(desk, from)).toEqual([
    { action: 'account.reset_sent', outcome: 'ok', target: 'account', detail: { hours: 48 } },
  ])
  const secrets = await desk.world.db
    .selectFrom('one_time_secret')
    .selectAll()
    .where('participant_id', '=', id)
    .where('purpose', '=', 'reset')
    .execute()
  expect(secrets.map(({ expires_at }) => expires_at.toISOString())).toEqual([expires])
  await change(desk, { resetHours: 24 })
})

test('S4.27: a second reset waits for the cooldown; after it the newest link ends the older one', async () => {
  const { id } = await member(desk, 'ed')
  const start = desk.world.now
  await act(desk, id, SEND_RESET)
  desk.world.now = after(4 * MINUTE + 30 * SECOND, start)
  expect(await act(desk, id, SEND_RESET)).toEqual({ outcome: 'refused', reason: 'cooldown', retryAfterSeconds: 30 })
  desk.world.now = after(5 * MINUTE, start)
  expect(await act(desk, id, SEND_RESET)).toMatchObject({ outcome: 'applied' })
  expect((await openWays(desk, id))[2]).toBe(1)
})

test('S4.25: without a starred address a proved one is taken, an unproved one never; a closed portal and a revoked account get none', async () => {
  const { id } = await member(desk, 'fay')
  await setRecord(desk, id, { defaultEmail: null, emails: {} })
  expect(await act(desk, id, SEND_RESET)).toEqual({ outcome: 'refused', reason: 'no_email' })
  const { db, now } = desk.world
  await db.updateTable('account').set({ email_verified_at: now }).where('participant_id', '=', id).execute()
  await change(desk, { portalEnabled: false })
  expect(await act(desk, id, SEND_RESET)).toEqual({ outcome: 'refused', reason: 'portal_off' })
  await change(desk, { portalEnabled: true })
  desk.sent.length = 0
  expect(await act(desk, id, SEND_RESET)).toMatchObject({ outcome: 'applied' })
  expect(desk.sent.map(({ to }) => to)).toEqual(['fay@own.example'])
  await act(desk, id, { kind: 'account.revoke' })
  expect((await account(desk, id)).reset_expires_at).toBeNull()
  expect(await act(desk, id, SEND_RESET)).toEqual({ outcome: 'refused', reason: 'account_disabled' })
})

test('S4.24: before there is an account there is nothing to reset, unlock or exempt', async () => {
  const { id } = await invited(desk)
  const exempt = { kind: 'account.exempt_mfa', reason: 'no_phone' } as const
  for (const wish of [SEND_RESET, UNLOCK, RESET_MFA, exempt]) {
    expect(await act(desk, id, wish)).toEqual({ outcome: 'refused', reason: 'no_account' })
  }
})

test('S0.22, S0.23, M8: a reset clears factors, recovery codes, challenges, links and sessions, and the participant is told', async () => {
  const { id, browser, email } = await member(desk, 'gus')
  await addFactor(desk, id)
  await addPending(desk, id)
  const { db, now } = desk.world
  await db.updateTable('account').set({ email_verified_at: now }).where('participant_id', '=', id).execute()
  desk.sent.length = 0
  const from = await lastSeq(desk)

  const result = await act(desk, id, RESET_MFA)

  const mfa = { state: 'none', factors: 0, recoveryLeft: 0, resetAt: now.toISOString() }
  expect(result).toMatchObject({ outcome: 'applied', accounts: [{ id, mfa }] })
  expect(await openWays(desk, id)).toEqual([0, 0, 0])
  expect(await db.selectFrom('totp_factor').selectAll().where('participant_id', '=', id).execute()).toEqual([])
  expect(await db.selectFrom('recovery_code').selectAll().where('participant_id', '=', id).execute()).toEqual([])
  expect(await outcome((await browser.api()).record.own())).toBe('NOT_SIGNED_IN')
  expect(desk.sent.map(({ to, subject }) => [to, subject])).toEqual([
    [email, 'Your second step was reset'],
    ['gus@record.example', 'Your second step was reset'],
  ])
  const detail = { reason: 'lost_phone', identityCheck: 'photo_id', factors: 1, recoveryCodes: 2 }
  expect(await auditAfter(desk, from)).toEqual([{ action: 'mfa.reset', outcome: 'ok', target: 'account', detail }])
  expect(await act(desk, id, RESET_MFA)).toEqual({ outcome: 'refused', reason: 'no_factor' })
})

test('M8: without a proved or a starred address the notice goes to the one they signed up with, and carries no link', async () => {
  const { id, email } = await member(desk, 'gwen')
  await setRecord(desk, id, { defaultEmail: null, emails: {} })
  await addFactor(desk, id)
  desk.sent.length = 0
  await act(desk, id, RESET_MFA)
  expect(desk.sent.map(({ to, links }) => [to, links])).toEqual([[email, []]])
})

test('S0.24: after a reset the next sign-in asks for a new second factor only where one is required', async () => {
  const { id, email } = await member(desk, 'hob')
  await addFactor(desk, id)
  await act(desk, id, RESET_MFA)
  const again = new Browser(desk.world)
  await again.signIn(email)
  expect(await outcome((await again.api()).record.own())).toBe('ok')
  await change(desk, { mfaRequired: true })
  expect(await outcome((await again.api()).record.own())).toBe('MFA_REQUIRED')
  const exempted = await act(desk, id, { kind: 'account.exempt_mfa', reason: 'cannot_use_app' })
  expect(exempted).toMatchObject({
    accounts: [{ mfa: { state: 'exempt', exemptByName: 'Sam Reed', exemptReason: 'cannot_use_app' } }],
  })
  expect(await outcome((await again.api()).record.own())).toBe('ok')
  const ended = await act(desk, id, { kind: 'account.exempt_mfa', reason: null })
  expect(ended).toMatchObject({ accounts: [{ mfa: { state: 'reset_required', exemptReason: null } }] })
  await change(desk, { mfaRequired: false })
})

test('S0.25: exempting and its end are one audit row each; what is so already leaves none', async () => {
  const { id } = await member(desk, 'ike')
  await setRecord(desk, id, withEmail(null))
  const from = await lastSeq(desk)
  for (const reason of ['no_phone', 'no_phone', 'other', null, null] as const) {
    expect(await act(desk, id, { kind: 'account.exempt_mfa', reason })).toMatchObject({ outcome: 'applied' })
  }
  expect((await auditAfter(desk, from)).map(({ action, detail }) => [action, detail])).toEqual([
    ['mfa.exempted', { reason: 'no_phone' }],
    ['mfa.exempted', { reason: 'other' }],
    ['mfa.exemption_ended', {}],
  ])
})
