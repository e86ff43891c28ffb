import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { attemptKey } from '../../server/accounts/portalAuthService'
import {
  codeOf,
  cookieFrom,
  join,
  openLink,
  portalCall,
  pushInvite,
  registration,
  SESSION_COOKIE,
} from '../security/support/calls'
import { addClinic, addParticipant, type Desks, PASSWORD } from '../security/support/people'
import { openSite, type Site } from '../security/support/servers'
import { addSessions, portsOf, push, said } from './accountHttp'

let site: Site
let desks: Desks
let ports: readonly [number, number]

beforeAll(async () => {
  site = await openSite({ servers: 2 })
  desks = await addClinic(site.database)
  ports = portsOf(site)
})
beforeEach(() => site.forgetRates())
afterAll(() => site.stop())

const REVOKE = 'account.revoke'
const portOf = (turn: number) => ports[turn % 2 === 0 ? 0 : 1]

async function sessionsOf(participantId: string): Promise<number> {
  const { db } = site.database
  const rows = await db
    .selectFrom('portal_session')
    .select('hash')
    .where('participant_id', '=', participantId)
    .execute()
  return rows.length
}

/** Five wrong tries would be the end of a race: this email has many more. */
async function giveTries(email: string): Promise<void> {
  const row = { key: attemptKey(email), failures: -1000, window_start: new Date() }
  await site.database.db.insertInto('attempt').values(row).execute()
}

test('W4, S0.19, T5: of 50 connections on two processes none gets or keeps anything once a revocation is acknowledged', async () => {
  const email = 'race@example.org'
  const participantId = await addParticipant(site.database, desks)
  await join(ports[0], desks.admin, participantId, email)
  const cookies = await addSessions(site, participantId, 24)
  await giveTries(email)
  const signIn = async (turn: number) => {
    const answer = await portalCall(portOf(turn), 'auth.signIn', 'mutation', { email, password: PASSWORD })
    return cookieFrom(answer, SESSION_COOKIE)
  }
  const reading = cookies.map((cookie, turn) => portalCall(portOf(turn), 'record.own', 'query', undefined, cookie))
  const signingIn = Array.from({ length: 25 }, (_, turn) => signIn(turn))
  // Some of them are through before, some are being compared: the revocation comes in the middle.
  await signingIn[0]
  const revoked = await said(ports[0], desks.staff, { kind: REVOKE, participantId })

  // Acknowledged: from here on nothing works, whatever is still under way.
  const after = await Promise.all(
    cookies.map((cookie, turn) => portalCall(portOf(turn + 1), 'auth.me', 'query', undefined, cookie)),
  )
  expect(revoked).toBe('applied')
  expect(new Set(after.map(codeOf))).toEqual(new Set(['NOT_SIGNED_IN']))
  const won = (await Promise.all(signingIn)).filter((cookie) => cookie !== '')
  await Promise.all(reading)
  expect(won.length).toBeGreaterThan(0)
  expect(await sessionsOf(participantId)).toBe(0)
  for (const [turn, cookie] of won.entries())
    expect(codeOf(await portalCall(portOf(turn), 'auth.me', 'query', undefined, cookie))).toBe('NOT_SIGNED_IN')
  expect(await signIn(1)).toBe('')
})

test('W4, S0.18, I1: an invite that is accepted while it is revoked gives either an account that is off, or none at all', async () => {
  for (let round = 0; round < 6; round++) {
    await site.forgetRates()
    const participantId = await addParticipant(site.database, desks)
    const { token } = await pushInvite(ports[0], desks.admin, participantId)
    const opened = await openLink(ports[1], token)
    const accepting = portalCall(ports[1], 'invite.accept', 'mutation', registration(`r${round}@example.org`), opened)
    const revoking = push(ports[0], desks.staff, { kind: REVOKE, participantId })
    const [accepted, revoked] = await Promise.all([accepting, revoking])
    expect(revoked).toMatchObject({ outcome: 'applied' })
    const cookie = cookieFrom(accepted, SESSION_COOKIE)
    const account = await site.database.db
      .selectFrom('account')
      .select('disabled_at')
      .where('participant_id', '=', participantId)
      .executeTakeFirst()
    if (codeOf(accepted) === 'ok') expect(account?.disabled_at).toBeInstanceOf(Date)
    else expect(account).toBeUndefined()
    expect(await sessionsOf(participantId)).toBe(0)
    expect(codeOf(await portalCall(ports[0], 'auth.me', 'query', undefined, cookie))).toBe('NOT_SIGNED_IN')
    expect(codeOf(await portalCall(ports[1], 'invite.current', 'query', undefined, opened))).toBe('LINK_NOT_WORKING')
  }
})

test('W4: of ten revocations and ten re-enablings at once each is applied to what it saw, and no session comes of it', async () => {
  const participantId = await addParticipant(site.database, desks)
  const cookie = await join(ports[0], desks.admin, participantId, 'both@example.org')
  const first = await push(ports[0], desks.staff, { kind: REVOKE, participantId })
  const disabledAt = typeof first === 'string' ? '' : (first.accounts?.[0]?.disabledAt ?? '')
  const enabling = Array.from({ length: 10 }, (_, turn) =>
    said(portOf(turn), desks.staff, { kind: 'account.enable', participantId, disabledAt }),
  )
  const revoking = Array.from({ length: 10 }, (_, turn) =>
    said(portOf(turn), desks.manager, { kind: REVOKE, participantId }),
  )
  const enabled = await Promise.all(enabling)
  await Promise.all(revoking)
  expect(enabled.filter((outcome) => outcome === 'applied')).toHaveLength(1)
  expect(enabled.every((outcome) => ['applied', 'already_enabled', 'revoked_since'].includes(outcome))).toBe(true)
  expect(codeOf(await portalCall(ports[1], 'auth.me', 'query', undefined, cookie))).toBe('NOT_SIGNED_IN')
  expect(await sessionsOf(participantId)).toBe(0)
})
