// @vitest-environment happy-dom
import { TRPCClientError } from '@trpc/client'
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { AuditRow } from '../../shared/audit/auditSchemas'
import { choose, fieldNamed, named, type } from '../console/participantsHands'
import { closeAudit, fakeLog, memoryStore, says, showAudit, until } from './auditDesk'
import { rewriteFrom } from './auditFixtures'

afterEach(closeAudit)

const firstRow = () => document.querySelector<HTMLElement>('[data-seq]')
const altered = (count: number, seq: number) =>
  fakeLog(count).rows.map((row) => (row.seq === seq ? { ...row, outcome: 'refused' as const } : row))

test('U1: the log reads in plain words, newest first, with the names that the reader may see', async () => {
  await showAudit(fakeLog(3))
  expect([...document.querySelectorAll('[data-seq]')].map((row) => row.getAttribute('data-seq'))).toEqual([
    '3',
    '2',
    '1',
  ])
  const words = firstRow()?.textContent ?? ''
  for (const part of ['Noor Haddad', 'Manager', 'changed a participant record', 'Ana Ruiz'])
    expect(words).toContain(part)
})

test('U2: the details of a row are all its codes and hashes, and whether it fits its hash', async () => {
  const log = fakeLog(3)
  await showAudit(log)
  await act(async () => firstRow()?.click())
  for (const part of [log.rows[2]?.hash ?? '', log.rows[1]?.hash ?? '', 'participant.edited', '127.0.0.1', 'firstName'])
    expect([part, says(part)]).toEqual([part, true])
  expect(says('The row fits its hash')).toBe(true)
  await closeAudit()
  await showAudit({ ...log, rows: altered(3, 3) })
  await act(async () => firstRow()?.click())
  expect(says('The row does not fit its hash: it was changed')).toBe(true)
})

test('U1: filters are sent as ids and codes; words that the log cannot hold are said to be none', async () => {
  const log = fakeLog(2)
  await showAudit(log)
  await type(fieldNamed('Id, code or network address'), 'lost_phone')
  await until(() => log.asked.at(-1)?.filter.code === 'lost_phone')
  await type(fieldNamed('From'), '2026-03-01')
  await until(() => log.asked.at(-1)?.filter.from === new Date(2026, 2, 1).toISOString())
  await type(fieldNamed('To'), '2026-03-02')
  await until(() => log.asked.at(-1)?.filter.to === new Date(2026, 2, 3).toISOString())
  await type(fieldNamed('Id, code or network address'), 'felt low')
  expect(says('The log holds ids and codes only')).toBe(true)
  await until(() => log.asked.at(-1)?.filter.code === null)
  await choose('Clear filters')
  expect(fieldNamed('From').value).toBe('')
})

test('U3: the whole log is verified in the page and named sound up to its last row', async () => {
  await showAudit(fakeLog(25))
  await choose('Verify')
  await choose('Verify the whole log')
  await until(() => says('Sound up to row 25'))
  expect(says('the signed head and the head this console has seen')).toBe(true)
})

test.each([
  [
    'altered',
    (rows: readonly AuditRow[]) => rows.map((row) => (row.seq === 9 ? { ...row, outcome: 'refused' as const } : row)),
    '9 (altered)',
  ],
  ['missing', (rows: readonly AuditRow[]) => rows.filter(({ seq }) => seq !== 9), '9 (missing)'],
] as const)('U3: a row that is %s is named, with the next step', async (_kind, change, words) => {
  const log = fakeLog(25)
  await showAudit(log)
  await choose('Verify')
  log.rows = change(log.rows)
  await choose('Verify the whole log')
  await until(() => says(`first bad row ${words}`))
  expect(says('vestibule audit verify --witness 25:')).toBe(true)
})

test('U3: a log written anew with right hashes does not pass what this console has seen', async () => {
  const log = fakeLog(12)
  await showAudit(log)
  await choose('Verify')
  log.rows = [...rewriteFrom(log.rows, 5, { action: 'device.approved' })]
  await choose('Verify the whole log')
  await until(() => says('first bad row 12 (rewritten)'))
})

test('U3: the alarm over a log that does not go on stays on the screen, also at the next visit, with the next step', async () => {
  const kept = new Map<string, string>()
  const log = fakeLog(12)
  await showAudit(log, { seen: memoryStore(kept) })
  await until(() => (kept.get('vestibule-audit-seen') ?? '').includes('"count":12'))
  await closeAudit()
  log.rows = log.rows.slice(0, 7)
  await showAudit(log, { seen: memoryStore(kept) })
  await until(() => says('Alarm: the audit log cannot be trusted'))
  const seenHash = fakeLog(12).rows[11]?.hash
  expect(says(`vestibule audit verify --witness 12:${seenHash}`)).toBe(true)
  expect(says('Tell an administrator')).toBe(true)
  expect(says('Nobody runs vestibule audit accept-head before')).toBe(true)
  await closeAudit()
  // The server shows its old face again, and more of it: the alarm stays, and so does the head that is the evidence.
  await showAudit(fakeLog(14), { seen: memoryStore(kept) })
  expect(says('Alarm: the audit log cannot be trusted')).toBe(true)
  expect(says(`--witness 12:${seenHash}`)).toBe(true)
  expect(document.querySelector('[role="alert"] button[aria-label="Close"]')).toBeNull()
})

test('K2: a restored backup is told with the head that was seen before, without the alarm', async () => {
  const kept = new Map<string, string>()
  const log = fakeLog(12)
  await showAudit(log, { seen: memoryStore(kept) })
  await until(() => kept.size > 0)
  await closeAudit()
  await showAudit({ ...log, epoch: 'after', rows: log.rows.slice(0, 7) }, { seen: memoryStore(kept) })
  await until(() => says('A backup was put back on the server'))
  expect(says('12 rows')).toBe(true)
  expect(says('Alarm')).toBe(false)
})

test('U3: offline the page says where the log is, and a bundle can still be verified', async () => {
  await showAudit(fakeLog(3), { offline: true, witness: { epoch: 'e', count: 3, hash: 'f'.repeat(64) } })
  expect(says('The rows of the log are on the server only, which cannot be reached now')).toBe(true)
  expect(named('Verify a bundle file')).toBeDefined()
  expect((named('Verify the whole log') as HTMLButtonElement).disabled).toBe(true)
  expect((named('Export') as HTMLButtonElement).disabled).toBe(true)
  expect(says(`3:${'f'.repeat(64)}`)).toBe(true)
})

test('U1: a refusal of the server is said with its reference, and nothing looks like an empty log', async () => {
  const data = { code: 'FORBIDDEN', sentence: 'Your role does not allow this.', requestId: 'r1' }
  const log = fakeLog(3)
  log.fails = TRPCClientError.from({ error: { message: '', code: -32003, data } })
  await showAudit(log)
  await until(() => says('The log could not be fetched'))
  expect(says('FORBIDDEN r1')).toBe(true)
  expect(says('Nothing has happened yet')).toBe(false)
})

test('D1: a manager reads, and verifies bundles, but not the whole log', async () => {
  await showAudit(fakeLog(3), { role: 'manager' })
  await choose('Verify')
  expect(named('Verify the whole log')).toBeUndefined()
  expect(named('Verify a bundle file')).toBeDefined()
})
