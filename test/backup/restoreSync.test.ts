import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createStaffClient } from '../../renderer/api/staffClient'
import { bringItBack } from '../../renderer/console/backup/bringItBack'
import { undoneViews } from '../../renderer/console/backup/undoneViews'
import { serverTransport } from '../../renderer/console/sync/serverTransport'
import { SyncFailure, type SyncTransport } from '../../renderer/console/sync/syncEngine'
import type { RunningServer } from '../../server/app/startServer'
import type { Connected } from '../../server/platform/database/connect'
import { inTransaction } from '../../server/platform/database/transaction'
import { addSession } from '../../server/staff/sessionStore'
import { restoreWarning } from '../../shared/backup/restoreRules'
import { rawRequest } from '../support/httpApp'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { auditRows, type Clinic, createClinic, creation, edit, serveClinic, staffId } from '../sync/support/clinic'
import { differences, type OpenConsole, openConsole } from '../sync/support/console'
import { consoleFetch, eventually, provenHeaders, type Session, serve, signIn } from '../sync/support/http'
import {
  backUp,
  type EmptyPlace,
  emptyPlace,
  type Folder,
  openFolder,
  openPlace,
  restore,
  servePlace,
} from './backupKit'

let folder: Folder
let database: TestDatabase
let clinic: Clinic
let first: Awaited<ReturnType<typeof serve>>
let place: EmptyPlace
let second: RunningServer
let restored: Connected
let after: Clinic
let console_: OpenConsole
let session: Session
let facts: Awaited<ReturnType<typeof restore>>
const line = { origin: '', isUp: true, losesAnswers: false }
/** One field of one participant for each fate of a write. */
const ids: string[] = []
const addressOf = (at: number, text: string) => edit(ids[at] ?? '', { address: ['', text] })

beforeAll(async () => {
  folder = openFolder()
  database = await createTestDatabase()
  clinic = await createClinic(database, 40)
  ids.push(...clinic.participants)
  first = await serve(database)
  line.origin = first.origin
  session = await signIn(clinic.db, 'admin')
  vi.stubGlobal(
    'fetch',
    consoleFetch(() => line.origin, session),
  )
  console_ = await openConsole({
    name: 'restored',
    transport: faulty(serverTransport(createStaffClient())),
    profile: null,
  })
  expect(await console_.settle()).toBe(true)
}, 120_000)
afterEach(() => expect(clinic.failures).toEqual([]))
afterAll(async () => {
  await console_.close()
  vi.unstubAllGlobals()
  await second.stop()
  await restored.close()
  after.close()
  clinic.close()
  await place.drop()
  await database.drop()
  folder.remove()
})

/** A line that can be cut, or keep the answers of pushes to itself. */
function faulty(real: SyncTransport): SyncTransport {
  const cut = () => {
    if (!line.isUp) throw new SyncFailure('offline')
  }
  return {
    pull: async (input) => {
      cut()
      return await real.pull(input)
    },
    push: async (items) => {
      cut()
      // As of the call: one that is under way while the line is cut must not slip through.
      const { losesAnswers } = line
      const answer = await real.push(items)
      cut()
      if (!losesAnswers) return answer
      // Applied, but the console is told otherwise: it keeps the item, and goes on to pull.
      return { ...answer, results: items.map(({ writeId }) => ({ writeId, outcome: 'failed' as const })) }
    },
    unknown: async (ids) => {
      cut()
      return await real.unknown(ids)
    },
    live: async (onEvent, signal) => {
      cut()
      await real.live(onEvent, signal)
    },
  }
}

async function addressesOf(db: Connected['db']): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('participant').select(['id', 'fields']).execute()
  return new Map(rows.map((row) => [row.id, row.fields.address]))
}

async function sentWithoutAnswer(item: ReturnType<typeof addressOf>): Promise<void> {
  line.losesAnswers = true
  await console_.replica.enqueue(item)
  expect(
    await eventually(
      async () => (await addressesOf(clinic.db)).get(String('participantId' in item && item.participantId)) !== '',
    ),
  ).toBe(true)
  line.isUp = false
  line.losesAnswers = false
  await eventually(() => console_.engine.state().link === 'offline')
}

