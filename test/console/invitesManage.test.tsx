// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { ParticipantPage } from '../../renderer/console/participants/ParticipantPage'
import type { AccountDoc } from '../../shared/accounts/accountSchemas'
import type { InviteDoc } from '../../shared/invites/inviteSchemas'
import { choose, named, settle } from './participantsHands'
import { accountOf, type ClinicOptions, closeClinics, inviteOf, openTestClinic, showPage } from './participantsKit'

afterEach(closeClinics)

async function showPortal(options: ClinicOptions = {}, invites: readonly Partial<InviteDoc>[] = []) {
  const clinic = await openTestClinic(options)
  const id = clinic.people[0]?.id ?? ''
  await clinic.server.pull({ invites: invites.map((invite) => inviteOf(id, invite)) })
  await showPage(clinic, <ParticipantPage participantId={id} tab="portal" />)
  return { clinic, id, words: () => document.body.textContent ?? '' }
}

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const STATES: readonly (readonly [string, Partial<InviteDoc>])[] = [
  ['Pending', {}],
  ['Opened', { openedAt: ago(5) }],
  ['Accepted', { openedAt: ago(5), acceptedAt: ago(4) }],
  ['Expired', { expiresAt: ago(1) }],
  ['Revoked', { revokedAt: ago(3), revokedByName: 'Lee Park' }],
  ['Replaced by a newer one', { supersededAt: ago(3) }],
  ['Locked, too many wrong codes', { lockedAt: ago(3), wrongCodes: 5, hasVerbalCode: true }],
  ['Email could not be delivered', { emailedAt: ago(9), emailFailedAt: ago(8) }],
]

test('S0.16: every state of an invite has its own words, beside who made it and when', async () => {
  const { words } = await showPortal(
    {},
    STATES.map(([, invite]) => invite),
  )
  for (const [label] of STATES) expect(words()).toContain(label)
  expect(words()).toContain('by Noor Haddad')
  expect(words()).toContain('Revoked by Lee Park')
  expect(words()).toContain('5 tries')
})

test('S4.22: that somebody asked for a new link is noted at the invite', async () => {
  const { words } = await showPortal({}, [{ expiresAt: ago(60), askedAgainAt: ago(2) }])
  expect(words()).toContain('somebody with this link asked for a new one')
  expect(named('Resend')).toBeDefined()
  expect(named('Revoke')).toBeUndefined()
})

test('product item 3: how it was handed over is read at the invite, with a warning where it was one way', async () => {
  const { words } = await showPortal({}, [
    { shared: { link: ['letter'], code: ['phone'] } },
    { shared: { link: [], code: ['email'] }, emailedAt: ago(5) },
  ])
  expect(words()).toContain('Link by letter, code by phone')
  expect(words()).toContain('Link and code go the same way, by email')
})

test('S0.15, S4.15, S4.18: the account is not set up, registering, active or disabled, in words', async () => {
  const { clinic, id, words } = await showPortal()
  const becomes = async (change: Partial<AccountDoc>) => {
    await act(async () => clinic.server.pull({ accounts: [accountOf(id, change)] }))
    await settle(20)
  }
  expect(words()).toContain('Not set up')
  await becomes({ consentsGiven: 1, consentedAt: null })
  expect(words()).toContain('Registering, consent 1 of 3')
  await becomes({ email: 'majo@example.org' })
  expect(words()).toContain('Active')
  expect(words()).toContain('majo@example.org')
  await becomes({ disabledAt: ago(1) })
  expect(words()).toContain('Disabled')
})

test('S4.24: once there is an account no invite is offered, and the page says why', async () => {
  const { clinic, id, words } = await showPortal({}, [{}])
  expect(named('Create Invite')).toBeDefined()
  await act(async () => clinic.server.pull({ accounts: [accountOf(id)] }))
  await settle(20)
  expect(named('Create Invite')).toBeUndefined()
  expect(named('Resend')).toBeUndefined()
  expect(words()).toContain('No invite is needed: the account exists.')
})

test('product.md: an offline revoke is queued and never shown as revoked before the server has done it', async () => {
  const { clinic, words } = await showPortal({ link: 'offline' }, [{}])
  await choose('Revoke')
  expect(clinic.outbox().map(({ item }) => item.kind)).not.toContain('invite.revoke')
  await choose('Revoke invite')
  expect(clinic.outbox().map(({ item }) => item.kind)).toContain('invite.revoke')
  expect(words()).toContain('Pending')
  expect(words()).toContain('Revoke queued, takes effect when online')
  expect(words()).not.toContain('Revoked')
  await act(async () => clinic.server.confirmAll())
  await settle()
  expect(words()).toContain('Revoked by Noor Haddad')
  expect(words()).not.toContain('queued')
})

test('Y7: a revoke that came too late is told with its reason and can be dismissed', async () => {
  const { clinic, words } = await showPortal({ link: 'online' }, [{}])
  await choose('Revoke')
  await choose('Revoke invite')
  await act(async () => clinic.server.refuseAll('already_accepted'))
  await settle()
  expect(words()).toContain('This invite was accepted before, so nothing was changed.')
  await choose('Dismiss')
  expect(clinic.outbox().filter(({ item }) => item.kind === 'invite.revoke')).toHaveLength(0)
})

test('D1: who may invite but not revoke sees no Revoke', async () => {
  await showPortal({ role: 'front_desk' }, [{}])
  expect(named('Resend')).toBeDefined()
  expect(named('Revoke')).toBeUndefined()
})

test('S4.16: a resend waits for the clinic’s cooldown and then sends a new token that keeps the old code', async () => {
  const { clinic, id } = await showPortal({}, [{ createdAt: ago(1), hasVerbalCode: true }])
  expect((named(/^Resend in [0-9]:[0-9]{2}$/) as HTMLButtonElement).disabled).toBe(true)
  const older = inviteOf(id, { createdAt: new Date(Date.now() + 60_000).toISOString(), hasVerbalCode: true })
  await act(async () => clinic.server.pull({ invites: [{ ...older, createdAt: ago(0.5) }] }))
  expect(named('Resend')).toBeUndefined()
})

test('S4.16, S4.22: resending an invite makes a new link and names the one it replaces', async () => {
  const { clinic } = await showPortal({}, [{ hasVerbalCode: true }])
  await choose('Resend')
  await choose('Create new link')
  const entry = clinic.outbox().find(({ item }) => item.kind === 'invite.resend')
  const [previous] = [...clinic.replica.stores.invites.all()].map(([id]) => id)
  expect(entry?.item).toMatchObject({
    kind: 'invite.resend',
    previousId: previous,
    keepVerbalCode: true,
    verbalCode: null,
  })
  expect(document.body.textContent).toContain('The code they were given before still holds.')
})

test('Y5: a console whose clock is ten years off shows a living invite as living once the server has told the time', async () => {
  const clinic = await openTestClinic()
  const id = clinic.people[0]?.id ?? ''
  const serverNow = Date.now() - 10 * 365 * 86_400_000
  const at = (minutes: number) => new Date(serverNow + minutes * 60_000).toISOString()
  await clinic.server.pull({ invites: [inviteOf(id, { createdAt: at(-60), expiresAt: at(600) })] }, at(0))
  await showPage(clinic, <ParticipantPage participantId={id} tab="portal" />)
  expect(document.body.textContent).toContain('Pending')
  expect(document.body.textContent).not.toContain('Expired')
})
