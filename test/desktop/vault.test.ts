import { expect, test } from 'vitest'
import { clinicServer, deskBench, memoryKeychain, memoryStore, PASSWORD } from './desktopSupport'

const PASSPHRASE = 'a door, a river, a lamp'

async function vaultDesk() {
  const server = await clinicServer()
  const store = memoryStore()
  const bench = deskBench({ serverUrl: server.url, keychain: memoryKeychain(false), store })
  const restart = () => deskBench({ serverUrl: server.url, keychain: memoryKeychain(false), store })
  return { server, store, bench, restart, [Symbol.asyncDispose]: server.close }
}

test('R2: a passphrase of twelve characters makes a vault that holds the key over a restart', async () => {
  await using desk = await vaultDesk()
  const { desktop, signIn } = desk.bench
  const before = await desktop.status.query()
  expect(await desktop.passphrase.set.mutate({ passphrase: PASSPHRASE })).toEqual({ ok: true })
  expect(await desktop.status.query()).toMatchObject({
    keychain: 'passphrase',
    vault: 'open',
    deviceId: before.deviceId,
  })
  await signIn()
  const made = await desktop.replica.key.mutate({ staffId: 'staff-1', create: true })

  const next = desk.restart().desktop
  expect(await next.status.query()).toMatchObject({ keychain: 'passphrase', vault: 'closed', deviceId: null })
  expect(await next.lock.unlock.mutate({ staffId: 'staff-1', password: PASSWORD })).toMatchObject({
    reason: 'PASSPHRASE_NEEDED',
  })
  expect(await next.passphrase.open.mutate({ passphrase: PASSPHRASE })).toEqual({ ok: true })
  expect(await next.lock.unlock.mutate({ staffId: 'staff-1', password: PASSWORD })).toMatchObject({ ok: true })
  expect(await next.replica.key.mutate({ staffId: 'staff-1' })).toMatchObject({ ok: true, key: made.ok && made.key })
  expect((await next.status.query()).deviceId).toBe(before.deviceId)
})

test('R2: a short passphrase is refused', async () => {
  await using desk = await vaultDesk()
  await expect(desk.bench.desktop.passphrase.set.mutate({ passphrase: 'eleven char' })).rejects.toThrow()
  expect(desk.store.texts.size).toBe(0)
})

test('R2: with a keychain of the system no vault is made', async () => {
  expect(await deskBench().desktop.passphrase.set.mutate({ passphrase: PASSPHRASE })).toEqual({
    ok: false,
    reason: 'NOT_NEEDED',
  })
})

test('R2: a wrong passphrase and a damaged file are told apart, and neither opens or changes anything', async () => {
  await using desk = await vaultDesk()
  await desk.bench.desktop.passphrase.set.mutate({ passphrase: PASSPHRASE })
  const good = desk.store.texts.get('vault.json') ?? ''
  const next = desk.restart().desktop
  expect(await next.passphrase.open.mutate({ passphrase: 'another passphrase' })).toEqual({
    ok: false,
    reason: 'WRONG_PASSPHRASE',
  })
  expect(await next.passphrase.set.mutate({ passphrase: 'a brand new passphrase' })).toEqual({
    ok: false,
    reason: 'VAULT_CLOSED',
  })
  for (const damaged of [good.slice(0, -9), good.replace(/"sealed":"./, '"sealed":"-'), '{}', '']) {
    desk.store.texts.set('vault.json', damaged)
    expect(await next.passphrase.open.mutate({ passphrase: PASSPHRASE })).toEqual({
      ok: false,
      reason: 'VAULT_DAMAGED',
    })
    expect(desk.store.texts.get('vault.json')).toBe(damaged)
  }
  desk.store.texts.set('vault.json', good)
  expect(await next.passphrase.open.mutate({ passphrase: PASSPHRASE })).toEqual({ ok: true })
})

test('R1: the vault file shows neither names, ids nor keys, and is sealed anew on each write', async () => {
  await using desk = await vaultDesk()
  await desk.bench.desktop.passphrase.set.mutate({ passphrase: PASSPHRASE })
  const before = JSON.parse(desk.store.texts.get('vault.json') ?? '{}') as { iv: string; salt: string }
  await desk.bench.signIn()
  const after = desk.store.texts.get('vault.json') ?? ''
  expect(after).not.toMatch(/nora|staff-1|argon2|device-key|replica/)
  expect(JSON.parse(after).iv).not.toBe(before.iv)
})

test('R4: locking closes the vault; passphrase and password open it again, with the session', async () => {
  await using desk = await vaultDesk()
  const { desktop, signIn, core, get } = desk.bench
  await desktop.passphrase.set.mutate({ passphrase: PASSPHRASE })
  await signIn()
  await core.lock()
  expect(await desktop.status.query()).toMatchObject({ vault: 'closed', deviceId: null })
  expect((await get('/api/staff/auth.signIn')).status).toBe(423)
  await desktop.passphrase.open.mutate({ passphrase: PASSPHRASE })
  expect((await get('/api/staff/x')).status).toBe(423)
  expect(await desktop.lock.unlock.mutate({ staffId: 'staff-1', password: PASSWORD })).toEqual({
    ok: true,
    session: true,
  })
  expect((await get('/api/staff/x')).status).toBe(200)
})

test('R2: the passphrase of an open vault can be changed, and a forgotten one discarded with what it guarded', async () => {
  await using desk = await vaultDesk()
  await desk.bench.desktop.passphrase.set.mutate({ passphrase: PASSPHRASE })
  await desk.bench.signIn()
  await desk.bench.desktop.passphrase.set.mutate({ passphrase: 'a second, longer passphrase' })
  const next = desk.restart().desktop
  expect(await next.passphrase.open.mutate({ passphrase: PASSPHRASE })).toMatchObject({ reason: 'WRONG_PASSPHRASE' })
  expect(await next.passphrase.open.mutate({ passphrase: 'a second, longer passphrase' })).toEqual({ ok: true })
  expect((await next.lock.status.query()).people).toHaveLength(1)
  await next.passphrase.discard.mutate({ confirm: 'DISCARD' })
  expect(await next.status.query()).toMatchObject({ keychain: 'none', vault: 'absent' })
  expect((await next.lock.status.query()).people).toEqual([])
})
