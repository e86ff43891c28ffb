import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeProcedures } from '../../server/app/describeProcedures'
import { PORTAL_FILES_PATH } from '../../shared/files/fileLimits'
import { rawRequest } from '../support/httpApp'
import {
  agreeToAll,
  codeOf,
  cookieFrom,
  INVITE_COOKIE,
  join,
  openLink,
  portalCall,
  pushInvite,
  registration,
  SESSION_COOKIE,
  staffCall,
} from './support/calls'
import { addClinic, addParticipant, type Desks, PASSWORD } from './support/people'
import { ASK_COOKIE, addRich, allowEveryWay, CHALLENGE_COOKIE, callAs, type Rich } from './support/rich'
import { samples } from './support/samples'
import { openSite, type Site } from './support/servers'
import { snapshot } from './support/snapshot'

/** Every gate over every procedure of the list: what it lets through is written here a second time. */
const { portal, staff } = describeProcedures()
const inputs = samples({ participantId: '', deviceId: '', inviteId: '', token: 'A'.repeat(43) })
const withSession = portal.filter(({ audience }) => audience === 'pre_consent' || audience === 'portal')
/** Answers also where a second factor is required and missing: the way to set it up. */
const ENROLLING = ['beginFactor', 'confirmFactor', 'reauthenticate', 'view'].map((name) => `security.${name}`)

let site: Site
let desks: Desks
let robin: Rich

beforeAll(async () => {
  site = await openSite()
  desks = await addClinic(site.database)
  await allowEveryWay(site)
  robin = await addRich(site, desks, 'robin', '0110')
})
beforeEach(() => site.forgetRates())
afterAll(() => site.stop())

async function askAll(list: typeof portal, cookie: string): Promise<Record<string, string>> {
  const codes: Record<string, string> = {}
  for (const { path, kind } of list) {
    codes[path] = codeOf(await portalCall(site.port, path, kind, inputs[`portal.${path}`], cookie))
  }
  return codes
}

const all = (list: typeof portal, code: string) => Object.fromEntries(list.map(({ path }) => [path, code]))

async function challengeCookie(): Promise<string> {
  const answer = await portalCall(site.port, 'auth.signIn', 'mutation', { email: robin.email, password: PASSWORD })
  expect(cookieFrom(answer, SESSION_COOKIE)).toBe('')
  return cookieFrom(answer, CHALLENGE_COOKIE)
}

test('S3.18: with the portal off every procedure but the public face is PORTAL_OFF, whoever asks, and nothing changes', async () => {
  const invite = await openLink(site.port, (await inviteOfSomebody()).token)
  const challenge = await challengeCookie()
  await allowEveryWay(site, { portalEnabled: false })
  const before = await snapshot(site.database)
  const open = ['clinic.public', 'auth.signOut', 'kiosk.leave']
  const closed = portal.filter(({ path }) => !open.includes(path))
  for (const cookie of ['', [robin.cookie, invite, challenge].join('; ')]) {
    expect(await askAll(closed, cookie)).toEqual(all(closed, 'PORTAL_OFF'))
    await site.forgetRates()
  }
  const face = await portalCall(site.port, 'clinic.public', 'query')
  expect([codeOf(face), face.body.includes('"portalEnabled":false')]).toEqual(['ok', true])
  expect(await snapshot(site.database)).toEqual(before)
  await allowEveryWay(site)
})

test('S3.18 W4: signing out works while the portal is off: the session does not come back with the portal', async () => {
  const cookie = await join(site.port, desks.admin, await addParticipant(site.database, desks), 'off@example.org')
  await allowEveryWay(site, { portalEnabled: false })
  expect(codeOf(await portalCall(site.port, 'auth.signOut', 'mutation', undefined, cookie))).toBe('ok')
  await allowEveryWay(site)
  expect(codeOf(await portalCall(site.port, 'auth.me', 'query', undefined, cookie))).toBe('NOT_SIGNED_IN')
})

async function inviteOfSomebody() {
  return await pushInvite(site.port, desks.admin, await addParticipant(site.database, desks))
}

test('M4 D2: a pending second step opens 0 procedures, in whatever cookie it comes, and is no session of staff', async () => {
  const challenge = await challengeCookie()
  const token = challenge.split('=')[1] ?? ''
  const named = [SESSION_COOKIE, `${SESSION_COOKIE}-invite`, ASK_COOKIE].map((name) => `${name}=${token}`).join('; ')
  const before = await snapshot(site.database, ['sign_in_attempt'])
  for (const cookie of [challenge, `${challenge}; ${named}`]) {
    expect(await askAll(withSession, cookie)).toEqual(all(withSession, 'NOT_SIGNED_IN'))
    await site.forgetRates()
  }
  for (const { path, kind, audience } of staff.filter((entry) => entry.audience === 'staff')) {
    const answer = await staffCall(site.port, desks.admin, path, kind, inputs[`staff.${path}`], token)
    expect([path, audience, codeOf(answer)]).toEqual([path, 'staff', 'NOT_SIGNED_IN'])
  }
  expect(await snapshot(site.database, ['sign_in_attempt'])).toEqual(before)
  expect(codeOf(await portalCall(site.port, 'auth.second', 'query', undefined, challenge))).toBe('ok')
})

