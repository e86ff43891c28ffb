import { availableParallelism } from 'node:os'
import { hashSync } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { createPasswordHasher, PASSWORD_COST } from '../../server/accounts/passwordHash'
import { slowness } from '../support/slowness'
import { outcome } from './staffWorld'

const hasher = createPasswordHasher()

test('P3: a password is stored as argon2id at no less than 19 MiB and 2 passes', async () => {
  const phc = await hasher.hashPassword('correct horse battery staple')
  expect(phc).toMatch(/^\$argon2id\$v=19\$m=32768,t=2,p=1\$/)
  expect(PASSWORD_COST.memoryCost).toBeGreaterThanOrEqual(19_456)
  expect(PASSWORD_COST.timeCost).toBeGreaterThanOrEqual(2)
  expect(await hasher.verifyPassword(phc, 'correct horse battery staple')).toBe(true)
  expect(await hasher.verifyPassword(phc, 'correct horse battery stapl')).toBe(false)
})

test('P1: two spellings of one text are the same password, spaces are kept, byte 73 matters', async () => {
  const phc = await hasher.hashPassword('caf\u00e9 au lait ')
  expect(await hasher.verifyPassword(phc, 'cafe\u0301 au lait ')).toBe(true)
  expect(await hasher.verifyPassword(phc, 'caf\u00e9 au lait')).toBe(false)
  const long = await hasher.hashPassword(`${'x'.repeat(72)}a`)
  expect(await hasher.verifyPassword(long, `${'x'.repeat(72)}b`)).toBe(false)
})

test('P1: more than 4 KiB is refused in under 100 ms and without hashing', async () => {
  let started = 0
  const counting = createPasswordHasher({ onStart: () => started++ })
  const before = performance.now()
  for (const tooLong of ['x'.repeat(4097), '\ufdfa'.repeat(1300), 'x'.repeat(10_000_000)]) {
    expect(await outcome(counting.hashPassword(tooLong))).toBe('INVALID_INPUT')
    expect(await counting.verifyAgainstNobody(tooLong)).toBe(false)
  }
  expect((performance.now() - before) / slowness()).toBeLessThan(100)
  expect(started).toBe(0)
})

test('P3: of 24 hashes asked for at once never more than 4 run, nor more than there are cores, and all are answered', async () => {
  const running: number[] = []
  const gated = createPasswordHasher({ onStart: (count) => running.push(count) })
  const answers = await Promise.all(Array.from({ length: 24 }, () => gated.verifyAgainstNobody('guess')))
  expect(answers).toEqual(Array.from({ length: 24 }, () => false))
  expect(running.length).toBe(24)
  expect(Math.max(...running)).toBe(Math.min(4, availableParallelism()))
})

test('P3: beyond the queue a caller is told to come back; the place is free again afterwards', async () => {
  const small = createPasswordHasher({ atOnce: 1, waiting: 1 })
  const outcomes = await Promise.all([1, 2, 3].map(() => outcome(small.verifyAgainstNobody('guess'))))
  expect(outcomes).toEqual(['ok', 'ok', 'UNAVAILABLE'])
  expect(await outcome(small.verifyAgainstNobody('guess'))).toBe('ok')
})

test('P3: a damaged hash fails its own check and does not block the next', async () => {
  const small = createPasswordHasher({ atOnce: 1 })
  await expect(small.verifyPassword('not a hash', 'guess')).rejects.toThrow()
  expect(await small.verifyAgainstNobody('guess')).toBe(false)
})

test('P3: a hash of another cost asks to be made again', async () => {
  expect(hasher.needsRehash(await hasher.hashPassword('pass phrase'))).toBe(false)
  expect(hasher.needsRehash(hashSync('pass phrase', { memoryCost: 19_456, timeCost: 2, parallelism: 1 }))).toBe(true)
})
