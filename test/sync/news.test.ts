import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { inTransaction, nextRev } from '../../server/platform/database/transaction'
import { SYNC_CHANNEL } from '../../server/sync/pushService'
import type { LiveEvent, LiveNews } from '../../shared/sync/liveSchemas'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type Clinic, createClinic, creation, edit, inviteFor, NOW, setScope, staffId } from './support/clinic'
import {
  ask,
  eventually,
  openStream,
  provenHeaders,
  pushRequest,
  type ServerProcess,
  type Session,
  type Stream,
  serve,
  serveApart,
  signIn,
} from './support/http'

let database: TestDatabase
let clinic: Clinic
let here: Awaited<ReturnType<typeof serve>>
let apart: ServerProcess
const open: Stream[] = []
const WHO = ['admin', 'manager', 'staff', 'staff2'] as const
type Who = (typeof WHO)[number]
const sessions = new Map<Who, Session>()
let streams: Record<Who, Stream>
beforeAll(async () => {
  database = await createTestDatabase()
  clinic = await createClinic(database, 60)
  here = await serve(database)
  apart = await serveApart(database)
  for (const who of WHO) sessions.set(who, await signIn(clinic.db, who))
})
beforeEach(async () => {
  const opened = await Promise.all(WHO.map(async (who) => [who, await follow(here.origin, who)] as const))
  streams = Object.fromEntries(opened) as typeof streams
  // Whatever the test before wrote into the tables has been told.
  await signal()
  for (const who of WHO) expect(await eventually(() => streams[who].events.length >= 2)).toBe(true)
})
afterEach(() => {
  for (const stream of open.splice(0)) stream.close()
})
afterAll(async () => {
  await apart.kill()
  await here.stop()
  clinic.close()
  await database.drop()
})

async function follow(origin: string, who: Who): Promise<Stream> {
  const session = sessions.get(who)
  if (session === undefined) throw new Error('nobody')
  const stream = await openStream(origin, session)
  open.push(stream)
  expect(await eventually(() => stream.events.length > 0)).toBe(true)
  return stream
}

/** A change of no record, told to every process: the clinic's own row. */
async function signal(): Promise<void> {
  await inTransaction(clinic.db, async (tx) => {
    const rev = await nextRev(tx)
    await tx.updateTable('clinic').set({ rev }).execute()
    await tx.selectNoFrom((eb) => eb.fn('pg_notify', [eb.val(SYNC_CHANNEL), eb.val(String(rev))]).as('told')).execute()
  })
}

/** The next event after the `seen` first ones. */
async function eventAfter(stream: Stream, seen: number): Promise<LiveEvent> {
  expect(await eventually(() => stream.events.length > seen)).toBe(true)
  const event = stream.events[seen]
  if (event === undefined) throw new Error('no event')
  return event
}
function newsOf(event: LiveEvent): LiveNews | null {
  return event.kind === 'change' ? (event.news ?? null) : null
}
/** What each heard of one change. */
async function heardOf(change: () => Promise<unknown>): Promise<Record<Who, LiveNews | null>> {
  const seen = WHO.map((who) => streams[who].events.length)
  await change()
  const heard = await Promise.all(
    WHO.map(async (who, at) => [who, newsOf(await eventAfter(streams[who], seen[at] ?? 0))] as const),
  )
  return Object.fromEntries(heard) as Record<Who, LiveNews | null>
}
const address = (text = randomUUID().slice(0, 8)) =>
  ({ [`email:${randomUUID()}`]: [null, { value: `${text}@b.example`, label: '' }] }) as const

test('an edit is told with its record, on both processes, to those who may see it and to nobody else (D1)', async () => {
  const mine = clinic.participants[2] ?? ''
  const far = [await follow(apart.origin, 'staff'), await follow(apart.origin, 'staff2')]
  const farSeen = far.map((stream) => stream.events.length)
  const heard = await heardOf(async () => {
    const session = sessions.get('manager')
    if (session === undefined) throw new Error('nobody')
    const asked = pushRequest([edit(mine, address('SECRET'))])
    await ask(apart.origin, asked, provenHeaders(session, asked))
  })
  for (const who of ['admin', 'manager', 'staff'] as const)
    expect(heard[who]?.rows.participants?.map(({ id }) => id)).toEqual([mine])
  expect(heard.staff2?.rows.participants).toEqual([])
  expect(heard.staff2?.to).toBe(heard.staff?.to)
  const [own, other] = await Promise.all(
    far.map(async (stream, at) => newsOf(await eventAfter(stream, farSeen[at] ?? 0))),
  )
  expect(own?.rows.participants?.map(({ id }) => id)).toEqual([mine])
  expect(JSON.stringify(other)).not.toContain(mine)
  expect(JSON.stringify(streams.staff2.events)).not.toMatch(new RegExp(`${mine}|SECRET`))
})

test('D1: invites, conflicts and accounts are told like their participant', async () => {
  const [id = '', other = ''] = [clinic.participants[4], clinic.participants[5]]
  const invited = await heardOf(() => clinic.push('admin', [inviteFor(id)]))
  expect(invited.staff?.rows.invites?.map(({ participantId }) => participantId)).toEqual([id])
  expect(invited.staff2?.rows.invites).toEqual([])
  await heardOf(() => clinic.push('admin', [edit(other, { pronouns: ['', 'a'] })]))
  const lost = await heardOf(() => clinic.push('admin', [edit(other, { pronouns: ['', 'b'] })]))
  expect(lost.staff2?.rows.conflicts?.map(({ participantId }) => participantId)).toEqual([other])
  expect([lost.staff?.rows.conflicts, lost.manager?.rows.conflicts]).toEqual([[], []])
  const accepted = await heardOf(() =>
    inTransaction(clinic.db, async (tx) => {
      const rev = await nextRev(tx)
      const person = { email: 'a@b.example', email_norm: 'a@b.example', display_name: 'A', password_hash: '-' }
      await tx
        .insertInto('account')
        .values({ participant_id: id, rev, ...person, language: 'en', created_at: NOW })
        .execute()
      await tx
        .selectNoFrom((eb) => eb.fn('pg_notify', [eb.val(SYNC_CHANNEL), eb.val(String(rev))]).as('told'))
        .execute()
    }),
  )
  expect(accepted.staff?.rows.accounts?.map((doc) => doc.id)).toEqual([id])
  expect(accepted.staff2?.rows.accounts).toEqual([])
})

