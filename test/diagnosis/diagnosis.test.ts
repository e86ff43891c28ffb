import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { portalCodesInARow } from '../../server/accountSecurity/factorCheck'
import { attemptKey } from '../../server/accounts/portalAuthService'
import { recordFailure } from '../../server/platform/rate/attempts'
import { contactHash, recordAttempt } from '../../server/waysIn/attemptStore'
import { emailContact } from '../../server/waysIn/contacts'
import { checkContact, diagnose } from '../../server/waysIn/diagnosisService'
import type { Role } from '../../shared/access/roles'
import type { AttemptReason } from '../../shared/waysIn/waysInSchemas'
import {
  act,
  auditAfter,
  change,
  type Desk,
  invited,
  lastSeq,
  member,
  openDesk,
  setRecord,
  withEmail,
} from '../accounts/accountWorld'
import { addClinic, after, HOUR, MINUTE, openWorld, outcome, staffCaller } from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

let database: TestDatabase
let desk: Desk

beforeAll(async () => {
  database = await createTestDatabase()
  desk = openDesk(database, await addClinic(openWorld(database)))
})
afterAll(() => database.drop())

const ask = (id: string, role: Role = 'admin') => diagnose(desk.deps, staffCaller(desk.world, desk.clinic, role), id)
const check = (id: string, contact: string, role: Role = 'admin') =>
  checkContact(desk.deps, staffCaller(desk.world, desk.clinic, role), { participantId: id, contact })

/** A try as the ways in record it. `minutes` ago. */
async function tried(id: string | null, reason: AttemptReason, minutes: number, email: string | null = null) {
  const contact = email === null ? null : contactHash(desk.deps.secrets, emailContact(email))
  const at = after(-minutes * MINUTE, desk.world.now)
  const visit = { address: '203.0.113.9', deviceWords: 'Firefox on Android' }
  await recordAttempt(desk.world.db, { at, way: 'email_link', reason, participantId: id, contact, visit })
}

test('product.md item 9: the last twenty tries, newest first, with the true reason, place and device', async () => {
  const { id } = await member(desk, 'ana')
  await desk.world.db.deleteFrom('sign_in_attempt').execute()
  for (let minutes = 30; minutes > 5; minutes--) await tried(id, minutes === 6 ? 'link_expired' : 'link_sent', minutes)
  await tried(null, 'password_wrong', 1, 'other@example.org')

  const diagnosis = await ask(id)

  expect(diagnosis.attempts).toHaveLength(20)
  expect(diagnosis.attempts[0]).toEqual({
    at: after(-6 * MINUTE, desk.world.now).toISOString(),
    way: 'email_link',
    reason: 'link_expired',
    address: '203.0.113.9',
    device: 'Firefox on Android',
  })
  expect(diagnosis).toMatchObject({ verdict: 'link_expired', remedy: 'wait_and_resend' })
  expect(diagnosis.checkedAt).toBe(desk.world.now.toISOString())
})

test('S3.22: a try that was counted for nobody is shown where the contact is theirs, and nowhere else', async () => {
  const { id, email } = await member(desk, 'bo')
  const { id: other } = await member(desk, 'bob')
  await desk.world.db.deleteFrom('sign_in_attempt').execute()
  await tried(null, 'too_many_sends', 3, 'bo@record.example')
  await tried(null, 'too_many_sends', 2, email.toUpperCase())
  expect((await ask(id)).attempts.map(({ reason }) => reason)).toEqual(['too_many_sends', 'too_many_sends'])
  expect((await ask(other)).attempts).toEqual([])
})

test('S4.15, S4.16, S4.18: never set up, invited, disabled: each leads to its own remedy', async () => {
  const { id: waiting } = await invited(desk)
  expect(await ask(waiting)).toMatchObject({ verdict: 'no_account', remedy: 'new_invite', attempts: [] })
  const { id } = await member(desk, 'cy')
  await act(desk, id, { kind: 'account.revoke' })
  expect(await ask(id)).toMatchObject({ verdict: 'disabled', remedy: 'enable' })
})

test('S3.27: portal off', async () => {
  const { id } = await member(desk, 'dee')
  await change(desk, { portalEnabled: false })
  const off = await ask(id)
  await change(desk, { portalEnabled: true })
  expect(off).toMatchObject({ verdict: 'portal_off', remedy: 'ask_administrator' })
})

