import { expect, test } from 'vitest'
import { admissionOf, type PlaceFacts, placeOf } from '../../renderer/console/shell/consoleState'
import { ANA, BEN, LOCKED, meOf, SIGNED_OUT, UNLOCKED } from './shellWorld'

const facts: PlaceFacts = {
  desktop: { keychain: 'os', vault: 'absent', wipe: null },
  lock: SIGNED_OUT,
  memoryChosen: false,
  online: null,
  notice: null,
}

test('R2: without a keychain the choice of a place for secrets comes before sign-in', () => {
  const desktop = { keychain: 'none', vault: 'absent', wipe: null } as const
  expect(placeOf({ ...facts, desktop }).at).toBe('storage')
  expect(placeOf({ ...facts, desktop, memoryChosen: true }).at).toBe('signIn')
})

test('R2: a computer without a keychain on which somebody already works in memory is not asked again', () => {
  const desktop = { keychain: 'none', vault: 'absent', wipe: null } as const
  expect(placeOf({ ...facts, desktop, lock: UNLOCKED })).toEqual({ at: 'enter', staffId: 'ana' })
  expect(placeOf({ ...facts, desktop, lock: LOCKED }).at).toBe('unlock')
})

test('R4: a closed vault asks for its passphrase before anything else, also for a person who is locked', () => {
  const desktop = { keychain: 'passphrase', vault: 'closed', wipe: null } as const
  expect(placeOf({ ...facts, desktop, lock: LOCKED })).toEqual({ at: 'vault', suspended: false })
  const suspended = { ...LOCKED, suspended: true }
  expect(placeOf({ ...facts, desktop, lock: suspended })).toEqual({ at: 'vault', suspended: true })
  expect(placeOf({ ...facts, desktop: { ...desktop, vault: 'open' }, lock: LOCKED }).at).toBe('unlock')
})

test('D3: a suspended console opens for nobody, and an order to wipe comes before everything else', () => {
  for (const lock of [LOCKED, UNLOCKED, SIGNED_OUT])
    expect(placeOf({ ...facts, lock: { ...lock, suspended: true } })).toEqual({ at: 'suspended' })
  for (const wipe of ['erasing', 'confirming'] as const) {
    const desktop = { keychain: 'passphrase', vault: 'closed', wipe } as const
    expect(placeOf({ ...facts, desktop, lock: UNLOCKED })).toEqual({ at: 'removed' })
  }
})

test('a locked console asks for the password of the person who was there', () => {
  expect(placeOf({ ...facts, lock: { ...LOCKED, people: [ANA, BEN] } })).toMatchObject({ at: 'unlock', staffId: 'ana' })
})

test('a locked person whose verifier is gone signs in', () => {
  expect(placeOf({ ...facts, lock: { ...LOCKED, people: [BEN] } }).at).toBe('signIn')
})

test('with nobody signed in, known people unlock when the server cannot be reached and sign in when it can', () => {
  const lock = { ...SIGNED_OUT, people: [ANA, BEN] }
  expect(placeOf({ ...facts, lock, online: false })).toMatchObject({ at: 'unlock', staffId: null })
  expect(placeOf({ ...facts, lock, online: true }).at).toBe('signIn')
  expect(placeOf({ ...facts, lock: { ...lock, people: [ANA] }, online: false })).toMatchObject({ staffId: 'ana' })
})

test('D3: a lease that ran out leads to sign-in and says why, also when a password would do otherwise', () => {
  expect(placeOf({ ...facts, lock: { ...LOCKED, lease: 'lock' } })).toMatchObject({
    at: 'signIn',
    notice: 'lease_over',
  })
  expect(placeOf({ ...facts, lock: { ...LOCKED, lease: 'wipe' } })).toMatchObject({ at: 'signIn', notice: 'wiped' })
})

test('D3: offline, people whose lease ran out are told so before they type a password', () => {
  const over = { ...ANA, leaseOver: true }
  const lock = { ...SIGNED_OUT, people: [over] }
  expect(placeOf({ ...facts, lock, online: false })).toMatchObject({ at: 'signIn', notice: 'lease_over' })
  expect(placeOf({ ...facts, lock: { ...lock, people: [over, BEN] }, online: false }).at).toBe('unlock')
})

test('D3: who may go in is decided by the console first and the role second', () => {
  expect(admissionOf(meOf())).toBe('enter')
  expect(admissionOf(meOf({ state: 'requested' }))).toBe('waiting')
  for (const state of ['revoked', 'wipe_ordered', 'wiped'] as const)
    expect(admissionOf(meOf({ state }))).toBe('removed')
  expect(admissionOf(meOf({ state: 'suspended' }))).toBe('suspended')
  expect(admissionOf(meOf({ role: 'auditor' }))).toBe('auditLog')
})
