import { randomBytes } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { useCode as spendCode } from '../../server/accountSecurity/factorCheck'
import { makeRecoveryCodes } from '../../server/accountSecurity/recoveryCodes'
import { type Connected, connectDatabase } from '../../server/platform/database/connect'
import { inTransaction } from '../../server/platform/database/transaction'
import type { Message } from '../../server/platform/mail/message'
import { matchStep, totpCode } from '../../server/platform/secrets/totp'
import { sixDigits } from '../../shared/accountSecurity/codeRules'
import {
  addClinic,
  auditLines,
  type Clinic,
  HOUR,
  joined,
  MINUTE,
  SECOND,
  tally,
  type World,
} from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { codeAt, enrol, openSecurityWorld, pass, wrongCode } from './securityWorld'

let database: TestDatabase
let pools: readonly Connected[] = []
/** Two server processes on one database. */
let worlds: readonly [World, World]
let world: World
let clinic: Clinic
let sent: readonly Message[][]

beforeEach(async () => {
  await stop()
  database = await createTestDatabase()
  const first = await openPool()
  const second = await openPool()
  pools = [first, second]
  const one = openSecurityWorld(first)
  const two = openSecurityWorld(second)
  world = one.world
  sent = [one.sent, two.sent]
  worlds = [world, two.world]
  clinic = await addClinic(world)
})
afterAll(stop)

/** Room for the 25 transactions that wait and for what a notice reads beside its own: a notice takes a second connection. */
function openPool(): Promise<Connected> {
  const { owner, secretsDir, migrationsDir } = database
  return connectDatabase({ owner, secretsDir, migrationsDir, poolSize: 30 })
}

async function stop() {
  for (const pool of pools) await pool.close()
  pools = []
  await database?.drop()
}

async function enrolled() {
  const { browser, participantId } = await joined(world, clinic)
  const factor = await enrol(browser)
  return { browser, participantId, ...factor }
}

function spend(at: World, participantId: string, code: string, allowRecovery = true, now = world.now) {
  const visit = { address: '203.0.113.7', now }
  return inTransaction(at.db, (tx) => spendCode(at.deps, tx, { participantId, code, allowRecovery, visit }))
}
const kindOf = async (...args: Parameters<typeof spend>) => (await spend(...args)).kind
/** `count` tries at once, by turns at the two processes. */
async function race(count: number, participantId: string, code: string, now = world.now) {
  const tries = Array.from({ length: count }, (_, turn) =>
    kindOf(worlds[turn % 2 === 0 ? 0 : 1], participantId, code, true, now),
  )
  return tally(await Promise.all(tries))
}

test('M1: the vectors of RFC 6238, appendix B, for SHA-1', () => {
  const seed = Buffer.from('12345678901234567890')
  const vectors = [
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ] as const
  for (const [seconds, digits] of vectors) {
    const code = digits.slice(-6)
    expect(totpCode(seed, Math.floor(seconds / 30))).toBe(code)
    expect(matchStep(seed, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30))
  }
})

test('M1: the steps before, now and after are accepted, further ones are not', async () => {
  const secret = randomBytes(20)
  const now = new Date('2026-05-05T10:00:10Z')
  const accepted = [-3, -2, -1, 0, 1, 2, 3].filter(
    (steps) => matchStep(secret, codeAt(secret, now, steps), now) !== null,
  )
  // A code of a further step equals one of the three by chance once in 300,000 runs.
  expect(accepted).toEqual([-1, 0, 1])
})

test('S1.7: what people type and paste is read; anything but six digits is not', () => {
  for (const typed of ['123456', ' 123 456 ', '123-456', '１２３４５６', '123\u00a0456'])
    expect(sixDigits(typed)).toBe('123456')
  for (const typed of ['12345', '1234567', '12345a', '', '٠١٢٣٤٥', '123456 789']) expect(sixDigits(typed)).toBeNull()
})

test('M2: of 20 equal codes at once over two processes one is right', async () => {
  const { participantId, secret } = await enrolled()
  pass(world, 30 * SECOND)
  expect(await race(20, participantId, codeAt(secret, world.now))).toMatchObject({ totp: 1 })
})

