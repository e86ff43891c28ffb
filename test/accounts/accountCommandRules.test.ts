import { expect, test } from 'vitest'
import {
  decideEnable,
  decideResetMfa,
  decideRevokeAccess,
  decideSendReset,
  isInactive,
} from '../../shared/accounts/accountCommandRules'
import { accountState } from '../../shared/accounts/accountRules'

const NOW = new Date('2026-03-02T09:00:00.000Z')
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)
const DAY = 24 * 60
const why = (decision: { readonly ok: boolean; readonly reason?: string }) => decision.reason ?? 'ok'

test('S0.15, S4.15, S4.18, S4.19: no account is not set up; an account that is off is disabled however far its consents are', () => {
  const all = { consentsGiven: 3, consentsTotal: 3 }
  expect(accountState(null)).toBe('not_set_up')
  expect(accountState({ ...all, disabledAt: null })).toBe('active')
  expect(accountState({ ...all, consentsGiven: 2, disabledAt: null })).toBe('registering')
  expect(accountState({ ...all, disabledAt: NOW.toISOString() })).toBe('disabled')
  expect(accountState({ ...all, consentsGiven: 0, disabledAt: NOW.toISOString() })).toBe('disabled')
})

test('S0.18: there is something to revoke while an account is on or an invite lives', () => {
  const revoke = (account: { disabledAt: Date | null } | null, livingInvites: number) =>
    why(decideRevokeAccess({ account, livingInvites }))
  expect(revoke({ disabledAt: null }, 0)).toBe('ok')
  expect(revoke(null, 1)).toBe('ok')
  expect(revoke(null, 0)).toBe('no_account')
  expect(revoke({ disabledAt: NOW }, 0)).toBe('already_disabled')
})

test('S4.20, Y5: re-enabling is about the revocation that was seen, to the millisecond, in any spelling of that time', () => {
  const enable = (disabledAt: Date | null, seen: string) => why(decideEnable({ disabledAt }, seen))
  expect(enable(NOW, '2026-03-02T09:00:00Z')).toBe('ok')
  expect(enable(NOW, '2026-03-02T09:00:00.001Z')).toBe('revoked_since')
  expect(enable(NOW, ago(-DAY).toISOString())).toBe('revoked_since')
  expect(enable(null, NOW.toISOString())).toBe('already_enabled')
  expect(why(decideEnable(null, NOW.toISOString()))).toBe('no_account')
})

test('S4.24, S4.27: the cooldown of a reset is never longer than itself, also when the clock of the server was set back', () => {
  const facts = { portalEnabled: true, hasAddress: true, cooldownMinutes: 5, now: NOW }
  const send = (resetSentAt: Date | null) => decideSendReset({ ...facts, account: { disabledAt: null, resetSentAt } })
  expect(send(null)).toEqual({ ok: true })
  expect(send(ago(5))).toEqual({ ok: true })
  expect(send(ago(4))).toEqual({ ok: false, reason: 'cooldown', retryAfterSeconds: 60 })
  expect(send(ago(-DAY))).toEqual({ ok: false, reason: 'cooldown', retryAfterSeconds: 300 })
})

test('S0.22, M3: a factor, a code that is left or a closed door is something to reset', () => {
  const none = { factors: 0, recoveryCodes: 0, isClosed: false }
  expect(why(decideResetMfa(none))).toBe('no_factor')
  for (const some of [{ factors: 1 }, { recoveryCodes: 1 }, { isClosed: true }])
    expect(why(decideResetMfa({ ...none, ...some }))).toBe('ok')
  expect(why(decideResetMfa(null))).toBe('no_account')
})

test('product.md: inactive from the millisecond on at which the days are over, counted from the latest of its times', () => {
  const created = { createdAt: ago(400 * DAY), lastSignInAt: null, enabledAt: null }
  expect(isInactive(created, 90, NOW)).toBe(true)
  expect(isInactive(created, 0, NOW)).toBe(false)
  expect(isInactive({ ...created, lastSignInAt: ago(90 * DAY) }, 90, NOW)).toBe(true)
  expect(isInactive({ ...created, lastSignInAt: new Date(ago(90 * DAY).getTime() + 1) }, 90, NOW)).toBe(false)
  expect(isInactive({ ...created, lastSignInAt: ago(200 * DAY), enabledAt: ago(DAY) }, 90, NOW)).toBe(false)
})
