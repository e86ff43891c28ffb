import { expect, test } from 'vitest'
import { ROLES, type Role } from '../../shared/access/roles'
import { type AccountFacts, type DiagnosisFacts, diagnosisOf } from '../../shared/waysIn/diagnosisRules'
import {
  ATTEMPT_REASONS,
  type AttemptReason,
  type SignInAttempt,
  type SignInWay,
} from '../../shared/waysIn/waysInSchemas'

const NOW = new Date('2026-03-02T09:00:00.000Z')
const MINUTE = 60_000
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * MINUTE)

const ACCOUNT: AccountFacts = {
  isDisabled: false,
  isLocked: false,
  codes: 'open',
  isRegistering: false,
  hasEmail: true,
  hasPhone: true,
  reset: null,
}
const FACTS: DiagnosisFacts = {
  portalEnabled: true,
  methods: { password: true, emailLink: true, smsCode: true },
  emailLinkMinutes: 15,
  account: ACCOUNT,
  attempts: [],
  now: NOW,
}

const attempt = (reason: AttemptReason, minutes = 1, way: SignInWay = 'password'): SignInAttempt => ({
  at: ago(minutes).toISOString(),
  way,
  reason,
  address: null,
  device: '',
})
const of = (change: Partial<DiagnosisFacts>, role: Role = 'manager') => {
  const { verdict, remedy } = diagnosisOf({ ...FACTS, ...change }, role)
  return `${verdict} ${remedy}`
}
const ofAccount = (change: Partial<AccountFacts>, role?: Role) => of({ account: { ...ACCOUNT, ...change } }, role)
const ofLast = (...attempts: SignInAttempt[]) => of({ attempts })

test('S3.27: with the portal off nothing else matters, and only an administrator can help', () => {
  expect(of({ portalEnabled: false, account: null })).toBe('portal_off ask_administrator')
  expect(of({ portalEnabled: false, account: { ...ACCOUNT, isDisabled: true } })).toBe('portal_off ask_administrator')
})

test('S4.18: no account means never set up, so an invite is sent; an invited one too', () => {
  expect(of({ account: null })).toBe('no_account new_invite')
  expect(of({ account: null, attempts: [attempt('link_expired', 1, 'invite')] }, 'front_desk')).toBe(
    'no_account new_invite',
  )
})

test('S4.19: a disabled account is re-enabled, whatever the password was', () => {
  expect(ofAccount({ isDisabled: true, isLocked: true })).toBe('disabled enable')
  expect(of({ account: { ...ACCOUNT, isDisabled: true }, attempts: [attempt('password_wrong')] })).toBe(
    'disabled enable',
  )
})

test('M3: a lock is unlocked; codes that are paused or closed lead to a reset of the second factor', () => {
  expect(ofAccount({ isLocked: true })).toBe('locked unlock')
  expect(ofAccount({ codes: 'paused' })).toBe('codes_paused reset_mfa')
  expect(ofAccount({ codes: 'closed', isLocked: true })).toBe('codes_paused reset_mfa')
})

test('product.md item 9: a remedy that the role may not use is never offered: the next one is, or an administrator is asked', () => {
  expect(ofAccount({ isLocked: true }, 'front_desk')).toBe('locked ask_administrator')
  expect(ofAccount({ isDisabled: true }, 'front_desk')).toBe('disabled ask_administrator')
  expect(ofAccount({ codes: 'paused' }, 'staff')).toBe('codes_paused unlock')
  expect(ofAccount({ codes: 'closed' }, 'staff')).toBe('codes_paused ask_administrator')
  expect(of({ attempts: [attempt('password_wrong')] }, 'front_desk')).toBe('password_wrong send_reset')
  for (const role of ROLES) expect(ofAccount({}, role)).toBe('nothing none')
})

test('S3.22, S3.25, S3.26: no address that any open way could reach is a matter of the record', () => {
  const onlyLink = { password: false, emailLink: true, smsCode: false }
  const onlySms = { password: false, emailLink: false, smsCode: true }
  expect(of({ methods: onlyLink, account: { ...ACCOUNT, hasEmail: false } })).toBe('unknown_contact fix_contact')
  expect(of({ methods: onlySms, account: { ...ACCOUNT, hasPhone: false } })).toBe('unknown_contact fix_contact')
  expect(of({ methods: onlySms, account: { ...ACCOUNT, hasEmail: false } })).toBe('nothing none')
  expect(ofLast(attempt('unknown_contact'))).toBe('unknown_contact fix_contact')
  expect(ofLast(attempt('send_failed', 1, 'sms_code'))).toBe('send_failed fix_contact')
})

