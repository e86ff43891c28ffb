import { afterEach, beforeEach, expect, test } from 'vitest'
import { readRows } from '../../server/audit/auditStore'
import { signHead } from '../../server/audit/headFile'
import type { AuditRow } from '../../shared/audit/auditSchemas'
import { rewriteFrom } from './auditFixtures'
import { type AuditSite, createAuditSite } from './auditSite'

const ROWS = 9
let site: AuditSite

beforeEach(async () => {
  site = await createAuditSite(ROWS)
  await site.keeper().start()
})
afterEach(() => site.drop())

async function firstBad(...args: string[]): Promise<string> {
  const { code, lines } = await site.verify('--json', ...args)
  expect(lines).toHaveLength(1)
  const answer = JSON.parse(lines[0] ?? '')
  expect(answer.ok).toBe(code === 0)
  expect(code).toBe(answer.firstBad === null ? 0 : 2)
  return answer.firstBad === null ? 'sound' : `${answer.firstBad.seq} ${answer.firstBad.kind}`
}

/** The whole table written anew with right hashes from `seq` on: the superuser's best forgery without the signing key. */
async function forgeFrom(seq: number): Promise<void> {
  const rows: AuditRow[] = []
  for await (const part of readRows(site.database.db)) rows.push(...part)
  for (const row of rewriteFrom(rows, seq, { action: 'device.approved' })) {
    await site.tamper(
      `update audit_log set action = '${row.action}', prev_hash = '${row.prevHash}', hash = '${row.hash}' where seq = ${row.seq}`,
    )
  }
}

