import { expect, test } from 'vitest'
import { INVITE_HOURS } from '../../shared/clinic/clinicSchemas'
import {
  decideCreate,
  decideResend,
  decideRevoke,
  decideVerify,
  expiresAt,
  inviteState,
  isLiving,
  sharedTogether,
} from '../../shared/invites/inviteRules'
import type { InviteFacts, ShareWay } from '../../shared/invites/inviteSchemas'

const CREATED = new Date('2026-03-01T12:00:00.000Z')
const at = (hours: number) => new Date(CREATED.getTime() + hours * 3_600_000)
const iso = (hours: number) => at(hours).toISOString()
const invite = (over: Partial<InviteFacts> = {}): InviteFacts => ({
  expiresAt: iso(168),
  openedAt: null,
  acceptedAt: null,
  revokedAt: null,
  supersededAt: null,
  lockedAt: null,
  emailFailedAt: null,
  ...over,
})

test.each([
  ['pending', {}, 1],
  ['send_failed', { emailFailedAt: iso(1) }, 2],
  ['opened', { openedAt: iso(1), emailFailedAt: iso(2) }, 3],
  ['expired', { openedAt: iso(1) }, 168],
  ['locked', { lockedAt: iso(1) }, 200],
  ['superseded', { supersededAt: iso(1), lockedAt: iso(0.5) }, 200],
  ['expired', { supersededAt: iso(170) }, 200],
  ['revoked', { revokedAt: iso(1), supersededAt: iso(2) }, 200],
  ['accepted', { acceptedAt: iso(1), revokedAt: iso(2) }, 200],
] as const)('S0.16: an invite is %s with %j after %i hours', (state, facts, hours) => {
  expect(inviteState(invite(facts), at(hours))).toBe(state)
})

test('S0.9, I1: an invite lives exactly its hours, 7 days by default', () => {
  for (const hours of INVITE_HOURS) {
    const facts = invite({ expiresAt: expiresAt(CREATED, hours).toISOString() })
    expect(inviteState(facts, new Date(at(hours).getTime() - 1))).toBe('pending')
    expect(inviteState(facts, at(hours))).toBe('expired')
  }
})

test('S0.10, I1: an accepted, expired, revoked, superseded or locked invite does not live', () => {
  const over = [
    { acceptedAt: iso(1) },
    { revokedAt: iso(1) },
    { supersededAt: iso(1) },
    { lockedAt: iso(1) },
    { expiresAt: iso(1) },
  ]
  for (const facts of over) expect(isLiving(inviteState(invite(facts), at(2)))).toBe(false)
  for (const facts of [{}, { openedAt: iso(1) }, { emailFailedAt: iso(1) }])
    expect(isLiving(inviteState(invite(facts), at(2)))).toBe(true)
})

const create = {
  hasAccount: false,
  hasVerbalCode: false,
  verbalCodeProblem: null,
  verbalCodeRequired: false,
  earlier: [],
} as const

test('S0.4: the verbal code is optional unless the clinic asks for it, and a weak one is refused', () => {
  expect(decideCreate(create)).toEqual({ ok: true, supersede: [] })
  expect(decideCreate({ ...create, verbalCodeRequired: true })).toEqual({ ok: false, reason: 'verbal_code_required' })
  expect(decideCreate({ ...create, hasVerbalCode: true, verbalCodeRequired: true }).ok).toBe(true)
  expect(decideCreate({ ...create, hasVerbalCode: true, verbalCodeProblem: 'common' })).toEqual({
    ok: false,
    reason: 'verbal_code_weak',
  })
})

test('I7: a new invite supersedes the open ones; one that was revoked does not stand in its way; an account does', () => {
  const earlier = [
    { id: 'living', ...invite() },
    { id: 'expired', ...invite({ expiresAt: iso(1) }) },
    { id: 'revoked', ...invite({ revokedAt: iso(1) }) },
    { id: 'locked', ...invite({ lockedAt: iso(1) }) },
  ]
  expect(decideCreate({ ...create, earlier })).toEqual({ ok: true, supersede: ['living', 'expired'] })
  expect(decideCreate({ ...create, hasAccount: true })).toEqual({ ok: false, reason: 'account_exists' })
})

