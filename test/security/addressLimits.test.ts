import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../server/platform/clock'
import { networkOf } from '../../server/platform/http/addressRanges'
import { createAddressLimit } from '../../server/platform/rate/tokens'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::5', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['1:2:3:4:5:6:9.9.9.9', '1:2:3:4::/64'],
  ['', ''],
])('Q2: %s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test('Q2: a visitor who moves through the addresses of one IPv6 network has one limit', async () => {
  const limit = createAddressLimit(database.db, systemClock())
  const calls = Array.from({ length: 70 }, async (_, turn) => await limit(`2001:db8:7:7::${turn.toString(16)}`, 'auth'))
  const outcomes = await Promise.allSettled(calls)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(60)
  await expect(limit('2001:db8:7:8::1', 'auth')).resolves.toBeUndefined()
})
