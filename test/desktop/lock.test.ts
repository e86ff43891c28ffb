import { expect, test } from 'vitest'
import { createVerifiers, MAX_PEOPLE } from '../../electron/core/verifiers'
import { clinicServer, deskBench, errorCode, memoryKeychain, PASSWORD, SESSION } from './desktopSupport'

const DAY = 86_400_000
const nora = { staffId: 'staff-1', password: PASSWORD }

async function signedInBench() {
  const server = await clinicServer()
  const bench = deskBench({ serverUrl: server.url })
  await bench.signIn()
  return { server, bench, [Symbol.asyncDispose]: server.close }
}

test('R4: after signing in the replica key is made on request, kept in the keychain and the same ever after', async () => {
  await using desk = await signedInBench()
  const { desktop, keychain } = desk.bench
  expect(await desktop.replica.key.mutate({ staffId: 'staff-1' })).toEqual({ ok: false, reason: 'KEY_MISSING' })
  const made = await desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
  const again = await desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
  expect(made).toMatchObject({ ok: true, created: true })
  expect(again).toMatchObject({ ok: true, created: false, key: made.ok && made.key })
  expect(Buffer.from(made.ok ? made.key : '', 'base64')).toHaveLength(32)
  expect(keychain.entries.get('replica-key.staff-1')).toBe(made.ok && made.key)
})

test('R2: a lost key is reported and never made anew without being asked', async () => {
  await using desk = await signedInBench()
  const { desktop, keychain } = desk.bench
  await desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
  keychain.entries.delete('replica-key.staff-1')
  expect(await desktop.replica.key.mutate({ staffId: 'staff-1' })).toEqual({ ok: false, reason: 'KEY_MISSING' })
  expect(keychain.entries.has('replica-key.staff-1')).toBe(false)
})

test('R4: nobody gets a key before signing in, after locking, or for somebody else', async () => {
  await using desk = await signedInBench()
  const { desktop } = desk.bench
  const locked = { ok: false, reason: 'LOCKED' }
  expect(await desktop.replica.key.mutate({ staffId: 'staff-2', create: true })).toEqual(locked)
  await desktop.lock.lock.mutate()
  expect(await desktop.replica.key.mutate({ staffId: 'staff-1', create: true })).toEqual(locked)
  expect(await deskBench().desktop.replica.key.mutate({ staffId: 'staff-1', create: true })).toEqual(locked)
})

test('W2: while locked the API answers 423 and the session is not sent, not even with sign-in calls', async () => {
  await using desk = await signedInBench()
  const { desktop, get, post } = desk.bench
  await desktop.lock.lock.mutate()
  const refused = await get('/api/staff/sync.pull')
  expect(refused.status).toBe(423)
  expect(await errorCode(refused)).toBe('LOCKED')
  expect((await get('/api/staff/auth.me,sync.pull')).status).toBe(423)
  expect((await post('/api/staff/auth.signIn', {})).status).toBe(200)
  expect(desk.server.heard.at(-1)?.headers.authorization).toBeUndefined()
})

test('W2: the right password unlocks without the network and brings the session back', async () => {
  await using desk = await signedInBench()
  const { desktop, get } = desk.bench
  await desktop.lock.lock.mutate()
  expect(await desktop.lock.unlock.mutate({ ...nora, password: 'wrong' })).toEqual({
    ok: false,
    reason: 'WRONG_PASSWORD',
    triesLeft: 4,
  })
  expect(await desktop.lock.unlock.mutate(nora)).toEqual({ ok: true, session: true })
  expect((await get('/api/staff/x')).status).toBe(200)
  expect(desk.server.heard.at(-1)?.headers.authorization).toBe(`Bearer ${SESSION}`)
})

test('W2: after a restart without the network a known person unlocks and reads on; there is no session yet', async () => {
  await using desk = await signedInBench()
  await desk.bench.desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
  const next = deskBench({ keychain: desk.bench.keychain, store: desk.bench.store })
  expect(await next.desktop.lock.status.query()).toEqual({
    state: 'signedOut',
    staffId: null,
    session: false,
    lease: null,
    people: [{ staffId: 'staff-1', email: 'nora@clinic.example', pin: false, leaseOver: false }],
    wiped: [],
    suspended: false,
  })
  expect(await next.desktop.lock.unlock.mutate(nora)).toEqual({ ok: true, session: false })
  expect(await next.desktop.replica.key.mutate({ staffId: 'staff-1' })).toMatchObject({ ok: true })
})

