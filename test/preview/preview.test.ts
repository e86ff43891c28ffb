import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { withClient } from '../../server/platform/database/connectionTarget'
import { ACTIONS, ROLES, type Role } from '../../shared/access/roles'
import type { Preview } from '../../shared/preview/previewSchemas'
import { codeOf, join, portalCall, SESSION_COOKIE, staffCall } from '../security/support/calls'
import { addClinic, addDesk, addParticipant, type Desk, type Desks } from '../security/support/people'
import { openSite, type Site } from '../security/support/servers'
import type { RawAnswer } from '../support/httpApp'

let site: Site
let desks: Desks

beforeAll(async () => {
  site = await openSite()
  desks = await addClinic(site.database)
})
afterAll(() => site.stop())
beforeEach(() => site.forgetRates())

const dataOf = <T>(answer: RawAnswer): T => {
  if (answer.status !== 200) throw new Error(answer.body)
  return (JSON.parse(answer.body) as { result: { data: T } }).result.data
}
const open = (desk: Desk, participantId: string) =>
  staffCall(site.port, desk, 'preview.open', 'mutation', { participantId })
const look = async (participantId: string) => dataOf<Preview>(await open(desks.staff, participantId))
const ask = async (cookie: string, path: string, input?: unknown) =>
  dataOf<unknown>(await portalCall(site.port, path, 'query', input, cookie))
const push = async (item: object) => {
  const answer = await staffCall(site.port, desks.staff, 'sync.push', 'mutation', {
    items: [{ writeId: randomUUID(), ...item }],
  })
  expect(answer.body).toContain('"applied"')
}
const email = () => `p${randomUUID().slice(0, 8)}@example.org`
const setClinic = async (change: object) => {
  const { db } = site.database
  const { settings, rev } = await db.selectFrom('clinic').select(['settings', 'rev']).executeTakeFirstOrThrow()
  const save = (whole: object, newRev: number) =>
    db
      .updateTable('clinic')
      .set({ settings: JSON.stringify(whole), rev: newRev })
      .execute()
  // The parsed row is kept by its revision.
  await save({ ...(settings as object), ...change }, rev + 1)
  return () => save(settings as object, rev + 2)
}

/** Somebody with three messages, one read and one unread of the clinic's, a correction request, agreements and lines in their access log. */
async function busyParticipant() {
  const participantId = await addParticipant(site.database, desks)
  const cookie = await join(site.port, desks.admin, participantId, email())
  await push({ kind: 'participant.view', participantId })
  await push({ kind: 'message.send', participantId, messageId: randomUUID(), body: 'Welcome to the portal.' })
  await portalCall(site.port, 'messages.read', 'mutation', undefined, cookie)
  await push({ kind: 'message.send', participantId, messageId: randomUUID(), body: 'Your appointment is on Monday.' })
  await portalCall(site.port, 'messages.send', 'mutation', { id: randomUUID(), body: 'Thank you' }, cookie)
  const asked = {
    id: randomUUID(),
    changes: [],
    description: 'The note of 3 March is not about me.',
    messageId: null,
    persons: [],
    fileIds: [],
  }
  expect(codeOf(await portalCall(site.port, 'corrections.submit', 'mutation', asked, cookie))).toBe('ok')
  return { participantId, cookie }
}

test('product item 10: the preview answers what the participant’s own portal answers, page by page', async () => {
  const { participantId, cookie } = await busyParticipant()
  // Asked twice: the first look is itself a line of the access log.
  await ask(cookie, 'record.own')
  const [me, record, messages, corrections, accessLog, receipts, clinic] = await Promise.all([
    ask(cookie, 'auth.me'),
    ask(cookie, 'record.own'),
    ask(cookie, 'messages.list'),
    ask(cookie, 'corrections.list'),
    ask(cookie, 'accessLog.list', { before: null }),
    ask(cookie, 'consent.receipts'),
    ask(cookie, 'clinic.public'),
  ])
  const preview = await look(participantId)
  expect(preview).toMatchObject({ obstacle: null, signInPaused: false, language: 'en' })
  expect(preview.clinic).toEqual(clinic)
  const { me: seen, receipts: seenReceipts, inside, consent } = preview.pages ?? expect.fail()
  const { sessionEndsAt, idleSeconds, shared, lockMinutes, ...person } = me as Record<string, unknown>
  expect([sessionEndsAt, idleSeconds, shared, lockMinutes]).toEqual([expect.any(String), 86_400, false, null])
  expect(seen).toEqual(person)
  expect(seen.unreadMessages).toBe(1)
  expect(inside).toEqual({ record, messages, corrections, accessLog })
  expect([inside?.messages?.length, inside?.corrections.length]).toEqual([3, 1])
  expect(inside?.accessLog.events.length).toBeGreaterThan(4)
  expect(consent).toBeNull()
  // Where they agreed from is theirs: the one thing that is left out.
  expect(seenReceipts).toEqual((receipts as object[]).map((one) => ({ ...one, address: null })))
  expect(seenReceipts).toHaveLength(3)
})

