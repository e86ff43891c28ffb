import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeProcedures } from '../../server/app/describeProcedures'
import { type Action, allows, ROLES, type Role } from '../../shared/access/roles'
import { type OutboxKind, outboxItemSchema } from '../../shared/sync/syncSchemas'
import {
  codeOf,
  cookieFrom,
  join,
  openLink,
  portalCall,
  pushInvite,
  SESSION_COOKIE,
  staffCall,
} from '../security/support/calls'
import { addClinic, addDesk, addParticipant, type Desk, type Desks, proofHeaders } from '../security/support/people'
import { commandSamples, samples } from '../security/support/samples'
import { openSite, PORTAL_ORIGIN, type Site } from '../security/support/servers'
import { rawRequest } from '../support/httpApp'

const { routes, staff, portal } = describeProcedures()
const forStaff = staff.filter(({ audience }) => audience === 'staff')
const names = (role: string) => `${role}.${randomUUID().slice(0, 8)}@alder.example`
let site: Site
let desks: Desks
/** A signed-in participant, before and after the consents. */
let registering = ''
let active = ''

beforeAll(async () => {
  site = await openSite()
  desks = await addClinic(site.database)
  registering = await join(site.port, desks.admin, await addParticipant(site.database, desks), 'a@example.org', false)
  active = await join(site.port, desks.admin, await addParticipant(site.database, desks), 'b@example.org')
})
afterAll(() => site.stop())

/** Ids that nobody has, for whoever is refused before anything is looked at. */
const NOBODY = {
  participantId: '30000000-0000-4000-8000-000000000001',
  inviteId: '30000000-0000-4000-8000-000000000002',
  deviceId: 'nobody',
  token: 'A'.repeat(43),
}

/** The role table by kinds of commands, written a second time on purpose. */
const ACTION_OF: Readonly<Record<OutboxKind, Action>> = {
  edit: 'participant.edit_contacts',
  'participant.create': 'participant.create',
  'participant.view': 'participant.see',
  'invite.create': 'invite.create',
  'invite.resend': 'invite.resend',
  'invite.revoke': 'invite.revoke',
  'invite.share': 'invite.share',
  'account.revoke': 'account.revoke',
  'account.enable': 'account.enable',
  'account.unlock': 'account.unlock',
  'account.send_reset': 'account.send_reset',
  'account.reset_mfa': 'account.reset_mfa',
  'account.exempt_mfa': 'account.exempt_mfa',
  'message.send': 'message.send',
  'message.read': 'message.read',
  'correction.acknowledge': 'correction.decide',
  'correction.extend': 'correction.decide',
  'correction.review': 'correction.decide',
  'correction.decide': 'correction.decide',
  'correction.rebut': 'correction.decide',
  'correction.close': 'correction.decide',
  'correction.told': 'correction.decide',
  'conflict.resolve': 'participant.edit_details',
  'correction.accept': 'correction.decide',
  'correction.deny': 'correction.decide',
}

/** What a role that is let in hears where the sample stops a step further in: it comes from behind the check of the role. */
const LET_IN: Readonly<Record<string, keyof typeof STATUS>> = {
  'settings.save': 'SETTINGS_CHANGED',
  'settings.saveLogo': 'SETTINGS_CHANGED',
  'settings.publishConsent': 'SETTINGS_CHANGED',
  'settings.acknowledgeRestore': 'NOT_FOUND',
  'team.change': 'NOT_FOUND',
  'team.setCaseload': 'NOT_FOUND',
  'team.suspend': 'NOT_FOUND',
  'team.reinstate': 'NOT_FOUND',
  'team.resetMfa': 'NOT_FOUND',
  'team.resetPassword': 'NOT_FOUND',
  // The sample's password is nobody's.
  'audit.export': 'INVALID_INPUT',
}

/** A console of its own for each call, since signing out and removing consoles are among the calls. */
async function freshTargets() {
  const participantId = await addParticipant(site.database, desks)
  const { inviteId, token } = await pushInvite(site.port, desks.admin, participantId)
  const { deviceId } = await addDesk(site.database, 'staff', names('spare'))
  return { participantId, inviteId, token, deviceId }
}

const STATUS = {
  ok: 200,
  INVALID_INPUT: 400,
  FORBIDDEN: 403,
  SETTINGS_CHANGED: 409,
  NOT_FOUND: 404,
  WAY_OFF: 403,
} as const

test.each(forStaff)('D1, T2: each role on staff.$path is answered as procedures.json says', async (entry) => {
  const { path, kind, roles } = entry
  const expectedOf = (role: Role) => (roles.includes(role) ? (LET_IN[path] ?? 'ok') : 'FORBIDDEN')
  const answers = ROLES.map(async (role) => {
    const caller = await addDesk(site.database, role, names(role))
    const target = roles.includes(role) ? await freshTargets() : NOBODY
    if (target !== NOBODY) await giveScope(caller, target.participantId)
    const answer = await staffCall(site.port, caller, path, kind, samples(target)[`staff.${path}`])
    return [role, codeOf(answer), answer.status]
  })
  const expected = ROLES.map((role) => [role, expectedOf(role), STATUS[expectedOf(role)]])
  expect(await Promise.all(answers)).toEqual(expected)
})

