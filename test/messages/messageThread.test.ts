import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { MESSAGE_LENGTH } from '../../shared/messages/messageLimits'
import {
  addClinic,
  addParticipant,
  Browser,
  type Clinic,
  invite,
  joined,
  MINUTE,
  openWorld,
  outcome,
  START,
  type World,
} from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { mails, staffReads, staffWrites } from './messageWorld'

let database: TestDatabase
let world: World
let clinic: Clinic
let person: Awaited<ReturnType<typeof joined>>
let count = 0

beforeAll(async () => {
  database = await createTestDatabase()
  world = openWorld(database)
  clinic = await addClinic(world)
})
beforeEach(async () => {
  world.now = START
  await setMessages(true)
  count++
  person = await joined(world, clinic, `p${count}@example.org`)
  await world.db.deleteFrom('outbox_message').execute()
})
afterAll(async () => {
  await database.drop()
})

async function setMessages(on: boolean) {
  const functions = { ...(await world.deps.clinic.read()).settings.functions, messages: { on, link: '' } }
  await world.db
    .updateTable('clinic')
    .set({ rev: sql`rev + 1`, settings: JSON.stringify({ functions }) })
    .execute()
}
async function thread(browser = person.browser) {
  return await (await browser.api()).messages.list()
}
async function write(body: string, id: string = randomUUID(), browser = person.browser) {
  return await (await browser.api()).messages.send({ id, body })
}
async function verify(participantId: string) {
  await world.db
    .updateTable('account')
    .set({ email_verified_at: world.now })
    .where('participant_id', '=', participantId)
    .execute()
}
async function auditOf(action: string) {
  return await world.db.selectFrom('audit_log').selectAll().where('action', '=', action).orderBy('seq').execute()
}

test('S0.27: participant and clinic write to each other, each message with its name and time, oldest first', async () => {
  expect(await thread()).toEqual([])
  await write('Hello,\nwhen is my visit?')
  world.now = new Date(START.getTime() + MINUTE)
  const answer = await staffWrites(world, clinic, person.participantId, 'On Monday at 9.')
  expect(answer.messages?.[0]).toMatchObject({ author: 'staff', authorName: 'Sam Reed', readAt: null })
  expect(await thread()).toMatchObject([
    { mine: true, authorName: 'Robin M', body: 'Hello,\nwhen is my visit?', sentAt: START.toISOString(), readAt: null },
    { mine: false, authorName: 'Sam Reed', body: 'On Monday at 9.', readAt: null },
  ])
})

test('S0.27: a press that is repeated after a lost answer sends once, also when both arrive together', async () => {
  const id = randomUUID()
  const answers = await Promise.all([write('Once', id), write('Once', id), write('Once', id)])
  expect(new Set(answers.map((answer) => answer.id)).size).toBe(1)
  expect(await thread()).toHaveLength(1)
  expect(await outcome(write('Something else', id))).toBe('INVALID_INPUT')
})

test('G1: an id that somebody else has is not told from a free one, whoever wrote under it', async () => {
  const other = await joined(world, clinic, `other${count}@example.org`)
  const name = randomUUID()
  const theirs = await write('Mine', name, other.browser)
  const clinics = (await staffWrites(world, clinic, other.participantId, 'To them')).messages?.[0]?.id ?? ''
  const taken = [name, theirs.id, clinics, name.toUpperCase()]
  const answers = []
  for (const id of [...taken, randomUUID()]) answers.push({ asked: id, ...(await write('Hello', id)) })
  // The one name in two spellings is one name, of this thread.
  expect(new Set(answers.map(({ id }) => id)).size).toBe(4)
  for (const { asked, id, ...rest } of answers) {
    expect(id).not.toBe(asked)
    expect({ ...rest, sentAt: '' }).toEqual({
      mine: true,
      authorName: 'Robin M',
      body: 'Hello',
      sentAt: '',
      readAt: null,
    })
  }
  expect(await thread()).toHaveLength(4)
  expect((await thread(other.browser)).map(({ body }) => body)).toEqual(['Mine', 'To them'])
})

