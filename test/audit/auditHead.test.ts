import { readdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { replaceHead } from '../../server/audit/auditHead'
import { isSignedBy } from '../../server/audit/headFile'
import { GENESIS_HASH } from '../../shared/audit/auditChain'
import { type AuditSite, createAuditSite, EPOCH } from './auditSite'

let site: AuditSite

beforeEach(async () => {
  site = await createAuditSite(3)
})
afterEach(() => site.drop())

test('U3: the start stores a signed head outside the database, readable by the owner only', async () => {
  expect(await site.keeper().start()).toEqual({ state: 'ok' })
  expect(site.head()).toMatchObject({ epoch: EPOCH, count: 3 })
  expect(isSignedBy(site.head(), site.database.secrets.auditPublicKey)).toBe(true)
  expect(isSignedBy({ ...site.head(), count: 2 }, site.database.secrets.auditPublicKey)).toBe(false)
  expect(statSync(site.headFile).mode & 0o077).toBe(0)
  expect(readdirSync(dirname(site.headFile))).toEqual(['audit-head.json'])
})

test('U3: within a second of many appends the new head is stored', async () => {
  const keeper = site.keeper()
  await keeper.start()
  for (let n = 0; n < 5; n++) {
    await site.append(2)
    keeper.touch()
  }
  await sleep(900)
  expect(site.head().count).toBe(13)
  await site.append(1)
  keeper.touch()
  await keeper.stop()
  expect(site.head().count).toBe(14)
})

test('U3: two processes never replace a higher head by a lower one', async () => {
  const keepers = [site.keeper(), site.keeper(), site.keeper()]
  const seen: number[] = []
  for (let n = 0; n < 10; n++) {
    await site.append(1)
    await Promise.all(keepers.map((keeper) => keeper.start()))
    seen.push(site.head().count)
  }
  expect(seen).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
  await Promise.all(keepers.map((keeper) => keeper.stop()))
})

test('U3: a sync answer carries the newest head at once, signed once a row, and the hash at any witness', async () => {
  const keeper = site.keeper()
  const first = await keeper.current()
  expect(first.count).toBe(3)
  expect(await keeper.current()).toBe(first)
  await site.append(1)
  expect((await keeper.current()).count).toBe(4)
  expect(await keeper.hashAt(3)).toBe(first.hash)
  expect(await keeper.hashAt(0)).toBe(GENESIS_HASH)
  expect(await keeper.hashAt(9)).toBeNull()
})

test.each([
  ['shorter than', 'delete from audit_log where seq = 3', /has 2 rows, but the signed head counts 3/],
  [
    'another than',
    `update audit_log set hash = repeat('a', 64) where seq = 3`,
    /does not contain the signed head after 3 rows/,
  ],
])('U3: a database %s the stored head is an alarm, and the head stays as evidence', async (_name, statement, sentence) => {
  await site.keeper().start()
  site.logged.length = 0
  const kept = site.head()
  await site.tamper(statement)
  const keeper = site.keeper()
  expect(await keeper.start()).toEqual({ state: 'alarm', problem: expect.stringMatching(sentence) })
  expect(site.logged).toEqual([expect.stringMatching(sentence)])
  keeper.touch()
  await keeper.stop()
  expect(site.head()).toEqual(kept)
  expect(keeper.status().state).toBe('alarm')
  expect(site.logged).toHaveLength(1)
})

test('U3: a head file of another key or with a changed byte is an alarm and is left alone', async () => {
  await site.keeper().start()
  for (const text of [JSON.stringify({ ...site.head(), at: 'x' }), 'half a fi']) {
    site.putHead(text)
    expect(await site.keeper().start()).toEqual({
      state: 'alarm',
      problem: expect.stringContaining('audit head file is'),
    })
  }
})

test('K2: after a restore the shorter chain of the new epoch gets its own head', async () => {
  await site.keeper().start()
  const epoch = '22222222-2222-4222-8222-222222222222'
  await site.tamper(`delete from audit_log where seq > 1; update clinic set epoch = '${epoch}'`)
  expect((await site.keeper().start()).state).toBe('alarm')
  const { db, secrets } = site.database
  const head = await replaceHead({ db, file: site.headFile, secrets, now: () => new Date(0) })
  expect(head).toMatchObject({ epoch, count: 1 })
  expect(await site.keeper().start()).toEqual({ state: 'ok' })
  expect((await site.verify('--json')).code).toBe(0)
})

test('U3: before the clinic is set up there is nothing to sign and nothing to alarm about', async () => {
  await site.tamper('delete from audit_log; create table kept as select * from clinic; delete from clinic')
  const keeper = site.keeper()
  expect(await keeper.start()).toEqual({ state: 'ok' })
  await expect(keeper.current()).rejects.toThrow('no clinic')
  await site.tamper('insert into clinic select * from kept')
  await site.append(1)
  keeper.touch()
  await keeper.stop()
  expect([site.head().count, site.logged]).toEqual([1, []])
})