test('each window begins where the one before ended, and has everything that a pull has', async () => {
  const checkpoint = (await clinic.pull('staff')).checkpoint
  const seen = streams.staff.events.length
  for (let n = 0; n < 12; n++)
    await Promise.all([3, 6, 8].map((at) => clinic.push('admin', [edit(clinic.participants[at] ?? '', address())])))
  const last = (await clinic.pull('staff')).checkpoint.rev
  expect(await eventually(() => streams.staff.events.some((event) => newsOf(event)?.to === last))).toBe(true)
  const news = streams.staff.events.slice(seen).map(newsOf)
  let at = news[0]?.from
  const rows = new Map<string, unknown>()
  for (const one of news) {
    expect(one?.from).toBe(at)
    at = one?.to
    for (const row of one?.rows.participants ?? []) rows.set(row.id, row)
  }
  const pulled = await clinic.pull('staff', { checkpoint: { ...checkpoint, rev: news[0]?.from ?? 0 } })
  expect(Object.fromEntries(rows)).toEqual(
    Object.fromEntries((pulled.rows.participants ?? []).map((row) => [row.id, row])),
  )
})

test.each([
  ['a scope', () => setScope(clinic, 'staff2', clinic.participants[2] ?? '', false)],
  ['the clinic', signal],
  [
    'a name of staff',
    () =>
      inTransaction(clinic.db, async (tx) => {
        const rev = await nextRev(tx)
        await tx.updateTable('staff').set({ rev }).where('id', '=', staffId('auditor')).execute()
      }),
  ],
] as const)('D4: after a change of %s everybody is told to pull, and the next edit is news again', async (_what, move) => {
  const heard = await heardOf(async () => {
    await move()
    await clinic.push('admin', [edit(clinic.participants[10] ?? '', address())])
  })
  expect(Object.values(heard)).toEqual([null, null, null, null])
  // The clinic's own signal may be told apart from the edit's.
  await eventually(() => false, 200)
  const next = await heardOf(() => clinic.push('admin', [edit(clinic.participants[10] ?? '', address())]))
  expect(next.staff?.rows.participants?.length).toBe(1)
})

test('a new participant, who enters scopes, is left to a pull', async () => {
  const heard = await heardOf(() => clinic.push('manager', [creation(clinic)]))
  expect(Object.values(heard)).toEqual([null, null, null, null])
})

test('more than 50 rows, or more text than a slow line should queue, are left to a pull', async () => {
  const many = clinic.participants.slice(0, 51).map((id) => edit(id, address()))
  expect(Object.values(await heardOf(() => clinic.push('admin', many)))).toEqual([null, null, null, null])
  const few = clinic.participants.slice(0, 50).map((id) => edit(id, address()))
  const heard = await heardOf(() => clinic.push('admin', few))
  expect([heard.staff?.rows.participants?.length, heard.admin?.rows.participants?.length]).toEqual([25, 50])
  const lines = () =>
    Object.fromEntries(
      Array.from({ length: 8 }, () => Object.entries(address('x'.repeat(200)))[0] ?? ['', [null, null]]),
    )
  const long = clinic.participants.slice(20, 50).map((id) => edit(id, lines()))
  const fat = await heardOf(() => clinic.push('admin', long))
  expect(fat.admin).toBeNull()
  expect(fat.staff?.rows.participants?.length).toBe(15)
})

test('D3: who was suspended, has another role or lost the session gets no record although the stream is still open', async () => {
  const change = () => clinic.push('admin', [edit(clinic.participants[2] ?? '', address())])
  const staff = (set: { suspended_at?: Date | null; role?: 'admin' | 'auditor' | 'staff' }, who: Who) =>
    clinic.db.updateTable('staff').set(set).where('id', '=', staffId(who)).execute()
  await staff({ suspended_at: new Date() }, 'staff')
  await staff({ role: 'auditor' }, 'manager' as Who)
  await staff({ role: 'staff' }, 'admin')
  const heard = await heardOf(change)
  expect(heard.staff).toBeNull()
  expect(heard.manager).toBeNull()
  expect(heard.admin?.rows.participants).toEqual([])
  await staff({ suspended_at: null }, 'staff')
  await clinic.db.updateTable('staff').set({ role: 'manager' }).where('id', '=', staffId('manager')).execute()
  await staff({ role: 'admin' }, 'admin')
  const session = sessions.get('staff')?.console.device.id ?? ''
  await clinic.db.deleteFrom('staff_session').where('device_id', '=', session).execute()
  expect((await heardOf(change)).staff).toBeNull()
  sessions.set('staff', await signIn(clinic.db, 'staff'))
})

test('a stream that comes back hears resync first, then news', async () => {
  streams.staff.close()
  await clinic.push('admin', [edit(clinic.participants[2] ?? '', address())])
  const again = await follow(here.origin, 'staff')
  await clinic.push('admin', [edit(clinic.participants[2] ?? '', address())])
  expect(newsOf(await eventAfter(again, 1))?.rows.participants?.length).toBe(1)
  expect(again.events[0]).toEqual({ kind: 'resync' })
})
