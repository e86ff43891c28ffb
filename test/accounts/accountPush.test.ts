import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ACTIONS, ROLES, type Role } from '../../shared/access/roles'
import { join } from '../security/support/calls'
import { addClinic, addDesk, addParticipant, type Desks } from '../security/support/people'
import { openSite, type Site } from '../security/support/servers'
import { portsOf, push, said } from './accountHttp'

let site: Site
let desks: Desks
let participantId: string
let ports: readonly [number, number]

beforeAll(async () => {
  site = await openSite({ servers: 2 })
  desks = await addClinic(site.database)
  ports = portsOf(site)
  participantId = await addParticipant(site.database, desks)
  await join(ports[0], desks.admin, participantId, 'robin@example.org')
})
afterAll(() => site.stop())

const NOW = '2026-01-01T00:00:00.000Z'
/** Each command, and what it gives on an active account that nobody locked, by whoever may do it. */
const COMMANDS = {
  'account.enable': [{ disabledAt: NOW }, 'already_enabled'],
  'account.unlock': [{}, 'not_locked'],
  'account.reset_mfa': [{ reason: 'lost_phone', identityCheck: 'in_person' }, 'no_factor'],
  'account.exempt_mfa': [{ reason: 'no_phone' }, 'applied'],
  'account.send_reset': [{}, 'applied'],
  'account.revoke': [{}, 'applied'],
} as const
type Kind = keyof typeof COMMANDS
const KINDS = Object.keys(COMMANDS) as Kind[]

/** The account as it was: active, no reset sent. */
async function asBefore(): Promise<void> {
  const { db } = site.database
  await db
    .updateTable('account')
    .set({ disabled_at: null, reset_sent_at: null })
    .where('participant_id', '=', participantId)
    .execute()
}

async function auditCount(): Promise<number> {
  return (await site.database.db.selectFrom('audit_log').select('seq').execute()).length
}

test.each(
  ROLES.flatMap((role) => KINDS.map((kind) => [role, kind] as const)),
)('D1, S0.25: %s sending %s is answered as the role table says, with one audit row', async (role: Role, kind: Kind) => {
  await asBefore()
  const [fields, allowed] = COMMANDS[kind]
  const mayDo = (ACTIONS[kind] as readonly Role[]).includes(role)
  const maySync = (ACTIONS['sync.use'] as readonly Role[]).includes(role)
  const before = await auditCount()
  // An exemption that is there already is left alone: each role asks for another reason.
  const item = { kind, participantId, ...fields, ...(kind === 'account.exempt_mfa' ? { reason: reasonOf(role) } : {}) }
  const outcome = await said(ports[0], desks[role], item)
  expect(outcome).toBe(maySync ? (mayDo ? allowed : 'role') : 'FORBIDDEN')
  expect(await auditCount()).toBe(before + (maySync ? 1 : 0))
})

function reasonOf(role: Role): string {
  return role === 'admin' ? 'no_phone' : 'other'
}

test.each(
  KINDS,
)('D1: %s for somebody who is not in their care is refused by name and changes nothing', async (kind) => {
  await asBefore()
  const stranger = await addDesk(site.database, 'manager', `${randomUUID().slice(0, 8)}@alder.example`)
  const row = () =>
    site.database.db.selectFrom('account').selectAll().where('participant_id', '=', participantId).executeTakeFirst()
  const before = await row()
  const item = { kind, participantId, ...COMMANDS[kind][0] }
  expect(await said(ports[1], stranger, item)).toBe('out_of_scope')
  expect(await row()).toEqual(before)
  // Nobody's id is refused alike, so that ids cannot be tried out.
  expect(await said(ports[1], stranger, { ...item, participantId: randomUUID() })).toBe('out_of_scope')
})

test('M8: a reset of the second factor without a reason or without an identity check is malformed', async () => {
  const item = { kind: 'account.reset_mfa', participantId }
  const wrong = [
    {},
    { reason: 'lost_phone' },
    { identityCheck: 'photo_id' },
    { reason: 'why', identityCheck: 'photo_id' },
  ]
  for (const fields of wrong) expect(await said(ports[0], desks.manager, { ...item, ...fields })).toBe('malformed')
})

test('Y2: the same command ten times, on two processes at once, is applied once and answered alike', async () => {
  await asBefore()
  const item = { writeId: randomUUID(), kind: 'account.send_reset', participantId }
  const { db } = site.database
  const mails = async () => (await db.selectFrom('outbox_message').select('id').execute()).length
  const [before, mailed] = [await auditCount(), await mails()]
  const sends = Array.from({ length: 10 }, (_, turn) => push(ports[turn % 2 === 0 ? 0 : 1], desks.staff, item))
  const answers = await Promise.all(sends)
  for (const answer of answers) expect(answer).toEqual(answers[0])
  expect(answers[0]).toMatchObject({ outcome: 'applied', accounts: [{ id: participantId }] })
  expect(await auditCount()).toBe(before + 1)
  expect(await mails()).toBe(mailed + 1)
})

test('U2, S0.25: no audit row of these commands holds a name, an address or prose', async () => {
  const rows = await site.database.db
    .selectFrom('audit_log')
    .select(['action', 'target_kind', 'target_id', 'detail'])
    .where('target_kind', '=', 'account')
    .execute()
  expect(rows.length).toBeGreaterThan(10)
  for (const { detail } of rows) expect(JSON.stringify(detail)).not.toMatch(/@| |Robin|Person/)
})
