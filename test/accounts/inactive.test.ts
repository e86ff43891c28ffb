import { afterAll, beforeAll, expect, test } from 'vitest'
import { disableInactiveAccounts } from '../../server/accounts/inactiveAccounts'
import { touchAccounts } from '../../server/accounts/touchAccounts'
import { inTransaction } from '../../server/platform/database/transaction'
import { addClinic, after, Browser, DAY, openWorld, outcome } from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import {
  account,
  act,
  addPending,
  auditAfter,
  change,
  type Desk,
  lastSeq,
  member,
  openDesk,
  openWays,
} from './accountWorld'

let database: TestDatabase
let desk: Desk

beforeAll(async () => {
  database = await createTestDatabase()
  const world = openWorld(database)
  desk = openDesk(database, await addClinic(world))
})
afterAll(() => database.drop())

test('product.md: an account without a sign-in for 90 days goes off once, by itself, and stays off for two processes at once', async () => {
  const { id, email } = await member(desk, 'ana')
  await addPending(desk, id)
  const signedIn = desk.world.now
  expect(await disableInactiveAccounts(desk.deps, after(90 * DAY - 1, signedIn))).toBe(0)
  const from = await lastSeq(desk)
  desk.world.now = after(90 * DAY, signedIn)

  const runs = [0, 1, 2, 3].map(() => disableInactiveAccounts(desk.deps, desk.world.now))
  expect((await Promise.all(runs)).reduce((sum, count) => sum + count, 0)).toBe(1)

  expect(await account(desk, id)).toMatchObject({ disabled_at: desk.world.now, disabled_by_name: null })
  expect(await openWays(desk, id)).toEqual([0, 0, 0])
  expect(await outcome(new Browser(desk.world).signIn(email))).toBe('SIGN_IN_FAILED')
  expect((await auditAfter(desk, from))[0]).toEqual({
    action: 'account.disabled',
    outcome: 'ok',
    target: 'account',
    detail: { reason: 'inactive', days: 90 },
  })
})

test('S4.20: given back, an inactive account has its whole time again', async () => {
  const { id } = await member(desk, 'bo')
  desk.world.now = after(91 * DAY, desk.world.now)
  await disableInactiveAccounts(desk.deps, desk.world.now)
  const disabledAt = (await account(desk, id)).disabled_at?.toISOString() ?? ''
  expect(await act(desk, id, { kind: 'account.enable', disabledAt })).toMatchObject({ outcome: 'applied' })
  expect(await disableInactiveAccounts(desk.deps, after(89 * DAY, desk.world.now))).toBe(0)
  expect((await account(desk, id)).disabled_at).toBeNull()
})

test('product.md: switched off, nobody goes off', async () => {
  const { id } = await member(desk, 'cy')
  await change(desk, { inactiveDays: 0 })
  expect(await disableInactiveAccounts(desk.deps, after(2000 * DAY, desk.world.now))).toBe(0)
  await change(desk, { inactiveDays: 90 })
  expect((await account(desk, id)).disabled_at).toBeNull()
})

test('I9: a change that all accounts show gives each of them a later rev', async () => {
  const revs = async () =>
    (await desk.world.db.selectFrom('account').select('rev').orderBy('participant_id').execute()).map(({ rev }) => rev)
  const before = await revs()
  const highest = await inTransaction(desk.world.db, async (tx) => await touchAccounts(tx))
  const now = await revs()
  expect(highest).toBe(Math.max(...now))
  expect(Math.min(...now)).toBeGreaterThan(Math.max(...before))
  expect(new Set(now).size).toBe(before.length)
})
