import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { EXPORT_PATH, exportLines } from '../../server/audit/auditExport'
import { exportHandler } from '../../server/audit/auditExportRoute'
import { appendAudit, readChainEnd } from '../../server/audit/auditStore'
import { withClient } from '../../server/platform/database/connectionTarget'
import { inTransaction } from '../../server/platform/database/transaction'
import { describeError } from '../../server/platform/log'
import type { WriteCaller } from '../../server/sync/writeCaller'
import { type AuditFilter, NO_FILTER } from '../../shared/audit/auditListSchemas'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import { codeOf, staffCall, wireOf } from '../security/support/calls'
import {
  addClinic,
  addDesk,
  addParticipant,
  type Desk,
  type Desks,
  PASSWORD,
  proofHeaders,
} from '../security/support/people'
import { openSite, type Site } from '../security/support/servers'
import { rawRequest } from '../support/httpApp'

let site: Site
let desks: Desks
let participantId = ''

beforeAll(async () => {
  site = await openSite()
  desks = await addClinic(site.database)
  participantId = await addParticipant(site.database, desks, { givenName: '=HYPERLINK("x")', familyName: '@Ruiz' })
  await append(Array.from({ length: 30 }, (_, n) => edited(n)))
})
beforeEach(() => site.forgetRates())
afterAll(() => site.stop())

const edited = (n: number): AuditEntry => ({
  actor: {
    kind: 'staff',
    id: desks.staff.staffId,
    role: 'staff',
    deviceId: desks.staff.deviceId,
    address: '192.0.2.9',
  },
  action: 'participant.edited',
  target: { kind: 'participant', id: participantId },
  outcome: 'ok',
  detail: { n, reason: '-1' },
})
const append = (entries: readonly AuditEntry[]) =>
  inTransaction(site.database.db, (tx) => appendAudit(tx, entries, new Date()))
const start = (desk: Desk, filter: Partial<AuditFilter> = {}, password = PASSWORD) =>
  staffCall(site.port, desk, 'audit.export', 'mutation', { filter: { ...NO_FILTER, ...filter }, password })
const ticketOf = (answer: { body: string }) => JSON.parse(answer.body).result.data as { count: number; path: string }
const fetchFile = (desk: Desk, path: string) =>
  rawRequest(site.port, path, { method: 'GET', headers: proofHeaders(desk, 'GET', path, '', desk.session) })
const linesOf = (body: string) =>
  body
    .replace(/^\ufeff/, '')
    .split('\r\n')
    .slice(1, -1)

