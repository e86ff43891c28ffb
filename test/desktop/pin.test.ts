import { expect, test } from 'vitest'
import { pinFault } from '../../shared/ipc/pinRules'
import { clinicServer, deskBench, memoryKeychain, memoryStore, PASSWORD } from './desktopSupport'

const PIN = '482913'
const nora = { staffId: 'staff-1', password: PASSWORD }
const withPin = (pin: string) => ({ staffId: 'staff-1', pin })

async function consoleWithPin() {
  const server = await clinicServer()
  const bench = deskBench({ serverUrl: server.url })
  await bench.signIn()
  expect(await bench.desktop.pin.set.mutate({ ...nora, pin: PIN })).toEqual({ ok: true })
  return { server, bench, [Symbol.asyncDispose]: server.close }
}

test('R4: a PIN stands in for the password at the lock, brings the session back, and is kept as an argon2id hash only', async () => {
  await using desk = await consoleWithPin()
  const { desktop, keychain } = desk.bench
  await desktop.lock.lock.mutate()
  expect((await desktop.lock.status.query()).people[0]).toMatchObject({ pin: true })
  expect(await desktop.lock.unlock.mutate(withPin(PIN))).toEqual({ ok: true, session: true })
  const kept = JSON.stringify([...keychain.entries])
  expect(kept.match(/\$argon2id\$/g)).toHaveLength(2)
  expect(kept).not.toContain(PIN)
})

test('R4: wrong PINs and wrong passwords share five tries, also over a restart; then only a full sign-in helps', async () => {
  await using desk = await consoleWithPin()
  const { desktop, keychain, store, signIn } = desk.bench
  await desktop.lock.lock.mutate()
  expect(await desktop.lock.unlock.mutate(withPin('000001'))).toMatchObject({ reason: 'WRONG_PASSWORD', triesLeft: 4 })
  expect(await desktop.lock.unlock.mutate({ ...nora, password: 'wrong' })).toMatchObject({ triesLeft: 3 })
  const restarted = deskBench({ serverUrl: desk.server.url, keychain, store }).desktop
  const guesses = ['000002', '000003', '000004'].map((pin) => restarted.lock.unlock.mutate(withPin(pin)))
  expect((await Promise.all(guesses)).at(-1)).toMatchObject({ reason: 'SIGN_IN_NEEDED' })
  for (const typed of [withPin(PIN), nora])
    expect(await desktop.lock.unlock.mutate(typed)).toMatchObject({ ok: false, reason: 'SIGN_IN_NEEDED' })
  expect((await desktop.lock.status.query()).session).toBe(false)
  await signIn()
  await desktop.lock.lock.mutate()
  expect(await desktop.lock.unlock.mutate(withPin(PIN))).toMatchObject({ ok: true })
})

test('R4: a PIN is set, changed and removed with the password; five wrong passwords there lock the console', async () => {
  await using desk = await consoleWithPin()
  const { desktop } = desk.bench
  expect(await desktop.pin.set.mutate({ ...nora, password: 'wrong', pin: '905173' })).toMatchObject({ triesLeft: 4 })
  expect(await desktop.pin.set.mutate({ ...nora, pin: '905173' })).toEqual({ ok: true })
  await desktop.lock.lock.mutate()
  expect(await desktop.lock.unlock.mutate(withPin(PIN))).toMatchObject({ ok: false })
  expect(await desktop.lock.unlock.mutate(withPin('905173'))).toMatchObject({ ok: true })
  expect(await desktop.pin.remove.mutate(nora)).toEqual({ ok: true })
  expect((await desktop.lock.status.query()).people[0]).toMatchObject({ pin: false })
  for (let turn = 0; turn < 5; turn++) await desktop.pin.remove.mutate({ ...nora, password: 'wrong' })
  expect(await desktop.lock.status.query()).toMatchObject({ state: 'locked', session: false })
  expect(await desktop.lock.unlock.mutate(withPin('905173'))).toMatchObject({ ok: false, reason: 'SIGN_IN_NEEDED' })
})

test('R4: nobody sets a PIN for somebody else, or while the console is locked', async () => {
  await using desk = await consoleWithPin()
  const { desktop } = desk.bench
  expect(await desktop.pin.set.mutate({ ...nora, staffId: 'staff-2', pin: PIN })).toMatchObject({ reason: 'LOCKED' })
  await desktop.lock.lock.mutate()
  expect(await desktop.pin.set.mutate({ ...nora, pin: '905173' })).toMatchObject({ reason: 'LOCKED' })
})

test('W3: a PIN outlives a change of password and a sign-in', async () => {
  await using desk = await consoleWithPin()
  const { desktop, post, signIn } = desk.bench
  await post('/api/staff/auth.changePassword', { current: PASSWORD, password: 'nine slow rivers under ice' })
  await signIn('nine slow rivers under ice')
  await desktop.lock.lock.mutate()
  expect(await desktop.lock.unlock.mutate(withPin(PIN))).toMatchObject({ ok: true })
})

test('R2: without a keychain or an open vault there is no PIN; with a vault it works only after the passphrase', async () => {
  await using server = await clinicServer()
  const bare = deskBench({ serverUrl: server.url, keychain: memoryKeychain(false) })
  await bare.signIn()
  expect(await bare.desktop.pin.set.mutate({ ...nora, pin: PIN })).toMatchObject({ reason: 'PIN_UNAVAILABLE' })

  const store = memoryStore()
  const vaulted = deskBench({ serverUrl: server.url, keychain: memoryKeychain(false), store })
  const passphrase = 'seven quiet harbour boats'
  await vaulted.desktop.passphrase.set.mutate({ passphrase })
  await vaulted.signIn()
  expect(await vaulted.desktop.pin.set.mutate({ ...nora, pin: PIN })).toEqual({ ok: true })
  await vaulted.desktop.lock.lock.mutate()
  expect(await vaulted.desktop.lock.unlock.mutate(withPin(PIN))).toMatchObject({ reason: 'PASSPHRASE_NEEDED' })
  await vaulted.desktop.passphrase.open.mutate({ passphrase })
  expect(await vaulted.desktop.lock.unlock.mutate(withPin(PIN))).toMatchObject({ ok: true })
})

test.each([
  ['12345', 'shape'],
  ['1234567890123', 'shape'],
  ['12a456', 'shape'],
  ['111111', 'repeat'],
  ['121212', 'repeat'],
  ['123123', 'repeat'],
  ['19801980', 'repeat'],
  ['123456', 'run'],
  ['654321', 'run'],
  ['789012', 'run'],
  ['240783', 'date'],
  ['072483', 'date'],
  ['830724', 'date'],
  ['24071983', 'date'],
  ['19830724', 'date'],
  ['482913', null],
  ['905173', null],
  ['48291370', null],
  ['009317', null],
] as const)('R4: the PIN %s is judged %s', (pin, fault) => {
  expect(pinFault(pin)).toBe(fault)
})

test('R4: a weak PIN is refused with its reason, and costs no try', async () => {
  await using desk = await consoleWithPin()
  const answer = await desk.bench.desktop.pin.set.mutate({ ...nora, pin: '123456' })
  expect(answer).toEqual({ ok: false, reason: 'WEAK', fault: 'run' })
})
