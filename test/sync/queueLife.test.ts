import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { OutboxItem } from '../../shared/sync/syncSchemas'
import { auditRows, edit, inviteFor, revocation, setScope } from './support/clinic'
import { freshProfile } from './support/console'
import { type EngineSite, openEngineSite } from './support/engineSite'
import { createLink } from './support/link'

let site: EngineSite
let next = 0
beforeAll(async () => {
  site = await openEngineSite()
})
afterEach(() => site.closeConsole())
afterAll(() => site.close())

/** In the caseload of `staff`, and of no other test. */
const somebody = () => {
  next += 2
  return site.clinic.participants[next + 10] ?? ''
}
const inviteIdOf = (item: OutboxItem) => ('inviteId' in item ? item.inviteId : '')
const invites = async () => (await site.clinic.db.selectFrom('invite').select('id').execute()).map(({ id }) => id)

test('Y1, Y2: what has left is written as sent before it leaves; killed before the answer, it is sent again as the same write', async () => {
  const [profile, link] = [freshProfile(), createLink()]
  const first = await site.start(link, { profile })
  await first.settle()
  const item = inviteFor(somebody())
  const before = await auditRows(site.clinic, 'invite.created')
  link.fault = (call) => {
    if (call === 'push') expect(first.replica.stores.outbox.get(item.writeId)?.state).toBe('sent')
    return call === 'push' ? 'cutAfter' : 'none'
  }
  await first.replica.enqueue(item)
  await first.engine.syncNow()
  expect(first.replica.stores.outbox.get(item.writeId)?.state).toBe('sent')
  expect(await first.replica.cancel(item.writeId)).toBe(false)
  await site.closeConsole()
  link.fault = () => 'none'
  const second = await site.start(link, { profile })
  expect(await second.settle()).toBe(true)
  expect(second.replica.stores.outbox.get(item.writeId)).toMatchObject({ state: 'applied' })
  expect(second.replica.stores.invites.get(inviteIdOf(item))).toBeDefined()
  expect((await auditRows(site.clinic, 'invite.created')) - before).toBe(1)
})

test('Y1: offline nothing leaves, so everything can be taken back, however often the console has tried', async () => {
  const [profile, link] = [freshProfile(), createLink()]
  const { replica, engine, settle } = await site.start(link, { profile })
  await settle()
  link.isUp = false
  await engine.syncNow()
  const items = [inviteFor(somebody()), inviteFor(somebody())]
  for (const item of items) await replica.enqueue(item)
  for (let time = 0; time < 3; time++) await engine.syncNow()
  expect([...replica.stores.outbox.all()].map(([, { state }]) => state)).toEqual(['queued', 'queued'])
  expect(await replica.cancel(items[0]?.writeId ?? '')).toBe(true)
  expect(await replica.cancel(items[0]?.writeId ?? '')).toBe(false)
  link.isUp = true
  expect(await settle()).toBe(true)
  const known = await invites()
  expect(items.map((item) => known.includes(inviteIdOf(item)))).toEqual([false, true])
})

test('Y2: taking back races with leaving: what was taken back never reaches the server, and what has left is never called taken back', async () => {
  const { replica, engine, settle } = await site.start(createLink())
  await settle()
  const known = async (item: OutboxItem) => (await invites()).includes(inviteIdOf(item))
  for (let round = 0; round < 12; round++) {
    const item = inviteFor(site.clinic.participants[(round % 3) * 2] ?? '')
    await replica.enqueue(item)
    const syncing = engine.syncNow()
    for (let turn = 0; turn < round; turn++) await Promise.resolve()
    const taken = await replica.cancel(item.writeId)
    await syncing
    await settle()
    expect([taken, await known(item)]).toEqual([taken, !taken])
    if (taken) expect(replica.stores.outbox.get(item.writeId)).toBeUndefined()
  }
})