test('product item 10: nothing happens to the participant: no read mark, no activity, no row in their name', async () => {
  const { participantId } = await busyParticipant()
  const { db } = site.database
  const state = async () => ({
    sessions: await db.selectFrom('portal_session').selectAll().where('participant_id', '=', participantId).execute(),
    account: await db.selectFrom('account').selectAll().where('participant_id', '=', participantId).execute(),
    messages: await db.selectFrom('message').selectAll().where('participant_id', '=', participantId).execute(),
    corrections: await db.selectFrom('correction').selectAll().where('participant_id', '=', participantId).execute(),
    consents: await db.selectFrom('consent').selectAll().where('participant_id', '=', participantId).execute(),
    attempts: await db.selectFrom('sign_in_attempt').selectAll().where('participant_id', '=', participantId).execute(),
    rows: await db.selectFrom('audit_log').selectAll().where('actor_id', '=', participantId).orderBy('seq').execute(),
  })
  const before = await state()
  await db.deleteFrom('rate_counter').execute()
  await look(participantId)
  expect(await state()).toEqual(before)
  const counters = await db.selectFrom('rate_counter').select('key').execute()
  expect(counters.filter(({ key }) => /viewed/.test(key))).toEqual([])
})

test('product item 10, U1: each opening is one row by the colleague, and the participant reads it in plain words', async () => {
  const { participantId, cookie } = await busyParticipant()
  const rows = async () =>
    await site.database.db
      .selectFrom('audit_log')
      .select(['actor_kind', 'actor_id', 'device_id', 'role', 'outcome', 'target_kind', 'detail'])
      .where('action', '=', 'portal.previewed')
      .where('target_id', '=', participantId)
      .execute()
  const first = await look(participantId)
  expect(JSON.stringify(first)).not.toContain('previewed')
  await look(participantId)
  const row = {
    actor_kind: 'staff',
    actor_id: desks.staff.staffId,
    device_id: desks.staff.deviceId,
    role: 'staff',
    outcome: 'ok',
    target_kind: 'participant',
    detail: {},
  }
  expect(await rows()).toEqual([row, row])
  const own = (await ask(cookie, 'accessLog.list', { before: null })) as { events: { what: string; name: string }[] }
  const lines = own.events.filter(({ what }) => what === 'previewed')
  // Twice within a quarter of an hour is one look.
  expect(lines).toMatchObject([{ what: 'previewed', who: 'staff', name: 'Person staff', role: 'staff' }])
})

test('product item 10, U1: an opening that cannot be written down shows nothing', async () => {
  const { participantId } = await busyParticipant()
  const asOwner = (text: string) => withClient(site.database.owner, (client) => client.query(text))
  await asOwner(`create function refuse_preview() returns trigger language plpgsql as $$ begin
      if new.action = 'portal.previewed' then raise exception 'no'; end if; return new; end $$;
    create trigger refuse_preview before insert on audit_log for each row execute function refuse_preview()`)
  const answer = await open(desks.staff, participantId)
  await asOwner('drop trigger refuse_preview on audit_log')
  expect([answer.status, answer.body.includes('Monday')]).toEqual([500, false])
})

test('product item 10, D1: admin, manager and staff with the person in their care; never front desk and auditor', async () => {
  expect(ACTIONS['portal.preview']).toEqual(['admin', 'manager', 'staff'])
  const participantId = await addParticipant(site.database, desks)
  for (const role of ROLES) {
    const may = (ACTIONS['portal.preview'] as readonly Role[]).includes(role)
    expect([role, codeOf(await open(desks[role], participantId))]).toEqual([role, may ? 'ok' : 'FORBIDDEN'])
    if (!may || role === 'admin') continue
    // Out of scope, released from it, and unknown are one answer.
    const stranger = await addDesk(site.database, role, email())
    const bare = ({ status, body }: RawAnswer) => [status, body.replace(/[0-9a-f-]{36}/g, '-')]
    const nobody = bare(await open(stranger, randomUUID()))
    expect(nobody[0]).toBe(404)
    expect(bare(await open(stranger, participantId))).toEqual(nobody)
    const scope = { staff_id: stranger.staffId, participant_id: participantId, rev: 1, active: false }
    await site.database.db.insertInto('scope').values(scope).execute()
    expect(bare(await open(stranger, participantId))).toEqual(nobody)
  }
  const refused = await site.database.db
    .selectFrom('audit_log')
    .select('actor_id')
    .where('action', '=', 'portal.previewed')
    .where('target_id', '=', participantId)
    .execute()
  expect(refused).toHaveLength(3)
})

