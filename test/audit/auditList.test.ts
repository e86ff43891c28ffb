import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appendAudit } from '../../server/audit/auditStore'
import { inTransaction } from '../../server/platform/database/transaction'
import { ACTIONS, ROLES, type Role } from '../../shared/access/roles'
import { type AuditFilter, type AuditPage, NO_FILTER } from '../../shared/audit/auditListSchemas'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import { codeOf, staffCall, wireOf } from '../security/support/calls'
import { addClinic, addDesk, addParticipant, type Desk, type Desks } from '../security/support/people'
import { openSite, type Site } from '../security/support/servers'

let site: Site
let desks: Desks
let [inside, outside] = ['', '']
const INVITE = randomUUID()

beforeAll(async () => {
  site = await openSite()
  desks = await addClinic(site.database)
  inside = await addParticipant(site.database, desks)
  outside = await addParticipant(site.database, desks, { givenName: '=Zoë', familyName: 'Outside' })
  await site.database.db
    .updateTable('scope')
    .set({ active: false })
    .where('staff_id', '=', desks.manager.staffId)
    .where('participant_id', '=', outside)
    .execute()
  await append([
    about('participant', inside),
    { ...about('invite', INVITE), action: 'invite.emailed', detail: { participant: inside } },
    about('account', outside),
    { ...about('participant', outside), actor: { ...actorOf(desks.manager), role: 'manager' } },
    { ...about('staff', desks.staff.staffId), action: 'team.suspended' },
    { ...about('account', inside), action: 'mfa.reset', detail: { reason: 'lost_phone', list: ['photo_id'] } },
    { ...about('device', desks.staff.deviceId), outcome: 'refused', action: 'device.approved' },
  ])
})
afterAll(() => site.stop())

const actorOf = (desk: Desk): AuditEntry['actor'] => ({
  kind: 'staff',
  id: desk.staffId,
  role: 'admin',
  deviceId: desk.deviceId,
  address: '192.0.2.7',
})
const about = (kind: AuditEntry['target']['kind'], id: string): AuditEntry => ({
  actor: actorOf(desks.admin),
  action: 'participant.edited',
  target: { kind, id },
  outcome: 'ok',
})
const append = (entries: readonly AuditEntry[]) =>
  inTransaction(site.database.db, (tx) => appendAudit(tx, entries, new Date()))

async function list(desk: Desk, filter: Partial<AuditFilter> = {}, cursor: unknown = null, limit = 50) {
  const input = { filter: { ...NO_FILTER, ...filter }, cursor, limit }
  const answer = await staffCall(site.port, desk, 'audit.list', 'query', input)
  if (codeOf(answer) !== 'ok') throw new Error(answer.body)
  return JSON.parse(answer.body).result.data as AuditPage
}
const actions = async (desk: Desk, filter: Partial<AuditFilter> = {}) =>
  (await list(desk, filter)).rows.map(({ row }) => `${row.action} ${row.target.kind}`)

test.each(ROLES)('D1, U1: %s asks the audit log and is answered as the role table says', async (role: Role) => {
  const may = (action: 'audit.read' | 'audit.verify') =>
    (ACTIONS[action] as readonly Role[]).includes(role) ? 'ok' : 'FORBIDDEN'
  const ask = async (name: string, input: unknown) =>
    codeOf(await staffCall(site.port, desks[role], name, 'query', input))
  const input = { filter: NO_FILTER, cursor: null, limit: 5 }
  expect(await ask('audit.list', input)).toBe(may('audit.read'))
  expect(await ask('audit.choices', undefined)).toBe(may('audit.read'))
  expect(await ask('audit.head', { witnessCount: 0 })).toBe(may('audit.read'))
  expect(await ask('audit.rows', { after: 0, limit: 5 })).toBe(may('audit.verify'))
  const spoiled = { filter: NO_FILTER, password: 'not the right one' }
  const exported = codeOf(await staffCall(site.port, desks[role], 'audit.export', 'mutation', spoiled))
  expect(exported).toBe(may('audit.read') === 'ok' ? 'INVALID_INPUT' : 'FORBIDDEN')
})

test('D1, U1: a manager sees what is about participants in their scope and their own deeds, and nothing else', async () => {
  const seen = await list(desks.manager)
  const told = seen.rows.map(({ row, participantId }) => [row.actor.id === desks.manager.staffId, participantId])
  expect(told.length).toBeGreaterThan(3)
  expect(told.filter(([own, who]) => !own && who !== inside)).toEqual([])
  expect(told).toContainEqual([true, outside])
  expect(told).toContainEqual([false, inside])
  expect(seen.names.participants).toEqual({ [inside]: 'Robin Marsh' })
  expect(await actions(desks.manager, { participantId: outside })).toEqual(['participant.edited participant'])
})