test('M3, Q3: the locks of the account are seen as they are, and unlocking or resetting ends them', async () => {
  const { id, email } = await member(desk, 'ed')
  const { db, now } = desk.world
  await db.deleteFrom('sign_in_attempt').execute()
  const rule = { key: attemptKey(email), limit: 5, windowSeconds: 900, lockSeconds: 900, now }
  for (let wrong = 0; wrong < 5; wrong++) await recordFailure(db, rule)
  expect(await ask(id)).toMatchObject({ verdict: 'locked', remedy: 'unlock' })
  await act(desk, id, { kind: 'account.unlock' })
  expect(await ask(id)).toMatchObject({ verdict: 'nothing', remedy: 'none' })
  for (let wrong = 0; wrong < 100; wrong++) await recordFailure(db, portalCodesInARow(id, now))
  expect(await ask(id)).toMatchObject({ verdict: 'codes_paused', remedy: 'reset_mfa' })
  await act(desk, id, { kind: 'account.reset_mfa', reason: 'locked_out', identityCheck: 'verbal_code' })
  expect(await ask(id)).toMatchObject({ verdict: 'nothing', remedy: 'none' })
})

test('S3.25: only the email link is on and the record has no address: correct the record', async () => {
  const { id } = await member(desk, 'fay')
  await desk.world.db.deleteFrom('sign_in_attempt').execute()
  await setRecord(desk, id, { defaultEmail: null, emails: {} })
  await change(desk, { methods: { password: false, emailLink: true, smsCode: false } })
  expect(await ask(id)).toMatchObject({ verdict: 'unknown_contact', remedy: 'fix_contact' })
  await setRecord(desk, id, withEmail('fay@record.example'))
  expect(await ask(id)).toMatchObject({ verdict: 'nothing', remedy: 'none' })
  await change(desk, { methods: { password: true, emailLink: true, smsCode: false } })
})

test('D1: out of scope and unknown are the same refusal, for both questions', async () => {
  const { id } = await member(desk, 'gus')
  const from = await lastSeq(desk)
  for (const nobody of [id, randomUUID()]) {
    expect(await outcome(ask(nobody, 'staff'))).toBe('NOT_FOUND')
    expect(await outcome(check(nobody, 'gus@record.example', 'staff'))).toBe('NOT_FOUND')
  }
  expect(await auditAfter(desk, from)).toEqual([])
})

test('U1, U2: looking is one audit row in an hour for a colleague and participant, also from five consoles at once', async () => {
  const { id } = await member(desk, 'hal')
  const { id: other } = await member(desk, 'hope')
  const from = await lastSeq(desk)
  const row = { action: 'sign_in.diagnosed', outcome: 'ok', target: 'participant', detail: { check: 'attempts' } }
  await Promise.all([0, 1, 2, 3, 4].map(() => ask(id)))
  expect(await auditAfter(desk, from)).toEqual([row])
  await ask(other)
  desk.world.now = after(HOUR - 1, desk.world.now)
  await ask(id)
  expect(await auditAfter(desk, from)).toEqual([row, row])
  desk.world.now = after(1, desk.world.now)
  await ask(id)
  expect(await auditAfter(desk, from)).toEqual([row, row, row])
})

test('S3.22: whether an address or number opens this account', async () => {
  const { id, email } = await member(desk, 'ina')
  const phones = { [randomUUID()]: { value: '(604) 555-0142', label: '' } }
  await setRecord(desk, id, { phones })
  const verdict = async (contact: string) => (await check(id, contact)).verdict
  expect(await verdict(' INA@Record.Example ')).toBe('on_file')
  expect(await verdict('+1 604 555 0142')).toBe('on_file')
  expect(await verdict('604 555 0143')).toBe('not_on_file')
  expect(await verdict('ina@elsewhere.example')).toBe('not_on_file')
  expect(await verdict(email)).toBe('not_verified')
  const { db, now } = desk.world
  const proved = { email_verified_at: now, phone: '604 555 0199', phone_norm: '+16045550199', phone_verified_at: now }
  await db.updateTable('account').set(proved).where('participant_id', '=', id).execute()
  expect(await verdict(email)).toBe('verified_by_participant')
  expect(await verdict('604-555-0199')).toBe('verified_by_participant')
  for (const nothing of ['ina', 'ina@', '@', '12', 'a b@c']) expect(await verdict(nothing)).toBe('not_a_contact')
})

test('S3.22, U2: how often it was tried in the last day, whoever tried; the address itself is kept nowhere', async () => {
  const { id } = await member(desk, 'jo')
  const typed = 'jo.typo@record.example'
  await tried(null, 'unknown_contact', 10, typed)
  await tried(null, 'unknown_contact', 23 * 60, typed)
  await tried(null, 'unknown_contact', 25 * 60, typed)
  const from = await lastSeq(desk)
  expect(await check(id, typed)).toEqual({
    verdict: 'not_on_file',
    tries: 2,
    lastTryAt: after(-10 * MINUTE, desk.world.now).toISOString(),
  })
  const detail = { check: 'contact', verdict: 'not_on_file' }
  expect(await auditAfter(desk, from)).toEqual([
    { action: 'sign_in.diagnosed', outcome: 'ok', target: 'participant', detail },
  ])
})
