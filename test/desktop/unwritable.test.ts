import { expect, test } from 'vitest'
import {
  type BenchOptions,
  clinicServer,
  deskBench,
  type Heard,
  memoryKeychain,
  memoryStore,
  ORDER,
  ordering,
  PASSWORD,
} from './desktopSupport'

const PASSPHRASE = 'seven quiet harbour boats'
const nora = { staffId: 'staff-1', password: PASSWORD }
const failing = async () => {
  throw new Error('ENOSPC')
}

/** Somebody at work with a key and three unsent writes; the next pull brings `word`. */
async function atWork(word: Parameters<typeof clinicServer>[1], options: BenchOptions & { vault?: boolean } = {}) {
  const server = await clinicServer('staff-1', word)
  const bench = deskBench({ serverUrl: server.url, ...options })
  if (options.vault) await bench.desktop.passphrase.set.mutate({ passphrase: PASSPHRASE })
  await bench.signIn()
  await bench.desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
  await bench.desktop.replica.note.mutate({ staffId: 'staff-1', unsent: 3 })
  const keyAnswer = () => bench.desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
  const confirmations = () => server.heard.filter(({ path }) => path === '/api/staff/devices.wiped')
  return { server, bench, keyAnswer, confirmations, [Symbol.asyncDispose]: server.close }
}

const wipe = ordering('/api/staff/sync.pull')
const confirmed = (heard: Heard | undefined) => JSON.parse(heard?.body.toString() ?? '{}')

test('D3: a wipe order on a full disk is carried out and confirmed all the same', async () => {
  await using desk = await atWork(wipe)
  const { bench } = desk
  const { deviceId } = await bench.desktop.status.query()
  bench.store.write = failing
  const answer = await bench.get('/api/staff/sync.pull')
  expect([answer.status, answer.headers.get('x-vestibule-wipe')]).toEqual([401, '1'])
  expect(await bench.desktop.lock.status.query()).toMatchObject({ state: 'signedOut', session: false, people: [] })
  expect(await desk.keyAnswer()).toMatchObject({ ok: false, reason: 'WIPED' })
  expect(await bench.desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: false, reason: 'WIPED' })
  // The console's own key stays as long as only memory knows of the order.
  expect([...bench.keychain.entries.keys()].sort()).toEqual(['device-key', 'people'])
  await bench.desktop.wipe.pagesGone.mutate({ unsent: null })
  await expect.poll(async () => (await bench.desktop.status.query()).wipe, { timeout: 60_000 }).toBe(null)
  expect(confirmed(desk.confirmations().at(-1))).toMatchObject({ orderId: ORDER, unsent: 3 })
  expect((await bench.desktop.status.query()).deviceId).not.toBe(deviceId)
})

test('D3: killed while only memory knew of the order, the console hears it again under the same key', async () => {
  await using desk = await atWork(wipe)
  const { bench } = desk
  const { deviceId } = await bench.desktop.status.query()
  const restarted = deskBench({ ...bench, serverUrl: desk.server.url, store: { ...bench.store } })
  bench.store.write = failing
  await bench.get('/api/staff/sync.pull')
  bench.core.stop()
  expect((await restarted.desktop.status.query()).wipe).toBe(null)
  expect(await restarted.desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: false })
  await restarted.signIn()
  await restarted.get('/api/staff/sync.pull')
  await restarted.desktop.wipe.pagesGone.mutate({ unsent: null })
  await expect.poll(() => desk.confirmations().length, { timeout: 60_000 }).toBe(1)
  expect(desk.confirmations()[0]?.headers['x-vestibule-device']).toBe(deviceId)
  restarted.core.stop()
})

test('D3, R2: a vault on a full disk is given up as well: its file can be deleted, though not written', async () => {
  await using desk = await atWork(wipe, { keychain: memoryKeychain(false), store: memoryStore(), vault: true })
  const { bench } = desk
  bench.store.write = failing
  expect((await bench.get('/api/staff/sync.pull')).status).toBe(401)
  expect(bench.store.texts.has('vault.json')).toBe(false)
  expect(await desk.keyAnswer()).toMatchObject({ ok: false, reason: 'WIPED' })
  bench.core.stop()
})

test('D3: a keychain that refuses everything hands out no key under an order, and loses them once it answers', async () => {
  await using desk = await atWork(wipe)
  const { bench } = desk
  const { keychain } = bench
  const working = { ...keychain }
  Object.assign(keychain, { get: failing, set: failing, delete: failing })
  expect((await bench.get('/api/staff/sync.pull')).status).toBe(401)
  expect((await bench.desktop.status.query()).wipe).toBe('erasing')
  Object.assign(keychain, working)
  expect(await desk.keyAnswer()).toMatchObject({ ok: false, reason: 'WIPED' })
  await expect.poll(() => [...keychain.entries.keys()], { timeout: 60_000 }).toEqual(['people'])
  bench.core.stop()
})

const suspended: Parameters<typeof clinicServer>[1] = ({ path }, response) => {
  if (path !== '/api/staff/sync.pull' && path !== '/api/staff/auth.me') return
  response.statusCode = 401
  response.setHeader('x-vestibule-suspended', '1')
}

test('D3: a suspension that the keychain refuses to note locks all the same, and is noted at the next contact', async () => {
  await using desk = await atWork(suspended)
  const { bench } = desk
  const { set } = bench.keychain
  bench.keychain.set = async (name, value) => (name === 'suspended' ? failing() : set(name, value))
  expect((await bench.get('/api/staff/sync.pull')).status).toBe(401)
  expect(await bench.desktop.lock.status.query()).toMatchObject({ state: 'locked', session: false, suspended: true })
  expect(await desk.keyAnswer()).toMatchObject({ ok: false, reason: 'LOCKED' })
  expect(await bench.desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: false, reason: 'SUSPENDED' })
  bench.keychain.set = set
  expect((await bench.get('/api/staff/auth.me')).status).toBe(401)
  const restarted = deskBench({ keychain: bench.keychain, store: bench.store })
  expect((await restarted.desktop.lock.status.query()).suspended).toBe(true)
})

test('D3: a word that comes while the password is being checked holds: the console does not open behind it', async () => {
  await using desk = await atWork(suspended)
  const { bench } = desk
  await bench.core.lock()
  const unlocking = bench.desktop.lock.unlock.mutate(nora)
  await bench.get('/api/staff/auth.me')
  expect(await unlocking).toMatchObject({ ok: false, reason: 'SUSPENDED' })
  expect((await bench.desktop.lock.status.query()).state).toBe('locked')
})