test('U2: an auditor sees every row, with names of colleagues and consoles and ids of participants', async () => {
  const seen = await list(desks.auditor)
  expect(seen.rows.map(({ participantId }) => participantId)).toContain(outside)
  expect(seen.names.participants).toEqual({})
  expect(seen.names.staff[desks.admin.staffId]).toBe('Person admin')
  expect(seen.names.devices[desks.admin.deviceId]).toBe('Desk of admin')
  expect(JSON.stringify(seen.rows)).not.toMatch(/Robin|Person|Desk of/)
})

test('U1: one participant’s timeline holds their record, account and invites, also where only the detail names them', async () => {
  const timeline = await actions(desks.admin, { participantId: inside })
  expect(timeline).toEqual(['mfa.reset account', 'invite.emailed invite', 'participant.edited participant'])
})

test('U1: group, actor, console, outcome, code and time narrow the list', async () => {
  expect(await actions(desks.admin, { group: 'second_factor' })).toEqual(['mfa.reset account'])
  expect(await actions(desks.admin, { actorId: desks.manager.staffId, group: 'records' })).toEqual([
    'participant.edited participant',
  ])
  expect(await actions(desks.admin, { outcome: 'refused', group: 'consoles' })).toEqual(['device.approved device'])
  expect((await actions(desks.admin, { deviceId: desks.staff.deviceId })).length).toBe(0)
  for (const code of ['lost_phone', 'photo_id', 'mfa.reset'])
    expect([code, await actions(desks.admin, { code })]).toEqual([code, ['mfa.reset account']])
  expect(await actions(desks.admin, { code: INVITE })).toEqual(['invite.emailed invite'])
  expect((await actions(desks.admin, { code: '192.0.2.7' })).length).toBe(7)
  const later = new Date(Date.now() + 60_000).toISOString()
  expect(await actions(desks.admin, { from: later })).toEqual([])
  expect((await actions(desks.admin, { to: later })).length).toBeGreaterThan(7)
})

test('U1: pages follow each other by number, older and newer, without a gap and without a repeat', async () => {
  const filter = { code: '192.0.2.7' }
  const whole = (await list(desks.admin, filter)).rows.map(({ row }) => row.seq)
  const first = await list(desks.admin, filter, null, 3)
  const second = await list(desks.admin, filter, { direction: 'older', seq: first.older }, 3)
  const third = await list(desks.admin, filter, { direction: 'older', seq: second.older }, 3)
  const seqs = (page: AuditPage) => page.rows.map(({ row }) => row.seq)
  expect([...seqs(first), ...seqs(second), ...seqs(third)]).toEqual(whole)
  expect([first.newer, third.older]).toEqual([null, null])
  const back = await list(desks.admin, filter, { direction: 'newer', seq: third.newer }, 3)
  expect(seqs(back)).toEqual(seqs(second))
  const front = await list(desks.admin, filter, { direction: 'newer', seq: back.newer }, 3)
  expect([seqs(front), front.newer]).toEqual([seqs(first), null])
})

test('U1: a look at the log is one row for each session and filter, not one for each page', async () => {
  const desk = await addDesk(site.database, 'auditor', 'second.auditor@alder.example')
  const looks = async () =>
    (await actions(desks.admin, { actorId: desk.staffId, group: 'audit' })).map((text) => text.split(' ')[0])
  for (let page = 0; page < 3; page++) await list(desk, {}, null, 2)
  expect(await looks()).toEqual(['audit.viewed'])
  await list(desk, { participantId: inside })
  await list(desk, { participantId: inside }, { direction: 'older', seq: 1_000 }, 2)
  expect(await looks()).toEqual(['audit.viewed', 'audit.viewed'])
  for (const after of [0, 3]) await staffCall(site.port, desk, 'audit.rows', 'query', { after, limit: 3 })
  expect(await looks()).toEqual(['audit.verified', 'audit.viewed', 'audit.viewed'])
  const [, about] = (await list(desks.admin, { actorId: desk.staffId, group: 'audit' })).rows
  expect([about?.row.target, about?.row.detail]).toEqual([
    { kind: 'participant', id: inside },
    { by: ['participantId'] },
  ])
})

test('G2: unknown fields, prose and other people’s keys are refused', async () => {
  for (const filter of [
    { sight: 'all' },
    { code: 'felt low on Monday' },
    { participantId: 'x' },
    { from: 'yesterday' },
  ]) {
    const input = { filter: { ...NO_FILTER, ...filter }, cursor: null, limit: 5 }
    const answer = await staffCall(site.port, desks.admin, 'audit.list', 'query', input)
    expect([filter, answer.status, wireOf(answer).code]).toEqual([filter, 400, 'INVALID_INPUT'])
  }
})

test('U4: neither the anchor of an archive nor a row can be changed by the application’s role', async () => {
  const { db } = site.database
  const anchor = { count: 1, hash: 'x', at: 'x', signature: 'x' }
  await expect(db.insertInto('audit_anchor').values(anchor).execute()).rejects.toMatchObject({ code: '42501' })
  await expect(db.deleteFrom('audit_anchor').execute()).rejects.toMatchObject({ code: '42501' })
  const update = db.updateTable('audit_log').set({ participant_id: inside }).execute()
  await expect(update).rejects.toMatchObject({ code: '42501' })
})