test('M2: a used step stays used after a restart and when the clock is set back, and so does every earlier one', async () => {
  const { participantId, secret } = await enrolled()
  pass(world, 30 * SECOND)
  const code = codeAt(secret, world.now)
  expect(await kindOf(worlds[0], participantId, code)).toBe('totp')
  const restarted = worlds[1]
  expect(await kindOf(restarted, participantId, code)).toBe('wrong')
  expect(await kindOf(restarted, participantId, codeAt(secret, world.now, -1))).toBe('wrong')
  const back = new Date(world.now.getTime() - 2 * MINUTE)
  expect(await kindOf(restarted, participantId, codeAt(secret, back), true, back)).toBe('wrong')
  expect(await kindOf(restarted, participantId, codeAt(secret, world.now, 1))).toBe('totp')
})

test('M3: ten wrong codes an hour pause the account, right ones included; the next hour they count anew', async () => {
  const { participantId, secret } = await enrolled()
  const wrong = wrongCode(secret, world.now)
  expect(await race(14, participantId, wrong)).toEqual({ wrong: 10, paused: 4 })
  pass(world, 30 * SECOND)
  const paused = await spend(world, participantId, codeAt(secret, world.now))
  expect(paused).toEqual({ kind: 'paused', retryAfterSeconds: 3570 })
  pass(world, HOUR)
  expect(await kindOf(world, participantId, codeAt(secret, world.now))).toBe('totp')
})

test('M3: a right code does not refill the hour', async () => {
  const { participantId, secret } = await enrolled()
  for (let count = 0; count < 9; count++) await spend(world, participantId, wrongCode(secret, world.now))
  pass(world, 30 * SECOND)
  expect(await kindOf(world, participantId, codeAt(secret, world.now))).toBe('totp')
  expect(await kindOf(world, participantId, wrongCode(secret, world.now))).toBe('wrong')
  pass(world, 30 * SECOND)
  expect(await kindOf(world, participantId, codeAt(secret, world.now))).toBe('paused')
})

test('M3: a hundred wrong codes in a row close it until a reset; one right code starts the row anew', async () => {
  const { participantId, secret } = await enrolled()
  const tenWrong = async () => {
    for (let count = 0; count < 10; count++) await spend(world, participantId, wrongCode(secret, world.now))
    pass(world, HOUR + SECOND)
  }
  for (let hour = 0; hour < 9; hour++) await tenWrong()
  expect(await kindOf(world, participantId, codeAt(secret, world.now))).toBe('totp')
  for (let hour = 0; hour < 10; hour++) await tenWrong()
  pass(world, 48 * HOUR)
  expect(await kindOf(world, participantId, codeAt(secret, world.now))).toBe('paused')
})

test('M6: ten codes of 80 bits, each right once, in any spelling; new ones end all older', async () => {
  const { participantId, recoveryCodes } = await enrolled()
  expect(new Set(recoveryCodes).size).toBe(10)
  for (const code of recoveryCodes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
  const [one = '', two = '', three = ''] = recoveryCodes
  expect(await spend(world, participantId, one)).toEqual({ kind: 'recovery', recoveryLeft: 9 })
  expect(await kindOf(world, participantId, one)).toBe('wrong')
  expect(await spend(world, participantId, two.toLowerCase().replaceAll('-', ' '))).toMatchObject({ recoveryLeft: 8 })
  expect(await kindOf(world, participantId, three, false)).toBe('wrong')
  const newer = await inTransaction(world.db, (tx) => makeRecoveryCodes(tx, participantId, world.now))
  expect(await kindOf(world, participantId, three)).toBe('wrong')
  expect(await kindOf(world, participantId, newer[0] ?? '')).toBe('recovery')
})

test("M6 G1: another person's recovery code opens nothing and stays theirs", async () => {
  const one = await enrolled()
  const two = await joined(world, clinic, 'two@example.org', 'a second pass phrase')
  await enrol(two.browser)
  const [code = ''] = one.recoveryCodes
  expect(await kindOf(world, two.participantId, code)).toBe('wrong')
  expect(await kindOf(world, one.participantId, code)).toBe('recovery')
})

test('M6: of 50 equal recovery codes at once over two processes one is right; there is one notice and one event', async () => {
  const { participantId, recoveryCodes } = await enrolled()
  for (const messages of sent) messages.length = 0
  const answers = await race(50, participantId, recoveryCodes[0] ?? '')
  expect(answers).toMatchObject({ recovery: 1 })
  expect((answers.wrong ?? 0) + (answers.paused ?? 0)).toBe(49)
  expect((await auditLines(world)).filter((line) => line === 'mfa.recovery_used ok')).toHaveLength(1)
  expect(sent.flat().map(({ subject }) => subject)).toEqual(['A recovery code was used'])
})