test('T4, U3: a sound log lists its events in order, says so and exits 0', async () => {
  const { code, lines } = await site.verify()
  expect(code).toBe(0)
  expect(lines).toHaveLength(ROWS + 1)
  expect(lines[0]).toMatch(
    /^ {5}1 {2}2026-03-01 12:00:00 UTC {2}staff 7c0f3b52 \(manager\) {2}changed a participant record/,
  )
  expect(lines[ROWS - 1]).toMatch(/^ {5}9 /)
  expect(lines[ROWS]).toMatch(
    /^SOUND: 9 rows in one unbroken chain, which contains the signed head \(9 rows, 2026-03-01/,
  )
  expect(await firstBad()).toBe('sound')
})

const columns = [
  ['at', "at + interval '1 millisecond'"],
  ['actor_kind', "'visitor'"],
  ['actor_id', "overlay(actor_id placing 'x' from 3)"],
  ['role', "'manageR'"],
  ['device_id', 'null'],
  ['address', "'127.0.0.2'"],
  ['action', "'participant.vieweD'"],
  ['target_kind', "'Participant'"],
  ['target_id', "overlay(target_id placing 'x' from 3)"],
  ['outcome', "'oK'"],
  ['detail', `'{"first": true, "fields": ["firstName", "email:a2"], "reason": null, "version": 1}'`],
  ['detail', `jsonb_set(detail, '{version}', (detail ->> 'version' || '.00000000000000000001')::jsonb)`],
  ['detail', "'null'"],
  ['detail', `'[]'`],
  ['prev_hash', "overlay(prev_hash placing 'z' from 64)"],
  ['hash', "overlay(hash placing 'z' from 1)"],
] as const

test('T4: one byte changed in any column of the first, a middle and the last row names that row and exits 2', async () => {
  for (const [column, value] of columns) {
    for (const seq of [1, 5, ROWS]) {
      const keep = `create table kept as select * from audit_log where seq = ${seq}`
      await site.tamper(`${keep}; update audit_log set ${column} = ${value} where seq = ${seq}`)
      expect([column, value, await firstBad()]).toEqual([column, value, `${seq} altered`])
      await site.tamper(
        `update audit_log a set ${column} = k.${column} from kept k where a.seq = k.seq; drop table kept`,
      )
    }
  }
  expect(await firstBad()).toBe('sound')
})

test('T4: a person is told the row and the kind in one line, after the events', async () => {
  await site.tamper("update audit_log set address = e'10.0.0.1\\x1b[2J' where seq = 4")
  const { code, lines } = await site.verify('--last', '2')
  expect(code).toBe(2)
  expect(lines[0]).toBe('The last 2 of 9 events (--last N shows more):')
  expect(lines.at(-1)).toBe(
    'TAMPERED: first bad row 4 (altered). Row 4: its content does not fit its hash. 9 rows in the table.',
  )
})

test('U3: a changed number, a removed row and an added row are named', async () => {
  await site.tamper('update audit_log set seq = 40 where seq = 6')
  expect(await firstBad()).toBe('6 reordered')
  await site.tamper('delete from audit_log where seq = 40')
  expect(await firstBad()).toBe('6 missing')
  await site.tamper('update audit_log set seq = seq - 1 where seq > 6')
  expect(await firstBad()).toBe('6 missing')
})

test('U3: a second row with the same number is seen although the key was dropped', async () => {
  await site.tamper(
    'alter table audit_log drop constraint audit_log_pkey; insert into audit_log select * from audit_log where seq = 3',
  )
  expect(await firstBad()).toBe('3 inserted')
})

test('U3: two rows that exchanged their numbers are reordered', async () => {
  await site.tamper(
    'update audit_log set seq = 99 where seq = 2; update audit_log set seq = 2 where seq = 7; update audit_log set seq = 7 where seq = 99',
  )
  expect(await firstBad()).toBe('2 reordered')
})

test('U3: rows cut from the end are found through the head file', async () => {
  await site.tamper('delete from audit_log where seq > 6')
  expect(await firstBad()).toBe('7 truncated')
  await site.tamper('delete from audit_log')
  expect(await firstBad()).toBe('1 truncated')
})

test('U3: a chain written anew with right hashes is found through the signed head', async () => {
  await forgeFrom(4)
  expect(await firstBad()).toBe('9 rewritten')
})

test('U3: where the head was signed again as well, a witness from elsewhere finds it', async () => {
  const kept = site.head()
  await site.append(3)
  await site.keeper().start()
  expect(await firstBad('--witness', JSON.stringify(kept))).toBe('sound')
  await forgeFrom(4)
  await forgeHead()
  expect(await firstBad()).toBe('sound')
  expect(await firstBad('--witness', JSON.stringify(kept))).toBe('9 rewritten')
  expect(await firstBad('--witness', `${kept.count}:${kept.hash}`)).toBe('9 rewritten')
  await site.tamper('delete from audit_log where seq > 5')
  await forgeHead()
  expect(await firstBad()).toBe('sound')
  expect(await firstBad('--witness', `9:${kept.hash}`)).toBe('6 truncated')
})

/** Somebody who also holds the signing key. */
async function forgeHead(): Promise<void> {
  const rows: AuditRow[] = []
  for await (const part of readRows(site.database.db)) rows.push(...part)
  const { epoch, at } = site.head()
  const forged = { epoch, at, count: rows.length, hash: rows.at(-1)?.hash ?? '' }
  site.putHead(JSON.stringify(signHead(forged, site.database.secrets.auditKey)))
}

test('U3: without a head that can be trusted nothing is called sound, and the reason is said', async () => {
  const kept = JSON.stringify(site.head())
  const cases = [
    [JSON.stringify({ ...site.head(), count: 5 }), 'was not signed with'],
    ['{"cut', 'is damaged'],
  ] as const
  for (const [text, reason] of cases) {
    site.putHead(text)
    const { code, lines } = await site.verify('--last', '0')
    expect(code).toBe(1)
    expect(lines).toEqual([
      expect.stringMatching(new RegExp(`^NOT PROVEN: 9 rows fit together, but: The signed head .* ${reason}`)),
    ])
    expect((await site.verify('--json', '--witness', kept)).code).toBe(0)
  }
})

test('T4: what could not run is one plain sentence and exit 1', async () => {
  expect(await site.verify('--witness', '/nowhere/head.json')).toEqual({
    code: 1,
    lines: ['The witness file /nowhere/head.json cannot be read.'],
  })
  const forged = JSON.stringify({ ...site.head(), count: 3 })
  expect((await site.verify('--witness', forged)).lines).toEqual([
    "The witness was not signed with this server's audit key.",
  ])
  expect((await site.verify('--last', 'x')).code).toBe(1)
  expect((await site.verify('--nonsense')).lines[0]).toMatch(/^vestibule audit verify/)
  await site.tamper('alter table audit_log rename to gone')
  const { code, lines } = await site.verify('--json')
  expect([code, JSON.parse(lines[0] ?? '')]).toEqual([
    1,
    { ok: false, error: expect.stringMatching(/^The audit log could not be read: /) },
  ])
})

test('T4: --json --events holds the events whole', async () => {
  const { lines } = await site.verify('--json', '--events', '--last', '3')
  const { events, count, head } = JSON.parse(lines[0] ?? '')
  expect(events.map((row: AuditRow) => row.seq)).toEqual([7, 8, 9])
  expect([count, head]).toEqual([9, site.head()])
})
