import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { SyncTransport } from '../../renderer/console/sync/syncEngine'
import { withClient } from '../../server/platform/database/connectionTarget'
import type { PushResult } from '../../shared/sync/syncSchemas'
import { type Clinic, edit, NOW } from './support/clinic'
import { differences, freshProfile } from './support/console'
import { type EngineSite, openEngineSite } from './support/engineSite'
import { createLink } from './support/link'

let site: EngineSite
let clinic: Clinic
beforeAll(async () => {
  site = await openEngineSite()
  clinic = site.clinic
})
afterEach(() => site.closeConsole())
afterAll(() => site.close())

const start = (...args: Parameters<EngineSite['start']>) => site.start(...args)
const addressOf = (id: string) => site.addressOf(id)

test('a line that fails while the live stream stays open is tried again without any event', async () => {
  const link = createLink()
  const { replica, engine, settle } = await start(link)
  await settle()
  // Live now; the next call fails once and nobody sends an event after it.
  let cuts = 1
  link.fault = () => (cuts-- > 0 ? 'cutBefore' : 'none')
  const id = clinic.participants[18] ?? ''
  await replica.enqueue(edit(id, { address: ['', 'Lane 18'] }))
  const deadline = Date.now() + 30_000
  while (replica.stores.outbox.size > 0 && Date.now() < deadline) await sleep(10)
  expect([replica.stores.outbox.size, await addressOf(id)]).toEqual([0, 'Lane 18'])
  expect(engine.state().problem).toBeNull()
})

test('an item that the server could not apply is sent again by itself, and a later one does not overtake it', async () => {
  const sent: string[][] = []
  let failing = true
  const wrap = (transport: SyncTransport): SyncTransport => ({
    ...transport,
    push: async (items) => {
      sent.push(items.map(({ writeId }) => writeId))
      if (!failing) return await transport.push(items)
      const results = items.map(({ writeId }): PushResult => ({ writeId, outcome: 'failed' }))
      return { results, serverTime: NOW.toISOString() }
    },
  })
  const { replica, settle } = await start(createLink(), { wrap })
  await settle(1)
  const id = clinic.participants[20] ?? ''
  const [one, two] = [edit(id, { address: ['', 'one'] }), edit(id, { address: ['one', 'two'] })]
  await replica.enqueue(one)
  await replica.enqueue(two)
  await settle(2)
  expect(replica.stores.outbox.size).toBe(2)
  failing = false
  const deadline = Date.now() + 30_000
  while (replica.stores.outbox.size > 0 && Date.now() < deadline) await sleep(10)
  expect(await addressOf(id)).toBe('two')
  for (const batch of sent.filter((ids) => ids.length === 2)) expect(batch).toEqual([one.writeId, two.writeId])
})

test('answers that name none of the items sent do not keep the engine busy for ever', async () => {
  let pushes = 0
  const wrap = (transport: SyncTransport): SyncTransport => ({
    ...transport,
    push: async () => {
      pushes++
      return { results: [], serverTime: NOW.toISOString() }
    },
  })
  const { replica, engine } = await start(createLink(), { wrap })
  await replica.enqueue(edit(clinic.participants[20] ?? '', { address: ['', 'x'] }))
  await engine.syncNow()
  await sleep(50)
  expect(pushes).toBeLessThan(20)
})

test('a long outbox goes in batches that fit the server, in order', async () => {
  const sizes: number[] = []
  const wrap = (transport: SyncTransport): SyncTransport => ({
    ...transport,
    push: async (items) => {
      sizes.push(JSON.stringify(items).length)
      return await transport.push(items)
    },
  })
  const link = createLink()
  link.isUp = false
  const { replica, settle } = await start(link, { wrap })
  const id = clinic.participants[22] ?? ''
  // Each as large as its schema allows; the values themselves will be refused.
  const fat = Array.from({ length: 40 }, () => [randomUUID(), [null, { value: 'x'.repeat(1990), label: '' }]] as const)
  const changes = Object.fromEntries(fat.map(([key, value]) => [`email:${key}`, value]))
  for (let n = 0; n < 20; n++) await replica.enqueue(edit(id, changes))
  link.isUp = true
  await settle()
  expect(Math.max(...sizes)).toBeLessThan(1_000_000)
  const states = [...replica.stores.outbox.all()].map(([, entry]) => entry.state)
  expect(states).toEqual(Array(20).fill('refused'))
})

test.each([
  -10, 10,
])('Y5: a console whose clock is %i years off syncs and wins or loses like any other', async (years) => {
  const now = () => new Date(Date.now() + years * 365 * 86_400_000)
  const { replica, settle } = await start(createLink(), { now })
  await settle()
  const [mine = '', theirs = ''] = [clinic.participants[24], clinic.participants[26]]
  const [was, wasTheirs] = [(await addressOf(mine)) ?? '', (await addressOf(theirs)) ?? '']
  await clinic.push('manager', [edit(theirs, { address: [wasTheirs, `manager ${years}`] })])
  await replica.enqueue(edit(mine, { address: [was, `mine ${years}`] }))
  await replica.enqueue(edit(theirs, { address: [wasTheirs, `late ${years}`] }))
  expect(await settle()).toBe(true)
  expect([await addressOf(mine), await addressOf(theirs)]).toEqual([`mine ${years}`, `manager ${years}`])
  expect([...replica.stores.conflicts.all()].some(([, { lostValue }]) => lostValue === `late ${years}`)).toBe(true)
  expect(await differences(replica, clinic, 'staff')).toEqual([])
})

test('U3: a console raises the alarm when the chain it witnessed was rewritten, keeps it, and goes on working', async () => {
  const [profile, link] = [freshProfile(), createLink()]
  const first = await start(link, { profile })
  await first.settle()
  const witness = first.replica.meta().witness
  expect(witness?.count).toBeGreaterThan(0)
  await withClient(site.database.owner, (client) =>
    client.query(`update audit_log set hash = repeat('e', 64) where seq = $1`, [witness?.count]),
  )
  await first.settle()
  expect(first.engine.state().alarm).toContain('not a continuation')
  expect(first.replica.meta().witness).toEqual(witness)
  await first.close()
  const second = await start(link, { profile })
  expect(second.engine.state().alarm).toContain('not a continuation')
  const id = clinic.participants[28] ?? ''
  await second.replica.enqueue(edit(id, { address: ['', 'still'] }))
  expect(await second.settle()).toBe(true)
  expect(await addressOf(id)).toBe('still')
})