test('S3.23, S3.24: what ran out or was used is asked for anew', () => {
  expect(ofLast(attempt('link_sent', 14, 'email_link'))).toBe('link_sent wait_and_resend')
  expect(ofLast(attempt('link_sent', 15, 'email_link'))).toBe('link_expired wait_and_resend')
  expect(ofLast(attempt('code_sent', 9, 'sms_code'))).toBe('code_sent wait_and_resend')
  expect(ofLast(attempt('code_sent', 10, 'sms_code'))).toBe('code_expired wait_and_resend')
  for (const reason of ['link_expired', 'link_used', 'code_wrong', 'code_expired', 'too_many_sends'] as const) {
    expect(ofLast(attempt(reason, 1, 'email_link'))).toBe(`${reason} wait_and_resend`)
  }
})

test('S4.27: a reset link that ran out is sent again by staff; one that could not be delivered is a matter of the record', () => {
  const reset = { sentAt: ago(60), expiresAt: ago(-60), failedAt: null }
  expect(ofAccount({ reset })).toBe('reset_sent wait_and_resend')
  expect(ofAccount({ reset: { ...reset, expiresAt: NOW } })).toBe('link_expired send_reset')
  expect(ofAccount({ reset: { ...reset, failedAt: ago(59) } })).toBe('send_failed fix_contact')
  expect(of({ account: { ...ACCOUNT, reset }, attempts: [attempt('password_wrong', 30)] })).toBe(
    'password_wrong send_reset',
  )
  expect(ofLast(attempt('reset_sent', 60, 'reset'))).toBe('link_expired send_reset')
  expect(ofLast(attempt('link_used', 1, 'reset'))).toBe('link_used send_reset')
})

test('S0.22: codes of the second step that are wrong, or never come, lead to its reset; one who is just typing is left alone', () => {
  expect(ofLast(attempt('second_factor_wrong', 1, 'second_factor'))).toBe('second_factor_wrong reset_mfa')
  expect(ofLast(attempt('second_factor_asked', 4))).toBe('second_factor_asked none')
  expect(ofLast(attempt('second_factor_asked', 5))).toBe('second_factor_asked reset_mfa')
  const over = attempt('challenge_over', 1, 'second_factor')
  expect(ofLast(over, attempt('second_factor_wrong', 2, 'second_factor'))).toBe('second_factor_wrong reset_mfa')
  expect(ofLast(over, attempt('second_factor_asked', 7))).toBe('challenge_over none')
  expect(ofLast(over, attempt('signed_in', 9), attempt('second_factor_wrong', 99))).toBe('challenge_over none')
})

test('product.md item 9: what has been put right since the try is no longer in the way', () => {
  expect(ofLast(attempt('disabled'))).toBe('nothing none')
  expect(ofLast(attempt('portal_off'))).toBe('nothing none')
  expect(ofLast(attempt('way_off', 1, 'sms_code'))).toBe('nothing none')
  const methods = { ...FACTS.methods, smsCode: false }
  expect(of({ methods, attempts: [attempt('way_off', 1, 'sms_code')] })).toBe('way_off ask_administrator')
  expect(ofLast(attempt('locked'))).toBe('locked send_reset')
})

test('S4.15: who has not agreed to everything can sign in and go on', () => {
  expect(ofAccount({ isRegistering: true })).toBe('registering none')
  expect(of({ account: { ...ACCOUNT, isRegistering: true }, attempts: [attempt('signed_in')] })).toBe(
    'registering none',
  )
  expect(ofLast(attempt('signed_in'))).toBe('signed_in none')
})

test('product.md item 9: every reason has a verdict, and no remedy is beyond the role', () => {
  for (const reason of ATTEMPT_REASONS) {
    for (const role of ROLES) expect(of({ attempts: [attempt(reason)] }, role)).toMatch(/^[a-z_]+ [a-z_]+$/)
    expect(of({ attempts: [attempt(reason)] }, 'auditor')).toMatch(/ (none|wait_and_resend|ask_administrator)$/)
  }
})