test('G1: a colleague who names a message as one of another thread is, learns nothing, and a repeat sends once', async () => {
  const other = await joined(world, clinic, `other${count}@example.org`)
  const messageId = (await write('Mine', randomUUID(), other.browser)).id
  const first = await staffWrites(world, clinic, person.participantId, 'Hello', { messageId })
  const again = await staffWrites(world, clinic, person.participantId, 'Hello', { messageId })
  expect([first.outcome, again]).toEqual(['applied', first])
  expect((await thread()).map(({ body }) => body)).toEqual(['Hello'])
  expect((await thread(other.browser)).map(({ body }) => body)).toEqual(['Mine'])
  expect(await staffWrites(world, clinic, person.participantId, 'Other words', { messageId })).toMatchObject({
    reason: 'already_exists',
  })
})

test('G2: what the participant sees of a message has no id of staff and not which colleague read it', async () => {
  const { id } = await write('Hello')
  await staffReads(world, clinic, person.participantId, id)
  await staffWrites(world, clinic, person.participantId, 'Hello back')
  const text = JSON.stringify(await thread())
  expect(text).not.toContain(clinic.staffId)
  expect(Object.keys((await thread())[0] ?? {}).sort()).toEqual([
    'authorName',
    'body',
    'id',
    'mine',
    'readAt',
    'sentAt',
  ])
})

test('S0.27: reading in the portal marks what the clinic wrote as read, once, and empties the count of the side bar', async () => {
  await staffWrites(world, clinic, person.participantId, 'One')
  await staffWrites(world, clinic, person.participantId, 'Two')
  const api = await person.browser.api()
  expect((await api.auth.me())?.unreadMessages).toBe(2)
  await api.messages.read()
  await api.messages.read()
  expect((await api.auth.me())?.unreadMessages).toBe(0)
  const rows = await world.db
    .selectFrom('message')
    .selectAll()
    .where('participant_id', '=', person.participantId)
    .execute()
  expect(rows.map((row) => row.read_by_name)).toEqual(['Robin M', 'Robin M'])
  expect((await auditOf('message.read')).filter((row) => row.actor_id === person.participantId)).toMatchObject([
    { actor_kind: 'participant', target_kind: 'message', detail: { count: 2 } },
  ])
})

test('S0.27: staff read up to the message that they saw; a later one stays unread', async () => {
  const first = await write('First')
  const second = await write('Second')
  expect(Date.parse(second.sentAt)).toBeGreaterThan(Date.parse(first.sentAt))
  const read = await staffReads(world, clinic, person.participantId, first.id)
  expect(read.messages).toMatchObject([{ id: first.id, readByName: 'Sam Reed' }])
  expect((await thread()).map(({ readAt }) => readAt !== null)).toEqual([true, false])
  expect(await staffReads(world, clinic, person.participantId, first.id)).toEqual({ outcome: 'applied', messages: [] })
  expect(await staffReads(world, clinic, person.participantId, randomUUID())).toMatchObject({
    reason: 'unknown_message',
  })
})

test('S0.27: one mail tells that something waits, without a word of it, and none more until it was read', async () => {
  await verify(person.participantId)
  await staffWrites(world, clinic, person.participantId, 'SECRETBODY one')
  await staffWrites(world, clinic, person.participantId, 'SECRETBODY two')
  const sent = await mails(world)
  expect(sent).toMatchObject([{ to: `p${count}@example.org`, links: ['https://portal.example.org/portal/messages'] }])
  expect(JSON.stringify(sent)).not.toMatch(/SECRETBODY|Robin|Marsh/)
  await (await person.browser.api()).messages.read()
  await staffWrites(world, clinic, person.participantId, 'three')
  expect(await mails(world)).toHaveLength(2)
})

