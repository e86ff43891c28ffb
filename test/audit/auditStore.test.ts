import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appendAudit, readChainEnd, readRows, sha256hex } from '../../server/audit/auditStore'
import { inTransaction } from '../../server/platform/database/transaction'
import type { AuditRow } from '../../shared/audit/auditSchemas'
import { verifyChain } from '../../shared/audit/chainVerifier'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { entry, PARTICIPANT, STAFF } from './auditFixtures'

const NOW = new Date('2026-03-01T12:00:00.123Z')
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const append = (db: TestDatabase['db'], count: number) =>
  inTransaction(db, (tx) =>
    appendAudit(
      tx,
      Array.from({ length: count }, (_, n) => entry(n + 1)),
      NOW,
    ),
  )

async function allRows(chunk?: number): Promise<AuditRow[]> {
  const rows: AuditRow[] = []
  for await (const part of readRows(database.db, null, null, chunk)) rows.push(...part)
  return rows
}

test('U2: a row holds number, UTC time, actor, role, device, address, action, target, outcome, previous hash and hash', async () => {
  const end = await append(database.db, 1)
  const [row] = await allRows()
  expect(row).toEqual({
    ...entry(1),
    seq: 1,
    at: '2026-03-01T12:00:00.123Z',
    prevHash: '0'.repeat(64),
    hash: end.hash,
  })
  expect(end).toEqual({ count: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
})

test('U2, T5: twenty parallel writers on two pools leave no gap and one sound chain', async () => {
  const second = await database.openAgain()
  const before = (await readChainEnd(database.db)).count
  const writers = Array.from({ length: 20 }, (_, n) => append(n % 2 === 0 ? database.db : second.db, 1 + (n % 4)))
  await Promise.all(writers).finally(() => second.close())
  const rows = await allRows(7)
  expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1))
  expect(rows).toHaveLength(before + 50)
  expect(verifyChain(rows, { sha256hex }).firstBad).toBeNull()
  expect(await readChainEnd(database.db)).toMatchObject({ count: rows.length, hash: rows.at(-1)?.hash })
})

test('U1, U2: a transaction that fails leaves neither rows nor a gap', async () => {
  const before = await readChainEnd(database.db)
  const failing = inTransaction(database.db, async (tx) => {
    await appendAudit(tx, [entry(), entry(2)], NOW)
    throw new Error('the write itself failed')
  })
  await expect(failing).rejects.toThrow('the write itself failed')
  expect(await readChainEnd(database.db)).toEqual(before)
  expect((await append(database.db, 1)).count).toBe(before.count + 1)
})

test('U1: two appends in one transaction continue each other; none appended changes nothing', async () => {
  const before = (await readChainEnd(database.db)).count
  const ends = await inTransaction(database.db, async (tx) => [
    await appendAudit(tx, [entry(1)], NOW),
    await appendAudit(tx, [], NOW),
    await appendAudit(tx, [entry(2, { detail: {} }), entry(3)], NOW),
  ])
  expect(ends.map((end) => end.count)).toEqual([before + 1, before + 1, before + 3])
  expect(verifyChain(await allRows(), { sha256hex }).firstBad).toBeNull()
})

test.each([
  ['update', sql`update audit_log set outcome = 'refused' where seq = 1`],
  ['delete', sql`delete from audit_log where seq = 1`],
  ['truncate', sql`truncate audit_log`],
  ['drop', sql`drop table audit_log`],
  ['alter', sql`alter table audit_log disable trigger all`],
])('U4: the application role may not %s the audit log', async (_verb, statement) => {
  await expect(statement.execute(database.db)).rejects.toMatchObject({ code: '42501' })
})

test('U2: prose, an email address or a name is refused before anything is written', async () => {
  const before = await readChainEnd(database.db)
  for (const detail of [{ note: 'felt low on Monday' }, { to: 'rosa@example.org' }]) {
    const write = inTransaction(database.db, (tx) => appendAudit(tx, [entry(), entry(2, { detail })], NOW))
    await expect(write).rejects.toThrow(/^audit entry participant.edited: detail\.(note|to) is not/)
  }
  expect(await readChainEnd(database.db)).toEqual(before)
})

test('U2: a range is read in order, and stopping early ends the transaction', async () => {
  const seqs: number[] = []
  for await (const part of readRows(database.db, 3, 8, 4)) seqs.push(...part.map((row) => row.seq))
  expect(seqs).toEqual([3, 4, 5, 6, 7, 8])
  for await (const part of readRows(database.db, null, null, 2)) {
    expect(part).toHaveLength(2)
    break
  }
  const open =
    await sql`select 1 from pg_stat_activity where datname = current_database() and state like 'idle in%'`.execute(
      database.db,
    )
  expect(open.rows).toEqual([])
  expect((await allRows())[0]?.actor.id).toBe(STAFF)
  expect((await allRows())[0]?.target.id).toBe(PARTICIPANT)
})