test('D3: the fifth wrong password asks for a full sign-in, also in parallel and after a restart', async () => {
  await using desk = await signedInBench()
  const { desktop, keychain, store, signIn } = desk.bench
  await desktop.lock.lock.mutate()
  const tries = Array.from({ length: 8 }, () => desktop.lock.unlock.mutate({ ...nora, password: 'wrong' }))
  const answers = (await Promise.all(tries)).map((answer) => (answer.ok ? 'ok' : answer.reason)).sort()
  expect(answers.filter((reason) => reason === 'WRONG_PASSWORD')).toHaveLength(4)
  expect(answers.filter((reason) => reason === 'SIGN_IN_NEEDED')).toHaveLength(4)
  expect(await desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: false, reason: 'SIGN_IN_NEEDED' })
  const restarted = deskBench({ keychain, store })
  expect(await restarted.desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: false, reason: 'SIGN_IN_NEEDED' })
  expect((await desktop.lock.status.query()).session).toBe(false)
  await signIn()
  await desktop.lock.lock.mutate()
  expect(await desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: true })
})

test('P3: the password is kept as an argon2id hash only', async () => {
  await using desk = await signedInBench()
  const kept = JSON.stringify([...desk.bench.keychain.entries])
  expect(kept).toContain('$argon2id$')
  expect(kept).not.toContain(PASSWORD)
  expect(kept).not.toContain(SESSION)
})

test('P3: a password whose second factor comes more than ten minutes later leaves nothing behind', async () => {
  await using server = await clinicServer()
  const bench = deskBench({ serverUrl: server.url })
  await bench.post('/api/staff/auth.signIn', { email: 'nora@clinic.example', password: PASSWORD })
  bench.clock.time += 10 * 60_000
  await bench.post('/api/staff/auth.verify', { challenge: 'x' })
  expect(bench.keychain.entries.has('verifier.staff-1')).toBe(false)
  expect((await bench.desktop.lock.status.query()).state).toBe('unlocked')
})

test('R4: a password that was typed and waits for the second factor does not outlive a lock', async () => {
  await using server = await clinicServer()
  const bench = deskBench({ serverUrl: server.url })
  await bench.post('/api/staff/auth.signIn', { email: 'nora@clinic.example', password: PASSWORD })
  await bench.core.lock()
  await bench.post('/api/staff/auth.verify', { challenge: 'x' })
  expect(bench.keychain.entries.has('verifier.staff-1')).toBe(false)
  expect((await bench.desktop.lock.status.query()).state).toBe('unlocked')
})

test('W4: a sign-out by the server ends the session here', async () => {
  await using desk = await signedInBench()
  await desk.bench.post('/api/staff/auth.signOut')
  expect(await desk.bench.desktop.lock.status.query()).toMatchObject({ state: 'signedOut', session: false })
})

test('D3: a revoked device loses key, verifier and session, and the page is told', async () => {
  await using desk = await signedInBench()
  const { desktop, keychain, get } = desk.bench
  await desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
  const answer = await get('/api/staff/revoked')
  expect([answer.status, answer.headers.get('x-vestibule-wipe'), await answer.text()]).toEqual([401, '1', '{}'])
  expect([...keychain.entries.keys()].sort()).toEqual(['device-key', 'people'])
  expect(keychain.entries.get('people')).toBe('[]')
  expect((await desktop.lock.status.query()).state).toBe('signedOut')
})

test('D3: a device that is refused before anyone signed in forgets the keys of everyone', async () => {
  await using desk = await signedInBench()
  const { desktop, keychain, store } = desk.bench
  await desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
  const next = deskBench({ serverUrl: desk.server.url, keychain, store })
  await next.get('/api/staff/revoked')
  expect([...keychain.entries.keys()].sort()).toEqual(['device-key', 'people'])
})

test('R2: no entry outgrows what the keychain of Windows can hold', async () => {
  const box = memoryKeychain()
  const verifiers = createVerifiers({ memoryCost: 1024 })
  const ids = Array.from({ length: MAX_PEOPLE + 1 }, () => crypto.randomUUID())
  for (const staffId of ids)
    await verifiers.remember(box, { staffId, email: `${'n'.repeat(242)}@clinic.example` }, PASSWORD)
  expect((await verifiers.people(box)).map(({ staffId }) => staffId)).toEqual(ids.slice(0, MAX_PEOPLE))
  for (const text of box.entries.values()) expect(Buffer.byteLength(text, 'utf16le')).toBeLessThanOrEqual(2560)
})

