import { expect, test } from 'vitest'
import { createIdList } from '../../electron/core/idList'
import { createVerifiers } from '../../electron/core/verifiers'
import { clinicServer, deskBench, memoryKeychain, ordering, PASSWORD } from './desktopSupport'

const DAY = 86_400_000

/** Somebody whose second factor came too late for a verifier, with a key and three unsent writes, and the console started anew. */
async function withoutVerifier(orderAt?: string) {
  const server = await clinicServer('staff-1', orderAt === undefined ? undefined : ordering(orderAt))
  const before = deskBench({ serverUrl: server.url })
  await before.post('/api/staff/auth.signIn', { email: 'nora@clinic.example', password: PASSWORD })
  before.clock.time += 11 * 60_000
  await before.post('/api/staff/auth.verify', {})
  await before.desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
  await before.desktop.replica.note.mutate({ staffId: 'staff-1', unsent: 3 })
  expect([...before.keychain.entries.keys()]).toContain('replica-key.staff-1')
  expect([...before.keychain.entries.keys()]).not.toContain('verifier.staff-1')
  const bench = deskBench({ ...before, serverUrl: server.url })
  return { server, bench, entries: bench.keychain.entries, [Symbol.asyncDispose]: server.close }
}

test('D3: thirty days without contact delete the key of somebody who has no verifier here', async () => {
  await using desk = await withoutVerifier()
  desk.bench.clock.time += 29 * DAY
  await desk.bench.desktop.lock.status.query()
  expect(desk.entries.has('replica-key.staff-1')).toBe(true)
  desk.bench.clock.time += DAY
  await desk.bench.desktop.lock.status.query()
  expect([...desk.entries.keys()]).toEqual(['device-key', 'lease.wiped'])
})

test('D3: a device that is refused before anyone signed in forgets also the keys of those without a verifier', async () => {
  await using desk = await withoutVerifier()
  await desk.bench.get('/api/staff/revoked')
  expect([...desk.entries.keys()]).toEqual(['device-key'])
})

test('D3: a wipe order deletes the key of somebody without a verifier, and counts what they had not sent', async () => {
  await using desk = await withoutVerifier('/api/staff/auth.me')
  await desk.bench.get('/api/staff/auth.me')
  expect(desk.entries.size).toBe(0)
  await desk.bench.desktop.wipe.pagesGone.mutate({ unsent: null })
  const confirmed = () => desk.server.heard.find(({ path }) => path === '/api/staff/devices.wiped')?.body.toString()
  await expect.poll(confirmed, { timeout: 60_000 }).toContain('"unsent":3')
  desk.bench.core.stop()
})

test('D3: a key that cannot be deleted now is found again at the next look, and keeps nobody else’s', async () => {
  await using desk = await withoutVerifier()
  const { keychain, clock } = desk.bench
  const erase = keychain.delete
  keychain.entries.set('replica-key.staff-0', 'AAAA')
  keychain.entries.set('holders.0', '["staff-0","staff-1"]')
  keychain.entries.set('lease.staff-0', keychain.entries.get('lease.staff-1') ?? '')
  keychain.delete = async (name) => {
    if (name === 'replica-key.staff-0') throw new Error('locked')
    await erase(name)
  }
  clock.time += 30 * DAY
  await desk.bench.desktop.lock.status.query()
  expect([...desk.entries.keys()].filter((name) => name.startsWith('replica-key'))).toEqual(['replica-key.staff-0'])
  keychain.delete = erase
  await desk.bench.get('/api/staff/revoked')
  expect([...desk.entries.keys()]).toEqual(['device-key'])
})

test('D3, R2: no key is made that could not be remembered', async () => {
  await using server = await clinicServer()
  const bench = deskBench({ serverUrl: server.url })
  const { set } = bench.keychain
  bench.keychain.set = async (name, value) => {
    if (name.startsWith('holders')) throw new Error('full')
    await set(name, value)
  }
  await bench.signIn()
  expect(await bench.desktop.replica.key.mutate({ staffId: 'staff-1', create: true })).toMatchObject({ ok: false })
  expect(bench.keychain.entries.has('replica-key.staff-1')).toBe(false)
})

test('D3, R2: the list of those with a key has no end, and no part of it outgrows what Windows can hold', async () => {
  const box = memoryKeychain()
  const list = createIdList('holders')
  const ids = Array.from({ length: 100 }, () => crypto.randomUUID())
  for (const id of ids) await list.add(box, id)
  await list.add(box, ids[3] ?? '')
  expect(await list.all(box)).toEqual(ids)
  for (const text of box.entries.values()) expect(Buffer.byteLength(text, 'utf16le')).toBeLessThanOrEqual(2560)
  for (const id of ids.slice(0, 60)) await list.remove(box, id)
  expect(await list.all(box)).toEqual(ids.slice(60))
  for (const id of ids) await list.remove(box, id)
  expect(box.entries.size).toBe(0)
})

test('D3: a half-written verifier leaves its owner in the list of those who are forgotten', async () => {
  const box = memoryKeychain()
  box.entries.set('people', '["staff-1"]')
  expect(await createVerifiers().ids(box)).toEqual(['staff-1'])
  expect(await createVerifiers().people(box)).toEqual([])
})
