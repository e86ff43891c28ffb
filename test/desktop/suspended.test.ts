import { expect, test } from 'vitest'
import { type BenchOptions, deskBench, memoryKeychain, PASSWORD, SESSION, startFakeServer } from './desktopSupport'

const DAY = 86_400_000
const nora = { staffId: 'staff-1', password: PASSWORD }

/** A clinic that suspends the console when told to, and names its lease with every answer to a signed-in call. */
async function strictClinic() {
  const clinic = { suspended: false, lease: '7' }
  const server = await startFakeServer((heard, response) => {
    response.setHeader('content-type', 'application/json')
    const verifying = heard.path === '/api/staff/auth.verify'
    const signedIn = heard.headers.authorization !== undefined
    if (clinic.suspended) {
      response.statusCode = 401
      response.setHeader('x-vestibule-suspended', '1')
    } else if (verifying || signedIn) response.setHeader('x-vestibule-lease', clinic.lease)
    else response.setHeader('x-vestibule-suspended', '0')
    if (verifying && !clinic.suspended) {
      response.setHeader('x-vestibule-session', SESSION)
      response.setHeader('x-vestibule-signed-in', 'staff-1')
    }
    response.end('{}')
  })
  return { ...server, clinic }
}

async function atWork(options: BenchOptions = {}) {
  const server = await strictClinic()
  const bench = deskBench({ serverUrl: server.url, ...options })
  await bench.signIn()
  await bench.desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
  return { server, clinic: server.clinic, bench, [Symbol.asyncDispose]: server.close }
}

test('D3: a suspended console locks at its next contact, keeps its key, and opens for no password or PIN', async () => {
  await using desk = await atWork()
  const { desktop, keychain, get } = desk.bench
  await desktop.pin.set.mutate({ ...nora, pin: '482913' })
  const key = keychain.entries.get('replica-key.staff-1')
  desk.clinic.suspended = true
  expect((await get('/api/staff/sync.pull')).status).toBe(401)
  expect(await desktop.lock.status.query()).toMatchObject({ state: 'locked', session: false, suspended: true })
  expect(keychain.entries.get('replica-key.staff-1')).toBe(key)
  for (const typed of [nora, { staffId: 'staff-1', pin: '482913' }])
    expect(await desktop.lock.unlock.mutate(typed)).toMatchObject({ ok: false, reason: 'SUSPENDED' })
  expect(await desktop.replica.key.mutate({ staffId: 'staff-1' })).toMatchObject({ ok: false, reason: 'LOCKED' })
})

test('D3: neither a restart nor a cut network lifts a suspension', async () => {
  await using desk = await atWork()
  const { keychain, store, get } = desk.bench
  desk.clinic.suspended = true
  await get('/api/staff/sync.pull')
  const offline = deskBench({ keychain, store })
  expect((await offline.desktop.lock.status.query()).suspended).toBe(true)
  expect(await offline.desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: false, reason: 'SUSPENDED' })
})

test('D3: the page of a guest network does not lift a suspension; the server does, at the door already', async () => {
  await using desk = await atWork()
  const { desktop, keychain, store, get } = desk.bench
  desk.clinic.suspended = true
  await get('/api/staff/sync.pull')
  const guest = await startFakeServer((_heard, response) => void response.end('<html>Welcome</html>'))
  const elsewhere = deskBench({ serverUrl: guest.url, keychain, store })
  await elsewhere.get('/api/staff/auth.me')
  expect((await elsewhere.desktop.lock.status.query()).suspended).toBe(true)
  await guest.close()
  desk.clinic.suspended = false
  await get('/api/staff/auth.me')
  expect((await desktop.lock.status.query()).suspended).toBe(false)
  expect(await desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: true, session: false })
  expect(await desktop.replica.key.mutate({ staffId: 'staff-1' })).toMatchObject({ ok: true, created: false })
})

