// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { ParticipantPage } from '../../renderer/console/participants/ParticipantPage'
import type { Role } from '../../shared/access/roles'
import type { AccountDoc, AccountMfa } from '../../shared/accounts/accountSchemas'
import { choose, named, settle } from './participantsHands'
import { accountOf, closeClinics, openTestClinic, showPage, type TestClinic } from './participantsKit'

afterEach(closeClinics)

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const soon = () => new Date(Date.now() + 600_000).toISOString()
const MFA: AccountMfa = accountOf('').mfa
const on: AccountMfa = { ...MFA, state: 'verified', factors: 2, recoveryLeft: 9 }

async function showAccount(
  change: Partial<AccountDoc> | null,
  role: Role = 'staff',
  link: 'online' | 'offline' = 'offline',
) {
  const clinic = await openTestClinic({ role, link, participants: 3 })
  const id = clinic.people[0]?.id ?? ''
  if (change) await clinic.server.pull({ accounts: [accountOf(id, change)] })
  await showPage(clinic, <ParticipantPage participantId={id} tab="portal" />)
  const kinds = () => clinic.outbox().map(({ item }) => item.kind)
  const toggle = () =>
    document.querySelector<HTMLInputElement>('input[role="switch"], input[type="checkbox"][data-state]')
  return { clinic, id, kinds, toggle, words: () => document.body.textContent ?? '' }
}

/** The last thing wanted of an account: looking at the file is noted in the outbox too, whenever that is done. */
function lastWish(clinic: TestClinic) {
  return clinic.outbox().findLast(({ item }) => item.kind.startsWith('account.'))?.item
}

async function press(element: HTMLElement | null | undefined) {
  await act(async () => element?.click())
  await settle(20)
}

test('S0.18, S4.15, S4.17: an active account has its toggle on, and Revoke asks first, names the person and only queues', async () => {
  const { kinds, toggle, words, clinic, id } = await showAccount({})
  expect(toggle()?.checked).toBe(true)
  expect(toggle()?.dataset.state).toBe('active')
  await press(toggle())
  expect(words()).toContain('Revoke access for')
  expect(words()).toContain('Their record, messages and history stay')
  expect(kinds()).not.toContain('account.revoke')
  await choose('Revoke access')
  expect(kinds()).toContain('account.revoke')
  expect(words()).toContain('Revoke queued, takes effect when online')
  expect(words()).toContain('Active')
  expect(toggle()?.disabled).toBe(true)
  await act(async () => clinic.server.confirmAll())
  const disabled = { disabledAt: ago(0), disabledByName: 'Noor Haddad', rev: 99 }
  await act(async () => clinic.server.pull({ accounts: [accountOf(id, disabled)] }))
  await settle(20)
  expect(words()).toContain('Disabled')
  expect(toggle()?.checked).toBe(false)
})

test('S4.17, S4.19, S4.20: a grey toggle with a username means disabled; clicking it re-enables without a new invite', async () => {
  const disabledAt = ago(30)
  const { clinic, toggle, words, kinds } = await showAccount({ disabledAt, disabledByName: 'Lee Park' })
  expect(toggle()?.dataset.state).toBe('disabled')
  expect(words()).toContain('by Lee Park')
  expect((named('Reset Password') as HTMLButtonElement).disabled).toBe(true)
  expect(words()).toContain('Re-enable it first')
  await press(toggle())
  expect(words()).toContain('Old sessions, links and invites stay ended')
  await choose('Re-enable')
  expect(kinds()).not.toContain('invite.create')
  expect(lastWish(clinic)).toMatchObject({ kind: 'account.enable', disabledAt })
})

test('product.md, Y6: giving access back means the revocation that was read, not one that a colleague made behind the dialog', async () => {
  const disabledAt = ago(30)
  const { clinic, id, toggle } = await showAccount({ disabledAt, disabledByName: 'Lee Park' })
  await press(toggle())
  const again = accountOf(id, { rev: 99, disabledAt: ago(1), disabledByName: 'Ada Admin' })
  await act(async () => clinic.server.pull({ accounts: [again] }))
  await settle(20)
  await choose('Re-enable')
  expect(lastWish(clinic)).toMatchObject({ kind: 'account.enable', disabledAt })
  const writeId = lastWish(clinic)?.writeId ?? ''
  await act(async () => void (await clinic.replica.cancel(writeId)))
  await settle(20)
  await press(toggle())
  await choose('Re-enable')
  expect(lastWish(clinic)).toMatchObject({ kind: 'account.enable', disabledAt: again.disabledAt })
})

