import { expect, test } from 'vitest'
import { clinicServer, deskBench, memoryKeychain, memoryStore, PASSWORD } from './desktopSupport'

const nora = { staffId: 'staff-1', password: PASSWORD }

test('R1, R2: a copied profile opens nowhere else: without its keychain there is no key, nobody known, and another device', async () => {
  await using server = await clinicServer()
  const home = deskBench({ serverUrl: server.url })
  await home.signIn()
  await home.desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
  const thief = deskBench({ serverUrl: server.url, store: home.store, keychain: memoryKeychain() })
  expect((await thief.desktop.lock.status.query()).people).toEqual([])
  expect(await thief.desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: false, reason: 'SIGN_IN_NEEDED' })
  expect((await thief.desktop.status.query()).deviceId).not.toBe((await home.desktop.status.query()).deviceId)
  // Even somebody who may sign in there gets no key for the pages that were copied along.
  await thief.signIn()
  expect(await thief.desktop.replica.key.mutate({ staffId: 'staff-1' })).toEqual({ ok: false, reason: 'KEY_MISSING' })
})

test('R2: a copied vault stays shut without its passphrase, for PIN and password alike', async () => {
  await using server = await clinicServer()
  const store = memoryStore()
  const home = deskBench({ serverUrl: server.url, keychain: memoryKeychain(false), store })
  await home.desktop.passphrase.set.mutate({ passphrase: 'seven quiet harbour boats' })
  await home.signIn()
  await home.desktop.pin.set.mutate({ ...nora, pin: '482913' })
  const copy = memoryStore()
  for (const [name, text] of store.texts) copy.texts.set(name, text)
  const thief = deskBench({ serverUrl: server.url, keychain: memoryKeychain(false), store: copy }).desktop
  for (const typed of [nora, { staffId: 'staff-1', pin: '482913' }])
    expect(await thief.lock.unlock.mutate(typed)).toMatchObject({ ok: false, reason: 'PASSPHRASE_NEEDED' })
  expect(await thief.passphrase.open.mutate({ passphrase: 'eight quiet harbour boats' })).toMatchObject({ ok: false })
})