const resend = (facts: Partial<InviteFacts>, over: object = {}) =>
  decideResend({
    ...create,
    previous: { ...invite(facts), createdAt: CREATED.toISOString(), hasVerbalCode: true },
    keepVerbalCode: false,
    hasNewVerbalCode: false,
    cooldownMinutes: 5,
    now: at(2),
    ...over,
  })

test.each([
  [{}, { ok: true }],
  [{ openedAt: iso(1) }, { ok: true }],
  [{ expiresAt: iso(1) }, { ok: true }],
  [{ lockedAt: iso(1) }, { ok: true }],
  [{ revokedAt: iso(1) }, { ok: false, reason: 'invite_over' }],
  [{ supersededAt: iso(1) }, { ok: false, reason: 'invite_over' }],
  [{ acceptedAt: iso(1) }, { ok: false, reason: 'already_accepted' }],
])('S4.16, S4.22: a resend after %j gives %j', (facts, decision) => {
  expect(resend(facts)).toMatchObject(decision)
})

test('a resend within the cooldown says how long to wait, and a clock set back cannot stretch it', () => {
  expect(resend({}, { now: at(1 / 60) })).toEqual({ ok: false, reason: 'cooldown', retryAfterSeconds: 240 })
  expect(resend({}, { now: at(-9000) })).toEqual({ ok: false, reason: 'cooldown', retryAfterSeconds: 300 })
  expect(resend({}, { now: at(5 / 60) }).ok).toBe(true)
})

test('I5: a resend may keep the code, but never the code of a locked invite', () => {
  expect(resend({}, { keepVerbalCode: true, verbalCodeRequired: true }).ok).toBe(true)
  expect(resend({ lockedAt: iso(1) }, { keepVerbalCode: true })).toEqual({ ok: false, reason: 'verbal_code_required' })
  expect(resend({}, { verbalCodeRequired: true })).toEqual({ ok: false, reason: 'verbal_code_required' })
})

test.each([
  [{}, { ok: true }],
  [{ openedAt: iso(1) }, { ok: true }],
  [{ acceptedAt: iso(1) }, { ok: false, reason: 'already_accepted' }],
  [{ revokedAt: iso(1) }, { ok: false, reason: 'already_revoked' }],
  [{ expiresAt: iso(1) }, { ok: false, reason: 'invite_over' }],
  [{ supersededAt: iso(1) }, { ok: false, reason: 'invite_over' }],
  [{ lockedAt: iso(1) }, { ok: false, reason: 'invite_over' }],
])('revoking an invite with %j gives %j', (facts, decision) => {
  expect(decideRevoke(invite(facts), at(2))).toEqual(decision)
})

test('I5: the fifth wrong code locks the invite and the sixth try finds it locked, even with the right code', () => {
  const left = [0, 1, 2, 3].map((wrongSoFar) => decideVerify({ wrongSoFar, tries: 5, right: false }))
  expect(left.map((decision) => 'triesLeft' in decision && decision.triesLeft)).toEqual([4, 3, 2, 1])
  expect(decideVerify({ wrongSoFar: 4, tries: 5, right: true })).toEqual({ ok: true })
  expect(decideVerify({ wrongSoFar: 4, tries: 5, right: false })).toEqual({
    ok: false,
    reason: 'locked',
    wrong: 5,
    locksNow: true,
  })
  expect(decideVerify({ wrongSoFar: 5, tries: 5, right: true })).toEqual({
    ok: false,
    reason: 'locked',
    wrong: 5,
    locksNow: false,
  })
})

test('S0.13, product item 3: link and code went together only by a way that somebody else can read twice', () => {
  const together = (link: readonly ShareWay[], code: readonly ShareWay[], emailedAt: string | null = null) =>
    sharedTogether({ link: [...link], code: [...code] }, { emailedAt })
  expect(together(['letter'], ['phone'])).toEqual([])
  expect(together(['email', 'text'], ['text', 'email'])).toEqual(['text', 'email'])
  expect(together([], ['email'], iso(1))).toEqual(['email'])
  expect(together(['in_person'], ['in_person'])).toEqual([])
  expect(together(['email'], [])).toEqual([])
})