test.each(
  outboxItemSchema.options.map((option) => option.shape.kind.value),
)('D1, T2: each role on %s through sync.push is applied or refused as the role table says', async (kind) => {
  const action = ACTION_OF[kind]
  const answers = ROLES.map(async (role) => {
    const caller = await addDesk(site.database, role, names(role))
    const target = await freshTargets()
    await giveScope(caller, target.participantId)
    const item = { writeId: randomUUID(), kind, ...commandSamples(target)[kind] }
    const answer = await staffCall(site.port, caller, 'sync.push', 'mutation', { items: [item] })
    if (codeOf(answer) !== 'ok') return [role, codeOf(answer)]
    const [result] = JSON.parse(answer.body).result.data.results
    expect(result.reason).not.toBe('malformed')
    return [role, result.reason === 'role' ? 'role' : 'let in']
  })
  const letIn = (role: Role) => (allows(role, action) ? 'let in' : 'role')
  const expected = ROLES.map((role) => [role, allows(role, 'sync.use') ? letIn(role) : 'FORBIDDEN'])
  expect(await Promise.all(answers)).toEqual(expected)
})

async function giveScope({ staffId }: Desk, participantId: string): Promise<void> {
  const row = { staff_id: staffId, participant_id: participantId, rev: 1, active: true }
  await site.database.db.insertInto('scope').values(row).execute()
}

test.each(ROLES)('D1: %s on the live stream', async (role: Role) => {
  const roles = routes.find(({ path }) => path === '/api/live')?.roles ?? []
  expect(await statusOfStream(desks[role])).toBe(roles.includes(role) ? 200 : 403)
})

/** A stream has no end: its status is enough. */
async function statusOfStream(desk: Desk, session: string | null = desk.session): Promise<number> {
  const headers = proofHeaders(desk, 'GET', '/api/live', '', session)
  return await new Promise((done, fail) => {
    const call = request({ host: '127.0.0.1', port: site.port, path: '/api/live', headers, agent: false })
    call.once('error', fail)
    call.once('response', (answer) => {
      done(answer.statusCode ?? 0)
      answer.destroy()
    })
    call.end()
  })
}

test.each(
  forStaff,
)('D2: no session, a session of another console and no proof are refused on staff.$path', async (entry) => {
  const input = samples(NOBODY)[`staff.${entry.path}`]
  await site.forgetRates()
  const ask = (desk: Desk, session: string | null) => staffCall(site.port, desk, entry.path, entry.kind, input, session)
  expect(codeOf(await ask(desks.admin, null))).toBe('NOT_SIGNED_IN')
  expect(codeOf(await ask(desks.admin, desks.manager.session))).toBe('NOT_SIGNED_IN')
  expect(codeOf(await unproven(entry.path, entry.kind, input))).toBe('DEVICE_PROOF_WRONG')
})

test('D2, D3: on a console that waits for approval only "who am I" and signing out answer; suspended staff get nothing', async () => {
  const asked = forStaff.map(async ({ path, kind }) => {
    const caller = await addDesk(site.database, 'admin', names('waiting'))
    const input = samples(NOBODY)[`staff.${path}`]
    const { db } = site.database
    await db.updateTable('staff').set({ suspended_at: new Date() }).where('id', '=', caller.staffId).execute()
    expect(codeOf(await staffCall(site.port, caller, path, kind, input))).toBe('NOT_SIGNED_IN')
    await db.updateTable('staff').set({ suspended_at: null }).where('id', '=', caller.staffId).execute()
    await db.updateTable('device').set({ state: 'requested' }).where('id', '=', caller.deviceId).execute()
    const expected = ['auth.me', 'auth.signOut', 'auth.changePassword'].includes(path) ? 'ok' : 'DEVICE_NOT_APPROVED'
    expect([path, codeOf(await staffCall(site.port, caller, path, kind, input))]).toEqual([path, expected])
  })
  await Promise.all(asked)
})

/** The right session and the right key, but the signature of another request. */
async function unproven(procedure: string, kind: string, input: unknown) {
  const { session } = desks.admin
  const headers = proofHeaders(desks.admin, 'GET', '/api/staff/elsewhere', '', session)
  const [method, body] = kind === 'query' ? ['GET', ''] : ['POST', JSON.stringify(input) ?? '']
  const query = kind === 'query' && input !== undefined ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''
  const path = `/api/staff/${procedure}${query}`
  return await rawRequest(site.port, path, {
    method,
    body,
    headers: { ...headers, 'content-type': 'application/json' },
  })
}

