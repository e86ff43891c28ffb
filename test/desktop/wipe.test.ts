import { createPublicKey, verify } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { wipedText } from '../../shared/devices/deviceProof'
import {
  deskBench,
  errorCode,
  type Heard,
  type MemoryStore,
  memoryKeychain,
  memoryStore,
  ORDER,
  PASSWORD,
  SESSION,
  startFakeServer,
} from './desktopSupport'

/** A clinic that orders a wipe as soon as `ordered` is set, and takes the confirmation as `answer` says. */
async function wipingClinic() {
  const clinic = {
    ordered: false,
    confirmations: [] as { orderId: string; unsent: number; signature: string }[],
    answer: (_heard: Heard, response: ServerResponse) => void response.end('{"result":{}}'),
  }
  const server = await startFakeServer((heard, response) => {
    response.setHeader('content-type', 'application/json')
    if (heard.path === '/api/staff/devices.wiped') {
      clinic.confirmations.push(JSON.parse(heard.body.toString()))
      return clinic.answer(heard, response)
    }
    if (clinic.ordered) {
      response.statusCode = 401
      response.setHeader('x-vestibule-wipe', '1')
      response.setHeader('x-vestibule-wipe-order', ORDER)
    } else if (heard.path === '/api/staff/auth.verify') {
      response.setHeader('x-vestibule-session', SESSION)
      response.setHeader('x-vestibule-signed-in', 'staff-1')
    }
    response.end('{}')
  })
  return { ...server, clinic }
}

/** Somebody at work with a replica key, three unsent writes, and an order that the next call will bring. */
async function orderedConsole(store: MemoryStore = memoryStore()) {
  const server = await wipingClinic()
  const bench = deskBench({ serverUrl: server.url, store })
  await bench.signIn()
  await bench.desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
  await bench.desktop.replica.note.mutate({ staffId: 'staff-1', unsent: 3 })
  const { deviceId } = await bench.desktop.status.query()
  server.clinic.ordered = true
  return { server, clinic: server.clinic, bench, deviceId: deviceId ?? '', [Symbol.asyncDispose]: server.close }
}

function isSigned({ signature }: { readonly signature: string }, heard: Heard | undefined, deviceId: string): boolean {
  const x = String(heard?.headers['x-vestibule-device-key'])
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return verify(null, Buffer.from(wipedText(deviceId, ORDER)), key, Buffer.from(signature, 'base64url'))
}

test('D3: a wipe order deletes every key and verifier first, and is confirmed only when the pages are gone too', async () => {
  await using desk = await orderedConsole()
  const { bench, clinic, deviceId, server } = desk
  expect((await bench.get('/api/staff/sync.pull')).status).toBe(401)
  expect([...bench.keychain.entries.keys()]).toEqual(['people'])
  expect(bench.keychain.entries.get('people')).toBe('[]')
  expect(await bench.desktop.status.query()).toMatchObject({ wipe: 'erasing', deviceId })
  expect(await bench.desktop.lock.status.query()).toMatchObject({ state: 'signedOut', people: [] })
  expect(clinic.confirmations).toEqual([])
  await bench.desktop.wipe.pagesGone.mutate({ unsent: null })
  await expect.poll(() => clinic.confirmations.length, { timeout: 60_000 }).toBe(1)
  const [confirmation] = clinic.confirmations
  expect(confirmation).toMatchObject({ orderId: ORDER, unsent: 3 })
  expect(confirmation && isSigned(confirmation, server.heard.at(-1), deviceId)).toBe(true)
  expect(server.heard.at(-1)?.headers.authorization).toBeUndefined()
})

test('D3: after the confirmation the console is a new one, with another key, which has to be approved anew', async () => {
  await using desk = await orderedConsole()
  const { bench, deviceId } = desk
  await bench.get('/api/staff/sync.pull')
  await bench.desktop.wipe.pagesGone.mutate({ unsent: 0 })
  await expect.poll(async () => (await bench.desktop.status.query()).wipe, { timeout: 60_000 }).toBe(null)
  expect(bench.store.texts.size).toBe(0)
  expect((await bench.desktop.status.query()).deviceId).not.toBe(deviceId)
})

