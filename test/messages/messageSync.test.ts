import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction, nextRev } from '../../server/platform/database/transaction'
import { createNewsDesk } from '../../server/sync/liveNews'
import type { LiveEvent } from '../../shared/sync/liveSchemas'
import type { OutboxItem } from '../../shared/sync/syncSchemas'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type Clinic, createClinic, NOW, setScope, staffId } from '../sync/support/clinic'

let database: TestDatabase
let clinic: Clinic
let mine: string
let theirs: string
beforeAll(async () => {
  database = await createTestDatabase()
  clinic = await createClinic(database, 6)
  ;[mine = '', theirs = ''] = clinic.participants
  for (const id of clinic.participants) await addAccount(id)
})
afterAll(async () => {
  clinic.close()
  await database.drop()
})

async function addAccount(participantId: string): Promise<void> {
  await inTransaction(clinic.db, async (tx) => {
    const person = { email: 'a@b.example', email_norm: 'a@b.example', display_name: 'A', password_hash: '-' }
    const row = { participant_id: participantId, rev: await nextRev(tx), ...person, language: 'en', created_at: NOW }
    await tx.insertInto('account').values(row).execute()
  })
}

function message(participantId: string, body: string, writeId: string = randomUUID()): OutboxItem {
  return { kind: 'message.send', writeId, participantId, messageId: randomUUID(), body }
}
const about = (id: string) => (row: { participantId: string }) => row.participantId === id

test('S0.27 Y2: a message from an outbox that is sent again is there once, by its write and by its own id', async () => {
  const item = message(mine, 'Hello')
  const [first] = await clinic.push('staff', [item])
  expect(first).toMatchObject({ outcome: 'applied', messages: [{ body: 'Hello', authorName: 'Ms staff' }] })
  expect(await clinic.push('staff', [item])).toEqual([first])
  const [again] = await clinic.push('staff', [{ ...item, writeId: randomUUID() }])
  expect(again).toMatchObject({ outcome: 'applied', messages: first?.messages })
  const other = { ...item, writeId: randomUUID(), participantId: clinic.participants[2] ?? '' }
  // Another thread is another matter (G1): the same id there is a message of its own.
  expect((await clinic.push('staff', [other]))[0]).toMatchObject({ outcome: 'applied', messages: [{ body: 'Hello' }] })
  const ids = (await clinic.db.selectFrom('message').select('id').execute()).map(({ id }) => id)
  expect([ids.length, ids.filter((id) => id === first?.messages?.[0]?.id).length]).toEqual([2, 1])
})

test('S0.27 Y9: messages written offline arrive in one request and keep their order; a malformed one blocks nobody', async () => {
  const to = clinic.participants[4] ?? ''
  const bodies = ['one', 'two', 'three', 'four', 'five']
  const items = bodies.map((body) => message(to, body))
  const results = await clinic.push('staff', [...items.slice(0, 2), message(to, '   '), ...items.slice(2)])
  expect(results.map(({ outcome }) => outcome)).toEqual([...'aaraaa'].map((c) => (c === 'a' ? 'applied' : 'refused')))
  const rows = await clinic.db
    .selectFrom('message')
    .selectAll()
    .where('participant_id', '=', to)
    .orderBy('sent_at')
    .execute()
  expect(rows.map(({ body }) => body)).toEqual(bodies)
  expect(new Set(rows.map((row) => row.sent_at.getTime())).size).toBe(5)
})

test('D1: somebody else’s participant is neither written to nor read', async () => {
  expect((await clinic.push('staff', [message(theirs, 'x')]))[0]).toMatchObject({ reason: 'out_of_scope' })
  const [sent] = await clinic.push('staff2', [message(theirs, 'For staff2')])
  const read = {
    kind: 'message.read',
    writeId: randomUUID(),
    participantId: mine,
    messageId: sent?.messages?.[0]?.id ?? '',
  }
  expect((await clinic.push('staff', [read]))[0]).toMatchObject({ reason: 'unknown_message' })
  const seen = (await clinic.pull('staff')).rows.messages ?? []
  expect(seen.some(about(theirs))).toBe(false)
})

test('product.md, Roles: messages are pulled by those who may read them; the front desk gets none, whatever else changes', async () => {
  await clinic.push('staff', [message(mine, 'CLINICAL words')])
  for (const role of ['admin', 'manager', 'staff'] as const)
    expect((await clinic.pull(role)).rows.messages?.some(about(mine)), role).toBe(true)
  const desk = await clinic.pull('front_desk')
  expect(desk.rows.participants?.some(({ id }) => id === mine)).toBe(true)
  expect(desk.rows.messages ?? []).toEqual([])
  await clinic.push('staff', [message(mine, 'CLINICAL again')])
  await setScope(clinic, 'front_desk', mine, true)
  const next = await clinic.pull('front_desk', { checkpoint: desk.checkpoint })
  expect(next.rows.participants?.map(({ id }) => id)).toEqual([mine])
  expect(JSON.stringify([desk, next])).not.toContain('CLINICAL')
  expect((await clinic.push('front_desk', [message(mine, 'x')]))[0]).toMatchObject({ reason: 'role' })
})

test('product.md, Roles: live news carry a message to its staff and not to the front desk, which stays in step', async () => {
  const readers = await Promise.all((['admin', 'staff', 'front_desk', 'staff2'] as const).map(signedIn))
  const failed = (error: unknown) => clinic.failures.push(String(error))
  const desk = createNewsDesk({ db: clinic.db, loaders: clinic.pullDeps.loaders, now: () => new Date(), failed })
  await desk.begin()
  const [sent] = await clinic.push('staff', [message(mine, 'CLINICAL news')])
  const textFor = await desk.tell(0, readers)
  const heard = readers.map((reader) => JSON.parse(textFor?.(reader) ?? '{}') as LiveEvent)
  const told = heard.map((event) => (event.kind === 'change' ? event.news : undefined))
  const id = sent?.messages?.[0]?.id
  expect(told.map((news) => news?.rows.messages?.map((row) => row.id))).toEqual([[id], [id], [], []])
  expect(new Set(told.map((news) => news?.to)).size).toBe(1)
  expect(clinic.failures).toEqual([])
})

async function signedIn(who: 'admin' | 'staff' | 'front_desk' | 'staff2') {
  const at = new Date()
  const device = {
    id: `device-${who}`,
    public_key: Buffer.from(who),
    name: who,
    app_version: '1',
    state: 'active',
  } as const
  await clinic.db
    .insertInto('device')
    .values({ ...device, requested_by: staffId(who), requested_at: at })
    .execute()
  const session = { staff_id: staffId(who), device_id: device.id, created_at: at, last_seen_at: at }
  const expires_at = new Date(at.getTime() + 60_000)
  await clinic.db
    .insertInto('staff_session')
    .values({ hash: Buffer.from(who), ...session, expires_at })
    .execute()
  return { staffId: staffId(who), deviceId: device.id }
}