test('W1: the cookie of a browser that asked for a link is no session', async () => {
  const asked = await portalCall(site.port, 'auth.requestLink', 'mutation', inputs['portal.auth.requestLink'])
  const token = cookieFrom(asked, ASK_COOKIE).split('=')[1] ?? ''
  expect(token).toHaveLength(43)
  const cookie = [ASK_COOKIE, SESSION_COOKIE, CHALLENGE_COOKIE].map((name) => `${name}=${token}`).join('; ')
  expect(await askAll(withSession, cookie)).toEqual(all(withSession, 'NOT_SIGNED_IN'))
  for (const path of ['auth.second', 'auth.verifySecond'])
    expect(
      (
        await askAll(
          portal.filter((entry) => entry.path === path),
          cookie,
        )
      )[path],
    ).toBe('CHALLENGE_OVER')
})

test('S1.15: a session whose app lock has closed is SESSION_LOCKED everywhere but at unlocking and signing out', async () => {
  const { db } = site.database
  const lock = { lock_minutes: 5, locked_at: new Date() }
  await db.updateTable('portal_session').set(lock).where('participant_id', '=', robin.participantId).execute()
  const before = await snapshot(site.database)
  const closed = withSession.filter(({ path }) => path !== 'security.unlock')
  expect(await askAll(closed, robin.cookie)).toEqual(all(closed, 'SESSION_LOCKED'))
  expect(await snapshot(site.database)).toEqual(before)
  const opened = await callAs(site, robin, 'security.unlock', 'mutation', { password: PASSWORD })
  expect([codeOf(opened), codeOf(await callAs(site, robin, 'auth.me', 'query'))]).toEqual(['ok', 'ok'])
  expect(codeOf(await portalCall(site.port, 'auth.me', 'query', undefined, robin.otherCookie))).toBe('SESSION_LOCKED')
  expect(codeOf(await portalCall(site.port, 'auth.signOut', 'mutation', undefined, robin.otherCookie))).toBe('ok')
})

test('S1.3 M5: where a second factor is required and missing, exactly the way to set it up is open', async () => {
  const participantId = await addParticipant(site.database, desks)
  const cookie = await join(site.port, desks.admin, participantId, 'nofactor@example.org')
  await site.database.db
    .updateTable('account')
    .set({ mfa_required: true })
    .where('participant_id', '=', participantId)
    .execute()
  const gated = withSession.filter(({ audience, path }) => audience === 'portal' && !ENROLLING.includes(path))
  const before = await snapshot(site.database)
  expect(await askAll(gated, cookie)).toEqual(all(gated, 'MFA_REQUIRED'))
  expect(await snapshot(site.database)).toEqual(before)
  await site.forgetRates()
  const open = withSession.filter((entry) => !gated.includes(entry))
  expect(Object.values(await askAll(open, cookie))).not.toContain('MFA_REQUIRED')
})

test('product item 11 D2: a kiosk session is NOT_SIGNED_IN everywhere but at the consents, before and after they are given, files included', async () => {
  const { token } = await inviteOfSomebody()
  const opened = await portalCall(site.port, 'invite.open', 'mutation', { token, kiosk: true })
  const page = cookieFrom(opened, INVITE_COOKIE)
  const accepted = await portalCall(site.port, 'invite.accept', 'mutation', registration('kiosk@example.org'), page)
  const cookie = cookieFrom(accepted, SESSION_COOKIE)
  const maxAge = [accepted.headers['set-cookie'] ?? []].flat().find((set) => set.startsWith(`${SESSION_COOKIE}=`))
  expect(maxAge).toContain('Max-Age=1800;')
  const closed = withSession.filter(({ path }) => !['consent.current', 'consent.agree'].includes(path))
  const refused = async () => {
    await site.forgetRates()
    expect(await askAll(closed, cookie)).toEqual(all(closed, 'NOT_SIGNED_IN'))
    const file = await rawRequest(site.port, `${PORTAL_FILES_PATH}/${randomUUID()}`, { headers: { cookie } })
    expect(codeOf(file)).toBe('NOT_SIGNED_IN')
    const asStaff = await staffCall(site.port, desks.admin, 'auth.me', 'query', undefined, cookie.split('=')[1] ?? '')
    expect(codeOf(asStaff)).not.toBe('ok')
  }
  await refused()
  // Agreed to elsewhere: the session lives, and has no gate left before it but its own.
  const signedIn = await portalCall(site.port, 'auth.signIn', 'mutation', {
    email: 'kiosk@example.org',
    password: PASSWORD,
  })
  await agreeToAll(site.port, cookieFrom(signedIn, SESSION_COOKIE))
  await refused()
  expect(codeOf(await portalCall(site.port, 'consent.current', 'query', undefined, cookie))).toBe('ok')
  const left = await portalCall(site.port, 'kiosk.leave', 'mutation', undefined, cookie)
  expect([codeOf(left), left.headers['clear-site-data']]).toEqual(['ok', '"storage"'])
  expect(codeOf(await portalCall(site.port, 'consent.current', 'query', undefined, cookie))).toBe('NOT_SIGNED_IN')
})

test('I9: a new version of a text closes every procedure of the portal at the next request, for sessions that live', async () => {
  const { db } = site.database
  const texts = await db.selectFrom('consent_text').selectAll().where('document_id', '=', 'privacy').execute()
  const version = Math.max(...texts.map((text) => text.version)) + 1
  const newest = texts.filter((text) => text.version === version - 1)
  await db
    .insertInto('consent_text')
    .values(newest.map((text) => ({ ...text, version, hash: `${randomUUID()}` })))
    .execute()
  const gated = portal.filter(({ audience }) => audience === 'portal')
  expect(await askAll(gated, robin.cookie)).toEqual(all(gated, 'CONSENT_REQUIRED'))
})