test('D3, R2: with a vault, a suspended console can be asked again and again after its passphrase, until it is resumed', async () => {
  await using desk = await atWork({ keychain: memoryKeychain(false) })
  const { desktop, store, get, signIn } = desk.bench
  const passphrase = 'seven quiet harbour boats'
  await desktop.passphrase.set.mutate({ passphrase })
  await signIn()
  desk.clinic.suspended = true
  await get('/api/staff/sync.pull')
  expect((await desktop.status.query()).vault).toBe('closed')
  // Said before the passphrase too, also after a restart.
  const restarted = deskBench({ keychain: memoryKeychain(false), store })
  for (const one of [desktop, restarted.desktop]) expect((await one.lock.status.query()).suspended).toBe(true)
  await desktop.passphrase.open.mutate({ passphrase })
  for (let turn = 0; turn < 2; turn++) {
    await get('/api/staff/auth.me')
    expect((await desktop.status.query()).vault).toBe('open')
    expect(await desktop.lock.status.query()).toMatchObject({ state: 'locked', suspended: true })
  }
  desk.clinic.suspended = false
  await get('/api/staff/auth.me')
  expect(await desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: true })
  await desktop.lock.lock.mutate()
  expect((await desktop.lock.status.query()).suspended).toBe(false)
})

test('D3, R2: the file that says it early decides nothing: without it the vault says so, and forged it is dropped by the vault', async () => {
  await using desk = await atWork({ keychain: memoryKeychain(false) })
  const { desktop, store, get, signIn } = desk.bench
  const passphrase = 'seven quiet harbour boats'
  await desktop.passphrase.set.mutate({ passphrase })
  await signIn()
  store.texts.set('suspended', '1')
  await desktop.lock.lock.mutate()
  const forged = deskBench({ serverUrl: desk.server.url, keychain: memoryKeychain(false), store })
  expect((await forged.desktop.lock.status.query()).suspended).toBe(true)
  await forged.desktop.passphrase.open.mutate({ passphrase })
  expect((await forged.desktop.lock.status.query()).suspended).toBe(false)
  expect(store.texts.has('suspended')).toBe(false)
  desk.clinic.suspended = true
  await forged.signIn()
  await get('/api/staff/auth.me')
  store.texts.delete('suspended')
  const thief = deskBench({ keychain: memoryKeychain(false), store })
  await thief.desktop.passphrase.open.mutate({ passphrase })
  expect(await thief.desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: false, reason: 'SUSPENDED' })
})

test('D3, R2: with a vault, the page hears of the suspension when the vault is closed, and so stands before the passphrase', async () => {
  await using desk = await atWork({ keychain: memoryKeychain(false) })
  const { desktop, get, signIn } = desk.bench
  await desktop.passphrase.set.mutate({ passphrase: 'seven quiet harbour boats' })
  await signIn()
  desk.clinic.suspended = true
  const contact = get('/api/staff/sync.pull')
  await expect
    .poll(async () => (await desktop.lock.status.query()).state, { interval: 1, timeout: 60_000 })
    .toBe('locked')
  expect((await desktop.status.query()).vault).toBe('closed')
  await contact
})

test.each([
  [1, '1', 1],
  [30, '30', 30],
  [7, '0', 7],
  [7, '31', 7],
  [7, 'soon', 7],
] as const)("D3: the lease is %i days when the clinic's server says %s", async (_days, said, days) => {
  await using desk = await atWork()
  const { desktop, clock, get, keychain } = desk.bench
  desk.clinic.lease = said
  await get('/api/staff/sync.pull')
  clock.time += days * DAY - 1
  expect((await desktop.lock.status.query()).lease).toBe('ok')
  clock.time += 1
  // With 30 days the wipe comes at the same moment, and goes before.
  expect((await desktop.lock.status.query()).lease).toBe(days === 30 ? 'wipe' : 'lock')
  clock.time -= 2 * DAY
  expect(await desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: false })
  expect(keychain.entries.has('replica-key.staff-1')).toBe(days !== 30)
})

test('D3: a shorter lease holds from the next answer on, and is remembered over a restart', async () => {
  await using desk = await atWork()
  const { keychain, store, clock, get } = desk.bench
  desk.clinic.lease = '2'
  await get('/api/staff/sync.pull')
  clock.time += 2 * DAY
  const restarted = deskBench({ keychain, store, clock })
  expect(await restarted.desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: false, reason: 'LEASE_OVER' })
})
