import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appendAudit, readChainEnd, readHashAt, readRows, sha256hex } from '../../server/audit/auditStore'
import { verifyFast } from '../../server/audit/fastVerify'
import { inTransaction } from '../../server/platform/database/transaction'
import { rowHash } from '../../shared/audit/auditChain'
import type { AuditRow } from '../../shared/audit/auditSchemas'
import { verifyChain } from '../../shared/audit/chainVerifier'
import { entry } from './auditFixtures'
import { type AuditSite, createAuditSite } from './auditSite'

let site: AuditSite

beforeAll(async () => {
  site = await createAuditSite(0)
  const { db } = site.database
  const actor = { kind: 'visitor', id: null, role: null, deviceId: null, address: null } as const
  const kinds = [entry(1), entry(2, { actor }), entry(3, { detail: {} }), entry(4, { outcome: 'refused' })]
  const nested = entry(5, {
    detail: { reason: '', list: ['b', 'a'], yes: true, none: null, far: -9_007_199_254_740_991 },
  })
  const times = [
    '2026-03-01T12:00:00.007Z',
    '2026-03-01T12:00:00.999Z',
    '1999-12-31T23:59:59.001Z',
    '2031-01-01T00:00:00.000Z',
  ]
  for (const at of times) await inTransaction(db, (tx) => appendAudit(tx, [...kinds, nested], new Date(at)))
})
afterAll(() => site.drop())

const fast = async (
  anchors: Parameters<typeof verifyFast>[0]['anchors'] = [],
  start: Parameters<typeof verifyFast>[0]['start'] = null,
) => await verifyFast({ target: site.database.app, start, anchors })
const anchorAt = async (count: number) => ({
  name: 'x',
  count,
  hash: (await readHashAt(site.database.db, count)) ?? '',
})

test('U3: the fast way finds a sound log sound: every kind of value, time and actor, from the start and from an archive on', async () => {
  expect(await fast()).toBe(20)
  expect(await fast([await anchorAt(20), await anchorAt(7), { name: 'none', count: 0, hash: '' }])).toBe(20)
  const start = await anchorAt(20)
  await site.append(3)
  expect(await fast([start, await anchorAt(22)])).toBe(23)
  expect(await fast([], await anchorAt(7))).toBeNull()
})

test('U3: the fast way leaves everything that is not sound to the one that names it', async () => {
  const wrong = { name: 'x', count: 5, hash: 'f'.repeat(64) }
  expect(await fast([wrong])).toBeNull()
  expect(await fast([await anchorAt(5), wrong])).toBeNull()
  expect(await fast([{ ...wrong, count: 99 }])).toBeNull()
  const columns = [
    ['at', "at + interval '1 millisecond'"],
    ['at', "'infinity'"],
    ['actor_kind', "'x'"],
    ['actor_id', "coalesce(actor_id, '') || 'x'"],
    ['role', "'x'"],
    ['device_id', "'x'"],
    ['address', `'"'`],
    ['action', "action || '\u00e9'"],
    ['target_kind', "'x'"],
    ['target_id', "target_id || '\\\\'"],
    ['outcome', "'oK'"],
    ['detail', `'{"a": 1.0}'`],
    ['detail', `'[]'`],
    ['detail', `'{"a": "\u00e9"}'`],
    ['prev_hash', "repeat('0', 64)"],
    ['hash', 'upper(hash)'],
    ['seq', '400'],
  ] as const
  for (const [column, value] of columns) {
    await site.tamper(
      `create table kept as select * from audit_log where seq = 9; update audit_log set ${column} = ${value} where seq = 9`,
    )
    expect([column, value, await fast()]).toEqual([column, value, null])
    await site.tamper(
      'delete from audit_log where seq in (9, 400); insert into audit_log select * from kept; drop table kept',
    )
  }
  const { count } = await readChainEnd(site.database.db)
  expect(await fast()).toBe(count)
})

test('U3, T4: an empty detail that was made into another value of two bytes is found, and the row is named', async () => {
  const { rows } = await sql<{ seq: number }>`select min(seq) as seq from audit_log where detail = '{}'`.execute(
    site.database.db,
  )
  const seq = rows[0]?.seq ?? expect.fail('no row with an empty detail')
  for (const value of ['[]', '""', '42', '-1', '7']) {
    await site.tamper(`update audit_log set detail = '${value}' where seq = ${seq}`)
    expect([value, await fast()]).toEqual([value, null])
    const { code, lines } = await site.verify('--last', '0')
    expect([value, code, lines.at(-1)]).toEqual([
      value,
      2,
      expect.stringMatching(`TAMPERED: first bad row ${seq} .altered`),
    ])
  }
  await site.tamper(`update audit_log set detail = '{}' where seq = ${seq}`)
  expect(await fast()).not.toBeNull()
})

test('U3: a row with characters that JSON escapes or that are not ASCII takes the long way and counts the same', async () => {
  const { count, hash } = await readChainEnd(site.database.db)
  const text = 'q"\\\u00e9\u20ac\u0001'
  await site.tamper(`insert into audit_log select ${count + 1}, at, actor_kind, actor_id, role, device_id, E'q"\\\\\u00e9\u20ac\\x01', action, target_kind, target_id,
    outcome, '{"n": "\u00e9"}', '${hash}', repeat('0', 64) from audit_log where seq = 1`)
  const rows: AuditRow[] = []
  for await (const part of readRows(site.database.db)) rows.push(...part)
  const row = rows.at(-1) ?? expect.fail('no row')
  expect([row.actor.address, row.detail]).toEqual([text, { n: '\u00e9' }])
  await site.tamper(`update audit_log set hash = '${rowHash(hash, row.seq, row, sha256hex)}' where seq = ${row.seq}`)
  expect(await fast()).toBe(count + 1)
  const again: AuditRow[] = []
  for await (const part of readRows(site.database.db)) again.push(...part)
  expect(verifyChain(again, { sha256hex }).firstBad).toBeNull()
})