test('S4.18, S4.24: without a username the button is Create Invite; with one the same slot is Reset Password', async () => {
  const { clinic, id, words } = await showAccount(null)
  expect(words()).toContain('Never set up')
  expect(named('Create Invite')).toBeDefined()
  expect(named('Reset Password')).toBeUndefined()
  await act(async () => clinic.server.pull({ accounts: [accountOf(id)] }))
  await settle(20)
  expect(named('Create Invite')).toBeUndefined()
  await choose('Reset Password')
  expect(words()).toContain('You never see the link or the password')
  await choose('Send the link')
  expect(lastWish(clinic)).toMatchObject({ kind: 'account.send_reset', participantId: id })
})

test('S4.14, S4.28: the username is shown to staff as soon as the account exists, also while the consents are open', async () => {
  const { words } = await showAccount({ email: 'majo@example.org', consentsGiven: 1, consentedAt: null })
  expect(words()).toContain('majo@example.org')
  expect(words()).toContain('Registering, consent 1 of 3')
})

test('S0.22, M8: Reset MFA asks for a reason and how identity was checked, and sends nothing without both', async () => {
  const { clinic, words, kinds } = await showAccount({ mfa: on }, 'manager')
  expect(words()).toContain('On, 2 apps')
  expect(words()).toContain('9 recovery codes left')
  await choose('Reset MFA')
  const confirm = () => [...document.querySelectorAll('button')].filter((one) => one.textContent === 'Reset MFA').at(-1)
  await press(confirm())
  expect(words()).toContain('Choose a reason.')
  expect(words()).toContain('Choose how identity was checked.')
  expect(kinds()).not.toContain('account.reset_mfa')
  for (const value of ['lost_phone', 'photo_id'])
    await press(document.querySelector<HTMLInputElement>(`input[value="${value}"]`))
  await press(confirm())
  expect(lastWish(clinic)).toMatchObject({
    kind: 'account.reset_mfa',
    reason: 'lost_phone',
    identityCheck: 'photo_id',
  })
})

test('D1: staff may revoke but not reset MFA; the front desk may only send a password reset', async () => {
  await showAccount({ mfa: on, lockedUntil: soon() }, 'staff')
  expect(named('Reset MFA')).toBeUndefined()
  expect(named('Unlock')).toBeDefined()
  await closeClinics()
  const { toggle } = await showAccount({ mfa: on, lockedUntil: soon() }, 'front_desk')
  expect(toggle()?.disabled).toBe(true)
  expect(named('Unlock')).toBeUndefined()
  expect((named('Reset Password') as HTMLButtonElement).disabled).toBe(false)
})

test('product.md: a locked account says so and until when; unlocking is a command', async () => {
  const { words, kinds } = await showAccount({ lockedUntil: soon() })
  expect(words()).toContain('Locked after wrong passwords')
  await choose('Unlock')
  await press([...document.querySelectorAll('button')].filter((one) => one.textContent === 'Unlock').at(-1))
  expect(kinds()).toContain('account.unlock')
})

test('product.md: where a second factor is required, a manager can exempt somebody with a reason, and it can be ended', async () => {
  const required: AccountMfa = { ...MFA, required: true }
  const { clinic, words, id } = await showAccount({ mfa: required }, 'manager')
  expect(words()).toContain('Required, not set up yet')
  await choose('Exempt from MFA')
  await press(document.querySelector<HTMLInputElement>('input[value="no_phone"]'))
  await choose('Exempt')
  expect(lastWish(clinic)).toMatchObject({ kind: 'account.exempt_mfa', reason: 'no_phone' })
  await act(async () => clinic.server.confirmAll())
  const exempt: AccountMfa = { ...MFA, state: 'exempt', exemptByName: 'Noor Haddad', exemptReason: 'no_phone' }
  await act(async () => clinic.server.pull({ accounts: [accountOf(id, { mfa: exempt, rev: 99 })] }))
  await settle(20)
  expect(words()).toContain('has no phone or tablet')
  await choose('End the MFA exemption')
  await choose('End the exemption')
  expect(lastWish(clinic)).toMatchObject({ kind: 'account.exempt_mfa', reason: null })
})

test('Y7: a refused command stays with its reason until somebody has read it', async () => {
  const { clinic, toggle, words, kinds } = await showAccount({ disabledAt: ago(3), disabledByName: 'Lee Park' })
  await press(toggle())
  await choose('Re-enable')
  await act(async () => clinic.server.refuseAll('revoked_since'))
  await settle()
  expect(words()).toContain('Re-enable was not done')
  expect(words()).toContain('Access was revoked after you last saw it. The revocation stands')
  await choose('Dismiss')
  expect(kinds()).not.toContain('account.enable')
})

test('S3.16: staff see that a caregiver uses the account', async () => {
  const { words } = await showAccount({ holder: 'caregiver' })
  expect(words()).toContain('A caregiver')
})