test('S0.27: the mail goes to the starred address of the record while the own one is not proved, and to nobody without one', async () => {
  await staffWrites(world, clinic, person.participantId, 'One')
  expect(await mails(world)).toEqual([])
  const starred = randomUUID()
  const emails = { [starred]: { value: 'on-file@example.org', label: '' } }
  const id = await addParticipant(world, clinic, { emails, defaultEmail: starred, language: 'fr' })
  const browser = new Browser(world)
  await browser.open((await invite(world, clinic, id)).token)
  await browser.accept(`typed${count}@example.org`)
  await staffWrites(world, clinic, id, 'One')
  expect((await mails(world)).map(({ to }) => to)).toEqual(['on-file@example.org'])
})

test('S0.21: after a revocation the history stays for staff, and nothing new is sent to the account', async () => {
  await verify(person.participantId)
  const { id } = await write('Please call me')
  await world.db
    .updateTable('account')
    .set({ disabled_at: world.now })
    .where('participant_id', '=', person.participantId)
    .execute()
  const refused = await staffWrites(world, clinic, person.participantId, 'Too late')
  expect(refused).toMatchObject({ outcome: 'refused', reason: 'account_disabled' })
  expect(await staffReads(world, clinic, person.participantId, id)).toMatchObject({
    messages: [{ body: 'Please call me' }],
  })
  expect(await mails(world)).toEqual([])
  expect(await outcome(thread())).toBe('NOT_SIGNED_IN')
})

test('S0.27: nobody without an account is written to, and only roles that may', async () => {
  const nobody = await addParticipant(world, clinic)
  expect(await staffWrites(world, clinic, nobody, 'Hello')).toMatchObject({ reason: 'no_account' })
  for (const role of ['front_desk', 'auditor'] as const) {
    expect(await staffWrites(world, clinic, person.participantId, 'Hello', { role })).toMatchObject({ reason: 'role' })
    expect(await staffReads(world, clinic, person.participantId, randomUUID(), role)).toMatchObject({ reason: 'role' })
  }
})

test('S4.11: with messages switched off the portal has no such page and staff are told; the thread comes back with the switch', async () => {
  await write('Before')
  await setMessages(false)
  const api = await person.browser.api()
  expect(await outcome(api.messages.list())).toBe('NOT_FOUND')
  expect(await outcome(api.messages.send({ id: randomUUID(), body: 'x' }))).toBe('NOT_FOUND')
  expect(await outcome(api.messages.read())).toBe('NOT_FOUND')
  expect((await api.auth.me())?.unreadMessages).toBe(0)
  expect(await staffWrites(world, clinic, person.participantId, 'x')).toMatchObject({ reason: 'messages_off' })
  await setMessages(true)
  expect(await thread()).toHaveLength(1)
})

test('Q2: more than 30 messages in an hour wait', async () => {
  for (let sent = 0; sent < 30; sent++) await write(`Message ${sent}`)
  expect(await outcome(write('One more'))).toBe('TOO_MANY_REQUESTS')
  world.now = new Date(START.getTime() + 61 * MINUTE)
  expect(await outcome(write('Later'))).toBe('ok')
})

test('S0.27: a message is plain text of a bounded length, and what is typed around it is trimmed', async () => {
  expect(await outcome(write('   '))).toBe('INVALID_INPUT')
  expect(await outcome(write('x'.repeat(MESSAGE_LENGTH + 1)))).toBe('INVALID_INPUT')
  expect(await outcome(write('bell \u0007'))).toBe('INVALID_INPUT')
  expect((await write(`  ${'ñ'.repeat(MESSAGE_LENGTH)}\n`)).body).toHaveLength(MESSAGE_LENGTH)
})

test('U2: sending and reading are in the audit log by the id of the message, without a word of it', async () => {
  const { id } = await write('SECRETBODY from me')
  const answer = await staffWrites(world, clinic, person.participantId, 'SECRETBODY from them')
  await staffReads(world, clinic, person.participantId, id)
  const rows = [...(await auditOf('message.sent')), ...(await auditOf('message.read'))]
  expect(rows.filter((row) => row.target_id === id).map((row) => row.actor_kind)).toEqual(['participant', 'staff'])
  expect(rows.some((row) => row.target_id === answer.messages?.[0]?.id)).toBe(true)
  expect(JSON.stringify(await world.db.selectFrom('audit_log').selectAll().execute())).not.toContain('SECRETBODY')
})