test('K2, Y2, Y4: after a restore a console starts over, keeps what it had not sent and sends it; 0 local writes are lost', async () => {
  const { replica, settle } = console_
  // Acknowledged before the backup, but the console never heard: it will send it again, and that must change nothing.
  const twice = addressOf(0, 'heard before')
  await sentWithoutAnswer(twice)
  await backUp(database, folder.file('one'))
  // The same after the backup: the restored server has never seen it.
  line.isUp = true
  line.losesAnswers = true
  await replica.enqueue(addressOf(1, 'heard after'))
  expect(await eventually(async () => (await addressesOf(clinic.db)).get(ids[1] ?? '') === 'heard after')).toBe(true)
  // Acknowledged after the backup by somebody else, and seen by this console: gone with the restore.
  await clinic.push('manager', [addressOf(2, 'lost')])
  expect(await eventually(() => replica.stores.participants.get(ids[2] ?? '')?.address === 'lost')).toBe(true)
  await console_.engine.syncNow()
  line.isUp = false
  line.losesAnswers = false
  // Never sent at all.
  const created = randomUUID()
  await replica.enqueue(addressOf(4, 'never sent'))
  await replica.enqueue(creation(clinic, created))
  await replica.enqueue(edit(created, { pronouns: ['', 'they/them'] }))
  const queued = console_.queued()
  expect(queued).toBe(5)
  await first.stop()

  place = await emptyPlace(folder, 'place')
  facts = await restore(place, database, folder.file('one'))
  second = await servePlace(place)
  restored = await openPlace(place, database)
  after = serveClinic(restored, clinic.programs, clinic.participants)
  line.origin = `http://127.0.0.1:${second.port}`
  line.isUp = true
  // The console's session died; its person signs in again, on the same console.
  expect(await eventually(() => console_.engine.state().link === 'signed_out')).toBe(true)
  expect(console_.queued()).toBe(queued)
  const again = {
    token: session.token,
    staffId: staffId('admin'),
    deviceId: session.console.device.id,
    now: new Date(),
  }
  await inTransaction(restored.db, async (tx) => await addSession(tx, again))

  expect(await settle(400)).toBe(true)
  expect(await differences(replica, after, 'admin')).toEqual([])
  const addresses = await addressesOf(restored.db)
  const expected = ['heard before', 'heard after', '', '', 'never sent']
  expect(ids.slice(0, 5).map((id) => addresses.get(id))).toEqual(expected)
  const row = await restored.db.selectFrom('participant').select('fields').where('id', '=', created).executeTakeFirst()
  expect(row?.fields.pronouns).toBe('they/them')
  // Applied commands stay listed for a day.
  expect(new Set([...replica.stores.outbox.all()].map(([, { state }]) => state))).toEqual(new Set(['applied']))
  const about = await restored.db
    .selectFrom('audit_log')
    .select('seq')
    .where('target_id', '=', ids[0] ?? '')
    .execute()
  expect(about).toHaveLength(1)
}, 180_000)

test('K2, Y6: what the restore undid and this console knows comes back when somebody asks for it, and is over then', async () => {
  const { replica } = console_
  const undone = () => [...replica.stores.undone.all()].map(([id, { open }]) => [id, open?.paths])
  expect(undone()).toEqual([[ids[2], ['address']]])
  const view = undoneViews(replica.stores)[0]
  if (!view) throw new Error('nothing is shown')
  await bringItBack(replica, [{ view, within: { access: false, record: false, paths: ['address'] } }])
  expect(await eventually(async () => (await addressesOf(restored.db)).get(ids[2] ?? '') === 'lost')).toBe(true)
  expect(await eventually(() => undone().length === 0)).toBe(true)
  // A later change of the same field is no loss.
  await after.push('manager', [edit(ids[2] ?? '', { address: ['lost', 'newest'] })])
  expect(await eventually(() => replica.stores.participants.get(ids[2] ?? '')?.address === 'newest')).toBe(true)
  expect(undone()).toEqual([])
})

test('K2, U3: a console that saw more than the backup held says which rows are gone, until an administrator acknowledges it', async () => {
  const { replica, engine } = console_
  const note = () => replica.stores.clinic.get('clinic')?.restored ?? null
  const { lost } = engine.state()
  const from = facts.note.auditRows + 1
  expect(restoreWarning(lost, note())).toMatchObject({ kind: 'restored', lost: { from, to: lost?.seen } })
  expect(lost?.seen).toBeGreaterThanOrEqual(from)
  expect(engine.state().alarm).toBeNull()

  const asked = {
    method: 'POST' as const,
    path: '/api/staff/settings.acknowledgeRestore',
    body: JSON.stringify({ epoch: facts.note.epoch, seenRows: lost?.seen ?? 0 }),
  }
  // `fetch` is the console's own here.
  const acknowledge = async (who: 'admin' | 'manager') => {
    const { path, method, body } = asked
    const headers = provenHeaders(await signIn(restored.db, who), asked)
    return (await rawRequest(second.port, path, { method, body, headers })).status
  }
  expect(await acknowledge('manager')).toBe(403)
  for (let time = 0; time < 2; time++) expect(await acknowledge('admin')).toBe(200)
  expect(await auditRows({ db: restored.db }, 'server.restore_acknowledged')).toBe(1)
  expect(await eventually(() => note()?.acknowledgedByName === 'Ms admin')).toBe(true)
  expect(restoreWarning(engine.state().lost, note())).toBeNull()
})