test.each(staff)('D2: a participant is refused on staff.$path, whatever carries their session', async (entry) => {
  await site.forgetRates()
  const input = samples(NOBODY)[`staff.${entry.path}`]
  const token = active.slice(active.indexOf('=') + 1)
  const [method, body] = entry.kind === 'query' ? ['GET', ''] : ['POST', JSON.stringify(input) ?? '']
  const path = `/api/staff/${entry.path}`
  const type = { 'content-type': 'application/json' }
  const plain = [{ cookie: active }, { authorization: `Bearer ${token}` }, { cookie: active, origin: PORTAL_ORIGIN }]
  for (const headers of plain) {
    const answer = await rawRequest(site.port, path, { method, body, headers: { ...type, ...headers } })
    expect(['DEVICE_PROOF_WRONG', 'NOT_SIGNED_IN', 'INVALID_INPUT']).toContain(codeOf(answer))
  }
  if (entry.audience !== 'staff') return
  const signed = await staffCall(site.port, desks.admin, entry.path, entry.kind, input, token)
  expect(codeOf(signed)).toBe('NOT_SIGNED_IN')
})

test('D2: neither a participant nor a session without its console opens the live stream', async () => {
  expect(await statusOfStream(desks.admin, active.slice(active.indexOf('=') + 1))).toBe(401)
  expect(await statusOfStream(desks.admin, desks.staff.session)).toBe(401)
  expect((await rawRequest(site.port, '/api/live', { headers: { cookie: active } })).status).toBe(401)
})

const REFUSED_WITHOUT = {
  invite: 'LINK_NOT_WORKING',
  pre_consent: 'NOT_SIGNED_IN',
  portal: 'NOT_SIGNED_IN',
} as const
const guarded = portal.filter(({ audience }) => audience !== 'public')

test.each(
  guarded,
)('D2: portal.$path ($audience) is refused to strangers, to staff and to the wrong cookie', async (entry) => {
  await site.forgetRates()
  const { audience, path, kind } = entry
  // Opening and asking again bring their credential as input; a token that nobody has stands for none.
  const input = samples(NOBODY)[`portal.${path}`]
  const expected = path === 'invite.askAgain' ? 'ok' : REFUSED_WITHOUT[audience as keyof typeof REFUSED_WITHOUT]
  const { session } = desks.admin
  const address = `/api/portal/${path}`
  const method = kind === 'query' ? 'GET' : 'POST'
  const body = kind === 'query' ? '' : (JSON.stringify(input) ?? '')
  const carriers: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['', {}],
    ['', proofHeaders(desks.admin, method, address, body, session)],
    [`__Host-vestibule=${session}; __Host-vestibule-invite=${session}`, {}],
    [`__Host-vestibule=${'A'.repeat(43)}; __Host-vestibule-invite=${'A'.repeat(43)}`, {}],
    [audience === 'invite' ? active : '', {}],
  ]
  for (const [cookie, headers] of carriers) {
    expect(codeOf(await portalCall(site.port, path, kind, input, cookie, headers))).toBe(expected)
  }
})

test('D2, I6: an opened invite is no sign-in, and a sign-in is no opened invite', async () => {
  const { token } = await freshTargets()
  const invite = await openLink(site.port, token)
  for (const { path, kind, audience } of guarded) {
    if (audience === 'invite') continue
    const input = samples({ participantId: '', deviceId: '', inviteId: '', token })[`portal.${path}`]
    const swapped = invite.replace('-invite=', '=')
    for (const cookie of [invite, swapped]) {
      expect([path, codeOf(await portalCall(site.port, path, kind, input, cookie))]).toEqual([path, 'NOT_SIGNED_IN'])
    }
  }
})

test('I9: before the consents every procedure of the portal audience is refused with CONSENT_REQUIRED, after them none is', async () => {
  const open = portal.filter(({ audience }) => audience === 'portal')
  expect(open.length).toBeGreaterThan(20)
  // Whatever ends a session or asks for the password once more comes last.
  const order = [...open].sort(
    (a, b) => Number(/Password|Sessions$/.test(a.path)) - Number(/Password|Sessions$/.test(b.path)),
  )
  for (const { path, kind } of order) {
    await site.forgetRates()
    const input = samples(NOBODY)[`portal.${path}`]
    const before = codeOf(await portalCall(site.port, path, kind, input, registering))
    const answer = await portalCall(site.port, path, kind, input, active)
    active = cookieFrom(answer, SESSION_COOKIE) || active
    const isIn = !['NOT_SIGNED_IN', 'CONSENT_REQUIRED', 'MFA_REQUIRED', 'INTERNAL', 'UNAVAILABLE'].includes(
      codeOf(answer),
    )
    expect([path, before, isIn || codeOf(answer)]).toEqual([path, 'CONSENT_REQUIRED', true])
  }
})
