import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeProcedures } from '../../server/app/describeProcedures'
import { ROLES, type Role } from '../../shared/access/roles'
import { codeOf, join, openLink, portalCall, pushInvite, staffCall } from '../security/support/calls'
import { addClinic, addDesk, addParticipant, type Desk, type Desks, proofHeaders } from '../security/support/people'
import { samples } from '../security/support/samples'
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

/** What a role that is let in hears where the sample stops a step further in: it comes from behind the check of the role. */
const LET_IN: Readonly<Record<string, string>> = {
  'settings.save': 'SETTINGS_CHANGED',
  'settings.saveLogo': 'SETTINGS_CHANGED',
  'settings.publishConsent': 'SETTINGS_CHANGED',
  'team.change': 'NOT_FOUND',
  'team.setCaseload': 'NOT_FOUND',
  'team.suspend': 'NOT_FOUND',
  'team.reinstate': 'NOT_FOUND',
  'team.resetMfa': 'NOT_FOUND',
  'team.resetPassword': 'NOT_FOUND',
}

/** A console of its own for each call, since signing out and removing consoles are among the calls. */
async function freshTargets() {
  const participantId = await addParticipant(site.database, desks)
  const { inviteId, token } = await pushInvite(site.port, desks.admin, participantId)
  const { deviceId } = await addDesk(site.database, 'staff', names('spare'))
  return { participantId, inviteId, token, deviceId }
}

test.each(
  forStaff.flatMap((entry) => ROLES.map((role) => [role, entry.path, entry] as const)),
)('D1, T2: %s on staff.%s is answered as procedures.json says', async (role, path, entry) => {
  const caller = await addDesk(site.database, role, names(role))
  const target = await freshTargets()
  await giveScope(caller, target.participantId)
  const answer = await staffCall(site.port, caller, path, entry.kind, samples(target)[`staff.${path}`])
  const expected = entry.roles.includes(role) ? (LET_IN[path] ?? 'ok') : 'FORBIDDEN'
  const status = { ok: 200, FORBIDDEN: 403, SETTINGS_CHANGED: 409, NOT_FOUND: 404 }[expected]
  expect([codeOf(answer), answer.status]).toEqual([expected, status])
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
  const input = samples(await freshTargets())[`staff.${entry.path}`]
  const ask = (desk: Desk, session: string | null) => staffCall(site.port, desk, entry.path, entry.kind, input, session)
  expect(codeOf(await ask(desks.admin, null))).toBe('NOT_SIGNED_IN')
  expect(codeOf(await ask(desks.admin, desks.manager.session))).toBe('NOT_SIGNED_IN')
  expect(codeOf(await unproven(entry.path, entry.kind, input))).toBe('DEVICE_PROOF_WRONG')
})

test('D2, D3: on a console that waits for approval only "who am I" and signing out answer; suspended staff get nothing', async () => {
  for (const { path, kind } of forStaff) {
    const caller = await addDesk(site.database, 'admin', names('waiting'))
    const input = samples(await freshTargets())[`staff.${path}`]
    const { db } = site.database
    await db.updateTable('staff').set({ suspended_at: new Date() }).where('id', '=', caller.staffId).execute()
    expect(codeOf(await staffCall(site.port, caller, path, kind, input))).toBe('NOT_SIGNED_IN')
    await db.updateTable('staff').set({ suspended_at: null }).where('id', '=', caller.staffId).execute()
    await db.updateTable('device').set({ state: 'requested' }).where('id', '=', caller.deviceId).execute()
    const expected = ['auth.me', 'auth.signOut', 'auth.changePassword'].includes(path) ? 'ok' : 'DEVICE_NOT_APPROVED'
    expect([path, codeOf(await staffCall(site.port, caller, path, kind, input))]).toEqual([path, expected])
  }
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
  const input = samples(await freshTargets())[`staff.${entry.path}`]
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
  const input = samples({ ...(await freshTargets()), token: 'A'.repeat(43) })[`portal.${path}`]
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
  expect(open.length).toBeGreaterThan(0)
  for (const { path, kind } of open) {
    const input = samples({ participantId: '', deviceId: '', inviteId: '', token: '' })[`portal.${path}`]
    expect(codeOf(await portalCall(site.port, path, kind, input, registering))).toBe('CONSENT_REQUIRED')
    expect(codeOf(await portalCall(site.port, path, kind, input, active))).toBe('ok')
  }
})