test('Y5: of applied commands the newest 200 stay listed, an edit leaves at once, and the times are the server’s where this clock is ten years off', async () => {
  const off = () => new Date(Date.now() + 3653 * 86_400_000)
  const link = createLink()
  const { replica, settle } = await site.start(link, { now: off })
  await settle()
  const [real, change] = [inviteFor(somebody()), edit(somebody(), { address: ['', 'gone at once'] })]
  for (const item of [real, change]) await replica.enqueue(item)
  expect(await settle()).toBe(true)
  const [[, entry] = []] = replica.stores.outbox.all()
  expect([replica.stores.outbox.size, entry?.state]).toEqual([1, 'applied'])
  expect(Math.abs(Date.parse(entry?.settledAt ?? '') - Date.now())).toBeLessThan(600_000)
  link.isUp = false
  const items = Array.from({ length: 205 }, () => revocation(randomUUID()))
  for (const item of items) await replica.enqueue(item)
  const results = items.map(({ writeId }) => ({ writeId, outcome: 'applied' }) as const)
  await replica.applyResults(results, new Date().toISOString())
  expect(replica.stores.outbox.size).toBe(200)
  expect(replica.stores.outbox.get(items[4]?.writeId ?? '')).toBeUndefined()
  expect(replica.stores.outbox.get(items[5]?.writeId ?? '')).toBeDefined()
})

test('Y5: a console ten years off dates what it makes by the server’s clock, also when it opens without a network, and never before what the server said', async () => {
  const [profile, link] = [freshProfile(), createLink()]
  const off = (years: number) => () => new Date(Date.now() + years * 365 * 86_400_000)
  const first = await site.start(link, { profile, now: off(10) })
  await first.settle()
  await site.closeConsole()
  link.isUp = false
  const second = await site.start(link, { profile, now: off(10) })
  const item = inviteFor(somebody())
  await second.replica.enqueue(item)
  const madeAt = Date.parse(second.replica.stores.outbox.get(item.writeId)?.madeAt ?? '')
  expect(Math.abs(madeAt - Date.now())).toBeLessThan(600_000)
  await site.closeConsole()
  const third = await site.start(link, { profile, now: off(0) })
  expect(Math.abs(third.replica.now().getTime() - Date.now())).toBeLessThan(600_000)
})

test('Y6: a command that was overtaken stays with its reason until it is dismissed, through a restart', async () => {
  const [profile, link] = [freshProfile(), createLink()]
  const first = await site.start(link, { profile })
  const invite = inviteFor(somebody())
  await site.clinic.push('staff', [invite])
  await first.settle()
  const accepted = { accepted_at: new Date() }
  await site.clinic.db.updateTable('invite').set(accepted).where('id', '=', inviteIdOf(invite)).execute()
  const item = revocation(inviteIdOf(invite))
  await first.replica.enqueue(item)
  await first.settle()
  await site.closeConsole()
  const { replica, settle } = await site.start(link, { profile })
  await settle()
  expect(replica.stores.outbox.get(item.writeId)).toMatchObject({ state: 'conflict', reason: 'already_accepted' })
  await replica.dismiss(item.writeId)
  expect(replica.stores.outbox.get(item.writeId)).toBeUndefined()
})

test('U1: nothing that waits for an answer can be dismissed', async () => {
  const link = createLink()
  const { replica, settle } = await site.start(link)
  await settle()
  link.isUp = false
  const item = edit(somebody(), { address: ['', 'stays'] })
  await replica.enqueue(item)
  await replica.dismiss(item.writeId)
  expect(replica.stores.outbox.get(item.writeId)?.state).toBe('queued')
})

test('D4: the list of what was done for somebody goes with them when they leave the scope', async () => {
  const { replica, settle } = await site.start(createLink())
  await settle()
  const id = somebody()
  const [made, sent] = [inviteFor(id), inviteFor(site.clinic.participants[0] ?? '')]
  for (const item of [made, sent, revocation(inviteIdOf(made))]) await replica.enqueue(item)
  expect(await settle()).toBe(true)
  expect(replica.stores.outbox.size).toBe(3)
  await setScope(site.clinic, 'staff', id, false)
  await settle()
  expect([...replica.stores.outbox.all()].map(([writeId]) => writeId)).toEqual([sent.writeId])
  await setScope(site.clinic, 'staff', id, true)
})