test('product item 10, G2: the input is one id and nothing else; a participant’s session opens nothing', async () => {
  const { participantId, cookie } = await busyParticipant()
  const send = (input: unknown) => staffCall(site.port, desks.staff, 'preview.open', 'mutation', input)
  for (const input of [undefined, {}, { participantId: 'x' }, { participantId, more: true }, [participantId]])
    expect(codeOf(await send(input))).toBe('INVALID_INPUT')
  const session = cookie.slice(SESSION_COOKIE.length + 1)
  const asParticipant = await staffCall(site.port, desks.staff, 'preview.open', 'mutation', { participantId }, session)
  expect(codeOf(asParticipant)).toBe('NOT_SIGNED_IN')
})

test('product item 10: no account, revoked, switched off: the preview says so and carries nothing of the pages', async () => {
  const without = await addParticipant(site.database, desks, { language: 'fr' })
  expect(await look(without)).toMatchObject({ obstacle: 'no_account', pages: null, language: 'fr' })
  const { participantId } = await busyParticipant()
  await push({ kind: 'account.revoke', participantId })
  expect(await look(participantId)).toMatchObject({ obstacle: 'revoked', pages: null })
  const back = await setClinic({ portalEnabled: false })
  expect(await look(participantId)).toMatchObject({ obstacle: 'portal_off', pages: null })
  await back()
})

test('product item 10, I9: before the consents the preview has the text that waits and no record; the same as the portal', async () => {
  const participantId = await addParticipant(site.database, desks)
  const cookie = await join(site.port, desks.admin, participantId, email(), false)
  const { obstacle, pages } = await look(participantId)
  expect([obstacle, pages?.inside]).toEqual(['consents', null])
  for (const language of ['en', 'fr', 'es'] as const)
    expect(pages?.consent?.[language]).toEqual(await ask(cookie, 'consent.current', { language }))
  expect(pages?.receipts).toEqual([])
  expect(pages?.me.consentDone).toBe(false)
})

test('product item 10, M5: where a second factor is required and missing, that comes first and nothing behind it is sent', async () => {
  const { participantId, cookie } = await busyParticipant()
  const back = await setClinic({ mfaRequired: true })
  const { obstacle, pages } = await look(participantId)
  const refused = codeOf(await portalCall(site.port, 'record.own', 'query', undefined, cookie))
  await back()
  expect([obstacle, pages?.inside, refused]).toEqual(['second_factor', null, 'MFA_REQUIRED'])
  expect(pages?.receipts).toHaveLength(3)
})

test('product item 10: a function that the clinic switched off is off in the preview, and a pause after wrong passwords is said', async () => {
  const { participantId } = await busyParticipant()
  const { settings } = await site.database.db.selectFrom('clinic').select('settings').executeTakeFirstOrThrow()
  const functions = { ...(settings as { functions?: object }).functions, messages: { on: false, link: '' } }
  const back = await setClinic({ functions })
  const off = await look(participantId)
  await back()
  expect(off.pages?.inside?.messages).toBeNull()
  expect(off.pages?.me).toMatchObject({ unreadMessages: 0 })
  const locked_until = new Date(Date.now() + 600_000)
  const { db } = site.database
  await db.updateTable('account').set({ locked_until }).where('participant_id', '=', participantId).execute()
  expect(await look(participantId)).toMatchObject({ obstacle: null, signInPaused: true })
})

test('product item 10: no session, factor, recovery code, address or device of the participant is in the answer', async () => {
  const { participantId } = await busyParticipant()
  const answer = await look(participantId)
  const names = new Set<string>()
  JSON.stringify(answer, (key, value) => {
    names.add(key)
    return value
  })
  for (const word of ['session', 'sessions', 'sessionEndsAt', 'factors', 'recoveryCodes', 'device', 'attempts', 'ip'])
    expect(names).not.toContain(word)
  expect(JSON.stringify(answer)).not.toContain('127.0.0.1')
})