test('D3: seven days without contact lock the console; contact by sign-in opens it again', async () => {
  await using desk = await signedInBench()
  const { desktop, clock, signIn } = desk.bench
  await desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
  clock.time += 7 * DAY
  expect(await desktop.lock.status.query()).toMatchObject({ state: 'locked', lease: 'lock' })
  expect(await desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: false, reason: 'LEASE_OVER' })
  clock.time -= 7 * DAY
  expect(await desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: false, reason: 'LEASE_OVER' })
  await signIn()
  expect(await desktop.replica.key.mutate({ staffId: 'staff-1' })).toMatchObject({ ok: true })
})

test('D3: any answered call of the session renews the lease; answers to sign-in calls do not', async () => {
  await using desk = await signedInBench()
  const { desktop, clock, get, post } = desk.bench
  clock.time += 6 * DAY
  await post('/api/staff/auth.signIn', {})
  clock.time += DAY - 1
  await get('/api/staff/sync.pull')
  clock.time += 6 * DAY
  expect((await desktop.lock.status.query()).lease).toBe('ok')
  await post('/api/staff/auth.signIn', {})
  clock.time += DAY
  expect((await desktop.lock.status.query()).lease).toBe('lock')
})

test('D3: thirty days without contact wipe the key at the first look, without any password', async () => {
  await using desk = await signedInBench()
  const { keychain, store } = desk.bench
  await desk.bench.desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
  const late = deskBench({ keychain, store, clock: { time: desk.bench.clock.time + 30 * DAY } })
  expect((await late.desktop.lock.status.query()).people).toEqual([])
  expect(keychain.entries.has('replica-key.staff-1')).toBe(false)
})

test('D3: after a wipe by the lease the console remembers whose sealed copy is to go, over restarts, until that person signs in', async () => {
  await using desk = await signedInBench()
  const { keychain, store, clock, desktop } = desk.bench
  await desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
  await desktop.replica.note.mutate({ staffId: 'staff-1', unsent: 2 })
  clock.time += 30 * DAY
  for (let start = 0; start < 2; start++) {
    const late = deskBench({ serverUrl: desk.server.url, keychain, store, clock })
    expect(await late.desktop.lock.status.query()).toMatchObject({
      state: 'signedOut',
      people: [],
      wiped: [{ staffId: 'staff-1', unsent: 2 }],
    })
    if (start === 1) await late.signIn()
    expect((await late.desktop.lock.status.query()).wiped).toHaveLength(1 - start)
  }
})

test('D3: after a restart, whoever was too long without contact is known to be, before any password', async () => {
  await using desk = await signedInBench()
  const { keychain, store, clock } = desk.bench
  clock.time += 7 * DAY
  const late = deskBench({ keychain, store, clock })
  expect((await late.desktop.lock.status.query()).people).toMatchObject([{ staffId: 'staff-1', leaseOver: true }])
})

test('R2: without a keychain there is no key, and nothing is written anywhere', async () => {
  await using server = await clinicServer()
  const bench = deskBench({ serverUrl: server.url, keychain: memoryKeychain(false) })
  await bench.signIn()
  expect(await bench.desktop.status.query()).toMatchObject({ keychain: 'none', vault: 'absent' })
  expect(await bench.desktop.replica.key.mutate({ staffId: 'staff-1', create: true })).toEqual({
    ok: false,
    reason: 'KEYCHAIN_UNAVAILABLE',
  })
  expect([bench.keychain.entries.size, bench.store.texts.size]).toEqual([0, 0])
})

test('R4: the lock can be watched', async () => {
  await using desk = await signedInBench()
  const leaving = new AbortController()
  const answer = await desk.bench.get('/desktop/lock.watch', {
    signal: leaving.signal,
    headers: { accept: 'text/event-stream' },
  })
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  const readUntil = async (text: string) => {
    let seen = ''
    while (!seen.includes(text)) seen += (await reader?.read())?.value ?? ''
    return seen
  }
  await readUntil('"state":"unlocked"')
  await desk.bench.core.lock()
  expect(await readUntil('"state":"locked"')).toContain('"staffId":"staff-1"')
  leaving.abort()
  await reader?.cancel().catch(() => undefined)
})

test('W3: after a change of password the new one unlocks without network, and the old one does not', async () => {
  await using server = await clinicServer()
  const { desktop, signIn, post } = deskBench({ serverUrl: server.url })
  await signIn()
  const changed = 'nine slow rivers under ice'
  await post('/api/staff/auth.changePassword', { current: PASSWORD, password: changed })
  await desktop.lock.lock.mutate()
  expect(await desktop.lock.unlock.mutate({ staffId: 'staff-1', password: PASSWORD })).toMatchObject({ ok: false })
  expect(await desktop.lock.unlock.mutate({ staffId: 'staff-1', password: changed })).toMatchObject({ ok: true })
})
