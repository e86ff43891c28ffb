import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, databaseUrl, type TestDatabase } from '../support/postgres'
import { auditRows, type Clinic, createClinic, creation, edit, inviteFor } from './support/clinic'
import { type HoldingProxy, holdingProxy } from './support/holdingProxy'
import { ask, provenHeaders, pushRequest, type ServerProcess, type Session, serveApart, signIn } from './support/http'

let database: TestDatabase
let clinic: Clinic
let proxy: HoldingProxy
let session: Session
let server: ServerProcess | null = null
beforeAll(async () => {
  database = await createTestDatabase()
  clinic = await createClinic(database, 40)
  proxy = await holdingProxy(database.owner)
  session = await signIn(clinic.db, 'admin')
})
afterAll(async () => {
  await server?.kill()
  await proxy.close()
  clinic.close()
  await database.drop()
})

async function start(): Promise<ServerProcess> {
  const url = databaseUrl({ ...database.owner, host: '127.0.0.1', port: proxy.port })
  server = await serveApart({ secretsDir: database.secretsDir, url })
  return server
}

/** The outcomes, or null when no answer came. */
async function push(origin: string, items: readonly unknown[]): Promise<string[] | null> {
  const asked = pushRequest(items)
  const answer = await ask(origin, asked, provenHeaders(session, asked)).catch(() => null)
  if (answer === null || answer.status !== 200) return null
  return [...answer.text.matchAll(/"outcome":"([a-z]+)"/g)].map(([, outcome]) => outcome ?? '')
}

async function addresses(): Promise<Map<string, string>> {
  const rows = await clinic.db.selectFrom('participant').select(['id', 'fields']).execute()
  return new Map(rows.map((row) => [row.id, row.fields.address]))
}

test('Y1, Y2: a server killed between commit and answer has the write after its restart, and the repeat does not double it', async () => {
  const [id = ''] = clinic.participants
  const items = [edit(id, { address: ['', 'kept'] })]
  const before = await auditRows(clinic)
  const first = await start()
  const held = proxy.holdNextCommit()
  const answer = push(first.origin, items)
  await held
  await first.kill()
  expect(await answer).toBeNull()
  expect((await addresses()).get(id)).toBe('kept')
  const second = await start()
  for (let time = 0; time < 3; time++) expect(await push(second.origin, items)).toEqual(['applied'])
  await second.kill()
  expect([(await addresses()).get(id), (await auditRows(clinic)) - before]).toEqual(['kept', 1])
  expect((await clinic.db.selectFrom('conflict').select('id').execute()).length).toBe(0)
})

test('Y1, Y2: killed at any moment under load, every acknowledged write is there, and repeating all of them doubles none', async () => {
  const before = await auditRows(clinic)
  const people = clinic.participants.slice(1)
  const items = [
    ...people.map((id) => edit(id, { address: ['', `of ${id}`] })),
    ...people.slice(0, 8).map((id) => inviteFor(id)),
    ...Array.from({ length: 8 }, () => creation(clinic)),
  ]
  const acknowledged = new Set<string>()
  for (const wait of [30, 80, 150]) {
    const { origin, kill } = await start()
    const open = items.filter((item) => !acknowledged.has(item.writeId))
    const sending = Promise.all(
      open.map(async (item) => {
        if ((await push(origin, [item]))?.[0] === 'applied') acknowledged.add(item.writeId)
      }),
    )
    await new Promise((done) => setTimeout(done, wait))
    await kill()
    await sending
    const ledger = await clinic.db.selectFrom('sync_write').select('write_id').execute()
    const stored = new Set(ledger.map((row) => row.write_id))
    expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([])
  }
  const { origin, kill } = await start()
  for (let time = 0; time < 2; time++) expect(new Set(await push(origin, items))).toEqual(new Set(['applied']))
  await kill()
  const now = await addresses()
  expect(people.filter((id) => now.get(id) !== `of ${id}`)).toEqual([])
  expect(now.size).toBe(40 + 8)
  expect((await auditRows(clinic)) - before).toBe(items.length)
  expect((await clinic.db.selectFrom('invite').select('id').execute()).length).toBe(8)
})
