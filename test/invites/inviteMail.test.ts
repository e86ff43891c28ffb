import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { emailInvite, type InviteMailDeps, inviteMailGivenUp } from '../../server/invites/inviteMail'
import { inviteMail, readInviteTemplates } from '../../server/invites/inviteMailText'
import { inviteDoc } from '../../server/invites/inviteStore'
import { inTransaction } from '../../server/platform/database/transaction'
import { createEnqueue, openMessage } from '../../server/platform/mail/outbox'
import { inScope } from '../../server/sync/scopeStore'
import { LANGUAGES } from '../../shared/clinic/clinicSchemas'
import { inviteState } from '../../shared/invites/inviteRules'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import {
  addClinic,
  addParticipant,
  after,
  auditLines,
  Browser,
  type Clinic,
  invite,
  inviteRow,
  MINUTE,
  openWorld,
  outcome,
  refusal,
  SECOND,
  START,
  staffCaller,
  tally,
  type World,
} from './portalWorld'

const TEMPLATES = readInviteTemplates(resolve(import.meta.dirname, '../../resources/mail'))
const [HOME, WORK] = [randomUUID(), randomUUID()]
const EMAILS = {
  [HOME]: { value: 'home@canary.example', label: '' },
  [WORK]: { value: 'work@canary.example', label: '' },
}
let database: TestDatabase
let world: World
let clinic: Clinic
let deps: InviteMailDeps

beforeEach(async () => {
  await database?.drop()
  database = await createTestDatabase()
  world = openWorld(database)
  clinic = await addClinic(world)
  deps = { ...world.deps, templates: TEMPLATES, enqueue: createEnqueue(database.secrets), inScope }
})
afterAll(async () => await database?.drop())

const email = (input: { inviteId: string; token: string }, role: 'admin' | 'staff' | 'auditor' = 'admin') =>
  emailInvite(deps, staffCaller(world, clinic, role), { inviteId: input.inviteId, token: input.token })

async function invited(fields = {}) {
  const participantId = await addParticipant(world, clinic, { emails: EMAILS, defaultEmail: HOME, ...fields })
  return { participantId, ...(await invite(world, clinic, participantId, 'blue kettle')) }
}

async function messages() {
  const rows = await world.db.selectFrom('outbox_message').selectAll().orderBy('created_at').execute()
  return rows.map((row) => openMessage(database.secrets, row))
}

test('S4.3 S4.4 S4.6: the mail goes to the starred address, names its sender, and its link works', async () => {
  const link = await invited()
  expect(await email(link)).toMatchObject({ id: link.inviteId, emailedAt: START.toISOString() })
  const [message] = await messages()
  const url = `https://portal.example.org/invite#${link.token}`
  expect(message).toMatchObject({ channel: 'email', to: 'home@canary.example', links: [url] })
  expect(message?.subject).toBe('Your invitation from Alder Clinic')
  for (const part of [url, 'no-reply@portal.example.org', '7 days', '555 0100']) expect(message?.text).toContain(part)
  expect(message?.html).toContain(`<a href="${url}">`)
  expect(await outcome(new Browser(world).open(link.token))).toBe('ok')
})