test('F3: an export holds what the filters leave, formulas as text, and is one audit row with the row count', async () => {
  const answer = await start(desks.admin, { participantId })
  const { count, path } = ticketOf(answer)
  expect(count).toBe(30)
  const file = await fetchFile(desks.admin, path)
  expect(file.status).toBe(200)
  expect(file.headers['content-disposition']).toMatch(/^attachment; filename="audit-log-\d{4}-\d{2}-\d{2}\.csv"$/)
  expect([file.headers['x-content-type-options'], file.headers['cache-control']]).toEqual(['nosniff', 'no-store'])
  expect(linesOf(file.body)).toHaveLength(30)
  expect(linesOf(file.body)[0]).toContain(`"'=HYPERLINK(""x"") @Ruiz",${participantId},n=0 reason=-1`)
  expect(file.body).not.toMatch(/(^|,|\n)"?\s*[=+@-]/)
  const rows = await exportRows()
  expect(rows).toMatchObject([
    { outcome: 'ok', detail: { rows: 30, by: ['participantId'], participant: participantId } },
  ])
  // The same ticket gives the same rows, whatever has happened since, and no second audit row.
  await append([edited(99)])
  expect((await fetchFile(desks.admin, path)).body).toBe(file.body)
  expect(await exportRows()).toHaveLength(1)
})

async function exportRows() {
  return await site.database.db
    .selectFrom('audit_log')
    .select(['outcome', 'detail'])
    .where('action', '=', 'audit.exported')
    .execute()
}

test('F3: the password is asked once more: five wrong ones pause exports for a quarter of an hour, and the session goes on', async () => {
  const desk = await addDesk(site.database, 'auditor', 'typing.auditor@alder.example')
  for (const triesLeft of [4, 3, 2, 1, 0]) {
    const wrong = await start(desk, {}, 'not my password at all')
    expect([codeOf(wrong), wireOf(wrong).detail]).toEqual([
      'INVALID_INPUT',
      { fields: [{ path: 'password', message: 'is not your present password' }], triesLeft },
    ])
  }
  const right = await start(desk)
  expect([codeOf(right), right.headers['retry-after']]).toEqual(['TOO_MANY_REQUESTS', expect.stringMatching(/^\d+$/)])
  expect(codeOf(await staffCall(site.port, desk, 'audit.choices', 'query'))).toBe('ok')
})

test('F3, G1: a download works for whoever asked for it on their console alone, and not when it was changed', async () => {
  const { path } = ticketOf(await start(desks.admin))
  const other = await addDesk(site.database, 'admin', 'other.admin@alder.example')
  const changed = `${path.slice(0, -3)}AAA`
  const cases = [
    [other, path, 404],
    [desks.auditor, path, 404],
    [desks.staff, path, 403],
    [desks.admin, changed, 404],
    [desks.admin, '/api/audit/export/x', 404],
    [desks.admin, path, 200],
  ] as const
  for (const [desk, address, status] of cases)
    expect([desk.email, address, (await fetchFile(desk, address)).status]).toEqual([desk.email, address, status])
  expect((await rawRequest(site.port, path, { method: 'GET' })).status).toBe(401)
  await site.database.db.updateTable('staff').set({ role: 'auditor' }).where('id', '=', desks.admin.staffId).execute()
  expect((await fetchFile(desks.admin, path)).status).toBe(404)
  await site.database.db.updateTable('staff').set({ role: 'admin' }).where('id', '=', desks.admin.staffId).execute()
})

test('F3, D1: a manager exports their own sight, an auditor everything without names of participants', async () => {
  const asManager = ticketOf(await start(desks.manager))
  const lines = linesOf((await fetchFile(desks.manager, asManager.path)).body)
  expect(lines).toHaveLength(asManager.count)
  expect(lines.every((line) => line.includes(participantId) || line.includes(desks.manager.staffId))).toBe(true)
  const asAuditor = ticketOf(await start(desks.auditor))
  const body = (await fetchFile(desks.auditor, asAuditor.path)).body
  expect(linesOf(body)).toHaveLength(asAuditor.count)
  expect(body).toContain('Person staff')
  expect(body).not.toContain('Ruiz')
})

test('F3: a large log is written in pieces, each as it is read', async () => {
  for (let n = 0; n < 3; n++) await append(Array.from({ length: 2_500 }, (_, at) => edited(at)))
  const reader = { staffId: desks.admin.staffId, role: 'admin' } as const
  const { count } = await readChainEnd(site.database.db)
  let [pieces, lines, largest] = [0, 0, 0]
  for await (const piece of exportLines(site.database, reader, { filter: NO_FILTER, to: count })) {
    pieces++
    lines += piece.split('\r\n').length - 1
    largest = Math.max(largest, piece.length)
  }
  expect([lines, pieces]).toEqual([count + 1, 1 + Math.ceil(count / 2_000)])
  expect(largest).toBeLessThan(2_000_000)
})

test('F3, H3: an export that fails half-way is a cut connection for its reader and an error for the log', async () => {
  const { path } = ticketOf(await start(desks.admin))
  const failures: unknown[] = []
  const { staffId, deviceId } = desks.admin
  const caller: WriteCaller = { staffId, deviceId, displayName: 'x', role: 'admin', address: null, now: new Date() }
  const app = express().get(
    `${EXPORT_PATH}/:ticket`,
    exportHandler({ ...site.database, authenticate: async () => caller, failed: (error) => failures.push(error) }),
  )
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const rename = async (from: string, to: string) =>
    await withClient(site.database.owner, async (client) => await client.query(`alter table ${from} rename to ${to}`))
  await rename('audit_log', 'away')
  const port = Number((server.address() as AddressInfo).port)
  const outcome = await rawRequest(port, path, { method: 'GET' }).then(
    ({ status }) => status,
    () => 'cut',
  )
  await rename('away', 'audit_log')
  await new Promise((done) => server.close(done))
  expect([outcome, failures.map(describeError)]).toEqual(['cut', [expect.objectContaining({ code: '42P01' })]])
})
