// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { QueuePage } from '../../renderer/console/sync/QueuePage'
import { choose, named, settle } from '../console/participantsHands'
import { accountOf, closeClinics, inviteOf, openTestClinic, showPage } from '../console/participantsKit'

afterEach(closeClinics)

const words = () => document.body.textContent ?? ''

async function showQueue() {
  const clinic = await openTestClinic({ participants: 3, role: 'staff' })
  const id = clinic.people[0]?.id ?? ''
  const invite = inviteOf(id)
  await clinic.server.pull({ invites: [invite] })
  await showPage(clinic, <QueuePage />, '/queue')
  return { clinic, id, invite }
}

test('an empty queue says so', async () => {
  await showQueue()
  expect(words()).toContain('Nothing is waiting')
})

test('Y1: nothing is shown as done before the server did it; queued can be taken back, sent cannot, done stays listed', async () => {
  const { clinic, invite } = await showQueue()
  const writeId = crypto.randomUUID()
  await act(async () => clinic.replica.enqueue({ kind: 'invite.revoke', writeId, inviteId: invite.id }))
  expect(words()).toContain('Queued')
  expect(words()).not.toContain('Done')
  expect(named(/^Take back/)).toBeDefined()
  await act(async () => void (await clinic.replica.markSent([writeId])))
  expect(words()).toContain('Sent, no answer yet')
  expect(named(/^Take back/)).toBeUndefined()
  await act(async () => clinic.replica.applyResults([{ writeId, outcome: 'applied' }]))
  expect(words()).toContain('Done within a day')
})

test('S0.9: taking back an invite asks first, since a letter may be printed already, and names the safe way', async () => {
  const { clinic, id } = await showQueue()
  const hashes = { tokenHash: 'a'.repeat(43), shortHash: 'b'.repeat(43), verbalCode: null }
  const ids = { participantId: id, inviteId: crypto.randomUUID(), writeId: crypto.randomUUID() }
  await act(async () => clinic.replica.enqueue({ kind: 'invite.create', ...ids, ...hashes }))
  await choose(/^Take back: Create an invite/)
  expect(words()).toContain('that link will never work')
  expect(clinic.outbox()).toHaveLength(1)
  await choose('Take back')
  await settle(20)
  expect(clinic.outbox()).toHaveLength(0)
})

test('S4.17: an invite accepted meanwhile offers "Revoke access": one press, the question of Manage Portal, the account command; the entry goes', async () => {
  const { clinic, id, invite } = await showQueue()
  const writeId = crypto.randomUUID()
  await act(async () => clinic.replica.enqueue({ kind: 'invite.revoke', writeId, inviteId: invite.id }))
  const accepted = { ...invite, rev: 9, acceptedAt: new Date().toISOString() }
  const accounts = [accountOf(id, { rev: 10 })]
  const overtaken = { writeId, outcome: 'conflict', reason: 'already_accepted', invites: [accepted], accounts } as const
  await act(async () => clinic.replica.applyResults([overtaken]))
  expect(words()).toContain('Overtaken')
  expect(words()).toContain('a portal account exists now')
  await choose('Revoke access')
  expect(words()).toContain('Their record, messages and history stay')
  await choose('Revoke access')
  await settle(20)
  expect(clinic.outbox().map(({ item, state }) => `${item.kind} ${state}`)).toEqual(['account.revoke queued'])
  expect(clinic.outbox()[0]?.item).toMatchObject({ participantId: id })
})

test('S4.20: a re-enable that a newer revocation overtook shows that one, and takes it as seen when it is asked for again', async () => {
  const { clinic, id } = await showQueue()
  const [older, newer] = ['2026-03-02T09:00:00.000Z', '2026-03-03T09:00:00.000Z']
  const writeId = crypto.randomUUID()
  const wish = { kind: 'account.enable', writeId, participantId: id, disabledAt: older } as const
  await act(async () => clinic.replica.enqueue(wish))
  const accounts = [accountOf(id, { rev: 10, disabledAt: newer, disabledByName: 'Lee Park' })]
  await act(async () =>
    clinic.replica.applyResults([{ writeId, outcome: 'conflict', reason: 'revoked_since', accounts }]),
  )
  expect(words()).toContain('The revocation stands')
  expect(words()).toContain('Lee Park')
  await choose('Give access back')
  await choose('Re-enable')
  await settle(20)
  expect(clinic.outbox().map(({ item }) => item)).toMatchObject([{ kind: 'account.enable', disabledAt: newer }])
})

test('Y7: an invite that a newer revocation overtook says who revoked what, and is made anew from there; the overtaken entry goes with the dialog', async () => {
  const { clinic, id, invite } = await showQueue()
  const hashes = { tokenHash: 'a'.repeat(43), shortHash: 'b'.repeat(43), verbalCode: null }
  const ids = { participantId: id, inviteId: crypto.randomUUID(), writeId: crypto.randomUUID() }
  const seen = { revokedAt: null, ownWrites: [] }
  await act(async () => clinic.replica.enqueue({ kind: 'invite.create', ...ids, ...hashes, seen }))
  const revoked = { ...invite, rev: 9, revokedAt: '2026-03-03T09:00:00.000Z', revokedByName: 'Lee Park' }
  const answer = { outcome: 'conflict', reason: 'revoked_since', invites: [revoked], accounts: [] } as const
  await act(async () => clinic.replica.applyResults([{ writeId: ids.writeId, ...answer }]))
  for (const said of ['Overtaken', 'The revocation stands', 'a printed letter will never work', 'Lee Park'])
    expect(words()).toContain(said)
  await choose('Make a new invite')
  await choose('Create Invite')
  await settle(20)
  expect(clinic.outbox().map(({ state }) => state)).toEqual(['conflict', 'queued'])
  expect(clinic.outbox()[1]?.item).toMatchObject({ participantId: id, seen: { revokedAt: revoked.revokedAt } })
  await choose('Done')
  await choose('Close')
  await settle(20)
  expect(clinic.outbox().map(({ item, state }) => `${item.kind} ${state}`)).toEqual(['invite.create queued'])
})