test('S0.13: no mail holds the verbal code, the name of the participant or a word about health, in any language', () => {
  for (const language of LANGUAGES) {
    const facts = {
      clinicName: 'Alder',
      clinicPhone: '1',
      sender: 's@x.example',
      link: 'https://x/invite#t',
      hours: 48,
    }
    const { subject, text, html } = inviteMail(TEMPLATES, language, facts)
    expect(subject).toContain('Alder')
    for (const part of [subject, text, html])
      expect(part).not.toMatch(/\{\{|undefined|Robin|health|santé|salud|patient/i)
    expect(text).toContain('48')
  }
})

test('S3.17 product.md languages: a participant who reads French gets the mail in French', async () => {
  await email(await invited({ language: 'fr' }))
  expect((await messages())[0]).toMatchObject({ subject: 'Votre invitation de Alder Clinic' })
})

test('a name of the clinic that looks like markup or a header stays text', () => {
  const facts = {
    clinicName: '<b>A</b>\r\nBcc: x@y',
    clinicPhone: '"',
    sender: '&',
    link: 'https://x/#"><script>',
    hours: 24,
  }
  const { subject, html } = inviteMail(TEMPLATES, 'en', facts)
  expect(subject).not.toMatch(/[\r\n]/)
  expect(html).not.toMatch(/<b>|<script>/)
})

test('U2 I2: token, address and name are in no audit row and readable in no other row', async () => {
  const link = await invited()
  await email(link)
  for (const table of ['audit_log', 'outbox_message', 'invite'] as const) {
    const rows = await world.db.selectFrom(table).selectAll().execute()
    const text = rows.map((row) => Object.values(row).map(String).join(' ')).join('\n')
    for (const secret of [link.token, 'canary.example', 'Robin']) expect(text).not.toContain(secret)
  }
  expect(await auditLines(world)).toEqual(['invite.created ok', 'invite.emailed ok'])
})

test("a mail needs the invite's own token, a living invite, scope, role and an address", async () => {
  const link = await invited()
  const other = await invited()
  expect(await refusal(email({ ...link, token: other.token }))).toMatchObject({
    code: 'NOT_FOUND',
    detail: { reason: 'unknown_invite' },
  })
  expect(await outcome(email({ ...link, inviteId: randomUUID() }))).toBe('NOT_FOUND')
  expect(await outcome(email(link, 'staff'))).toBe('NOT_FOUND')
  expect(await outcome(email(link, 'auditor'))).toBe('FORBIDDEN')
  expect(await outcome(email(await invited({ defaultEmail: null })))).toBe('NO_EMAIL_ON_FILE')
  await world.db.updateTable('invite').set({ revoked_at: START }).where('id', '=', link.inviteId).execute()
  expect(await refusal(email(link))).toMatchObject({ code: 'NOT_FOUND', detail: { reason: 'invite_over' } })
  expect(await messages()).toEqual([])
})

test('the cooldown: 5 minutes for each invite, also for ten presses at once', async () => {
  const link = await invited()
  const presses = await Promise.all(Array.from({ length: 10 }, () => outcome(email(link))))
  expect(tally(presses)).toEqual({ ok: 1, RESEND_COOLDOWN: 9 })
  world.now = after(5 * MINUTE - SECOND)
  expect(await refusal(email(link))).toMatchObject({ code: 'RESEND_COOLDOWN', retryAfterSeconds: 1 })
  expect(await outcome(email(await invited()))).toBe('ok')
  world.now = after(5 * MINUTE)
  expect(await outcome(email(link))).toBe('ok')
  expect(await messages()).toHaveLength(3)
})

test('a mail that could not be delivered shows as such, until the link is opened or the mail sent again', async () => {
  const link = await invited()
  const state = async () => inviteState(inviteDoc(await inviteRow(world, link.inviteId)), world.now)
  await email(link)
  const before = (await inviteRow(world, link.inviteId)).rev
  const givenUp = inviteMailGivenUp(deps)
  const ref = { kind: 'invite', id: link.inviteId }
  await inTransaction(world.db, (tx) => givenUp(tx, { id: randomUUID(), ref, now: world.now }))
  expect(await state()).toBe('send_failed')
  expect((await inviteRow(world, link.inviteId)).rev).toBeGreaterThan(before)
  expect(await auditLines(world)).toContain('invite.email_failed refused')
  world.now = after(5 * MINUTE)
  await email(link)
  expect(await state()).toBe('pending')
  await inTransaction(world.db, (tx) =>
    givenUp(tx, { id: randomUUID(), ref: { kind: 'other', id: link.inviteId }, now: world.now }),
  )
  expect(await state()).toBe('pending')
})