test('D3: while an order is carried out nothing else reaches the server, and no key is made', async () => {
  await using desk = await orderedConsole()
  const { bench, server } = desk
  await bench.get('/api/staff/sync.pull')
  const before = server.heard.length
  const refused = await bench.post('/api/staff/auth.signIn', { email: 'nora@clinic.example', password: 'x' })
  expect([refused.status, await errorCode(refused)]).toEqual([401, 'DEVICE_REVOKED'])
  expect(await bench.desktop.replica.key.mutate({ staffId: 'staff-1', create: true })).toMatchObject({ ok: false })
  expect(server.heard.length).toBe(before)
})

test("D3: the page's own count of what is lost stands for the noted one, beside what others had not sent", async () => {
  await using desk = await orderedConsole()
  const { bench, clinic } = desk
  const ben = { email: 'ben@clinic.example', phc: '$argon2id$x', wrong: 0 }
  bench.keychain.entries.set('verifier.staff-2', JSON.stringify(ben))
  bench.keychain.entries.set('people', JSON.stringify(['staff-1', 'staff-2']))
  bench.keychain.entries.set('queue.staff-2', '4')
  await bench.get('/api/staff/sync.pull')
  await bench.desktop.wipe.pagesGone.mutate({ unsent: 5 })
  await expect.poll(() => clinic.confirmations.at(-1)?.unsent, { timeout: 60_000 }).toBe(9)
  expect([...bench.keychain.entries.keys()]).toEqual(['people'])
})

const TROUBLES: readonly (readonly [string, (response: ServerResponse) => void])[] = [
  ['an answer that is cut', (response) => response.destroy()],
  ['a busy server', (response) => void response.writeHead(503).end('{"error":{"data":{"code":"UNAVAILABLE"}}}')],
  ['the page of a guest network', (response) => void response.writeHead(200).end('<html>Welcome</html>')],
  ['a 404 of something else', (response) => void response.writeHead(404).end('not here')],
]

test.each(
  TROUBLES,
)('D3: %s leaves the order standing, and a restart sends the confirmation again', async (_name, spoil) => {
  await using desk = await orderedConsole()
  const { bench, clinic, deviceId, server } = desk
  clinic.answer = (_heard, response) => {
    spoil(response)
    return undefined
  }
  await bench.get('/api/staff/sync.pull')
  await bench.desktop.wipe.pagesGone.mutate({ unsent: 2 })
  await expect.poll(() => clinic.confirmations.length, { timeout: 60_000 }).toBeGreaterThan(0)
  bench.core.stop()
  expect(await bench.desktop.status.query()).toMatchObject({ wipe: 'confirming', deviceId })
  clinic.answer = (_heard, response) => void response.end('{"result":{}}')
  const restarted = deskBench({ serverUrl: server.url, keychain: bench.keychain, store: bench.store })
  await expect.poll(async () => (await restarted.desktop.status.query()).wipe, { timeout: 60_000 }).toBe(null)
  expect(clinic.confirmations.at(-1)).toMatchObject({ orderId: ORDER, unsent: 2 })
})

test('D3: the word that the server has it already ends the order', async () => {
  await using desk = await orderedConsole()
  const { bench, clinic } = desk
  clinic.answer = (_heard, response) => void response.writeHead(404).end('{"error":{"data":{"code":"NOT_FOUND"}}}')
  await bench.get('/api/staff/sync.pull')
  await bench.desktop.wipe.pagesGone.mutate({ unsent: 0 })
  await expect.poll(async () => (await bench.desktop.status.query()).wipe, { timeout: 60_000 }).toBe(null)
})

/** Ends the process, as far as this test can: after `writes` more writes to the keychain or the data folder nothing works any more. */
function dyingAfter(writes: number, keychain: ReturnType<typeof memoryKeychain>, store: MemoryStore) {
  const left = { count: Number.POSITIVE_INFINITY }
  const spend = async () => {
    left.count--
    if (left.count < 0) throw new Error('killed')
  }
  const dead = { ...keychain, ...store }
  return {
    arm: () => {
      left.count = writes
    },
    keychain: {
      ...keychain,
      set: async (name: string, value: string) => {
        await spend()
        await dead.set(name, value)
      },
      delete: async (name: string) => {
        await spend()
        await keychain.delete(name)
      },
    },
    store: {
      ...store,
      write: async (name: string, text: string) => {
        await spend()
        await store.write(name, text)
      },
      delete: async (name: string) => {
        await spend()
        await store.delete(name)
      },
    },
  }
}

test.each([
  ...Array(16).keys(),
])('D3: killed after %i of its writes, the console wipes itself to the end at its next start', async (writes) => {
  const [keychain, store] = [memoryKeychain(), memoryStore()]
  const server = await wipingClinic()
  try {
    const dying = dyingAfter(writes, keychain, store)
    const bench = deskBench({ serverUrl: server.url, keychain: dying.keychain, store: dying.store })
    await bench.signIn()
    await bench.desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
    await bench.desktop.replica.note.mutate({ staffId: 'staff-1', unsent: 3 })
    server.clinic.ordered = true
    dying.arm()
    await bench.get('/api/staff/sync.pull')
    await bench.desktop.wipe.pagesGone.mutate({ unsent: 3 }).catch(() => undefined)
    bench.core.stop()

    const restarted = deskBench({ serverUrl: server.url, keychain, store })
    // The order had not been written down yet: the next contact brings it again.
    await restarted.get('/api/staff/auth.me')
    const nora = { staffId: 'staff-1', password: PASSWORD }
    expect(await restarted.desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: false })
    await expect.poll(() => keychain.entries.has('replica-key.staff-1'), { timeout: 60_000 }).toBe(false)
    await restarted.desktop.wipe.pagesGone.mutate({ unsent: null })
    await expect.poll(() => server.clinic.confirmations.length, { timeout: 60_000 }).toBeGreaterThan(0)
    expect(server.clinic.confirmations.at(-1)).toMatchObject({ orderId: ORDER, unsent: 3 })
    await expect.poll(async () => (await restarted.desktop.status.query()).wipe, { timeout: 60_000 }).toBe(null)
    expect([...store.texts.keys()]).toEqual([])
    restarted.core.stop()
  } finally {
    await server.close()
  }
})

test('D3, R2: a vault is given up with everything in it, and its order survives a restart without the passphrase', async () => {
  const server = await wipingClinic()
  try {
    const store = memoryStore()
    const bench = deskBench({ serverUrl: server.url, keychain: memoryKeychain(false), store })
    await bench.desktop.passphrase.set.mutate({ passphrase: 'seven quiet harbour boats' })
    await bench.signIn()
    await bench.desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
    server.clinic.ordered = true
    await bench.get('/api/staff/sync.pull')
    expect(store.texts.has('vault.json')).toBe(false)
    bench.core.stop()
    const restarted = deskBench({ serverUrl: server.url, keychain: memoryKeychain(false), store })
    expect(await restarted.desktop.status.query()).toMatchObject({ wipe: 'erasing' })
    await restarted.desktop.wipe.pagesGone.mutate({ unsent: null })
    await expect.poll(() => server.clinic.confirmations.length, { timeout: 60_000 }).toBe(1)
    restarted.core.stop()
  } finally {
    await server.close()
  }
})

test('D3: an order that cannot be read keeps the console shut', async () => {
  const store = memoryStore()
  store.texts.set('wipe.json', '{"version":1')
  const bench = deskBench({ store })
  expect((await bench.desktop.status.query()).wipe).toBe('erasing')
  expect((await bench.get('/api/staff/auth.me')).status).toBe(500)
  bench.core.stop()
})
