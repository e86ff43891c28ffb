// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { seenRevocations } from '../../renderer/console/invites/seenRevocations'
import { closeClinics, inviteOf, openTestClinic } from './participantsKit'

afterEach(closeClinics)

test('Y7: a new invite carries the newest revocation on this console, and of its own queue what takes this person’s invites back', async () => {
  const clinic = await openTestClinic({ participants: 2 })
  const [ana = '', ben = ''] = clinic.people.map(({ id }) => id)
  const stores = clinic.replica.stores
  expect(seenRevocations(stores, ana)).toEqual({ revokedAt: null, ownWrites: [] })
  const [early, late] = ['2026-03-02T09:00:00.000Z', '2026-03-04T09:00:00.000Z']
  const living = inviteOf(ana)
  await clinic.server.pull({
    invites: [
      inviteOf(ana, { revokedAt: late }),
      inviteOf(ana, { revokedAt: early }),
      inviteOf(ben, { revokedAt: '2026-03-09T09:00:00.000Z' }),
      living,
    ],
  })
  const revoke = { kind: 'invite.revoke', writeId: crypto.randomUUID(), inviteId: living.id } as const
  const access = { kind: 'account.revoke', writeId: crypto.randomUUID(), participantId: ana } as const
  const other = { kind: 'account.revoke', writeId: crypto.randomUUID(), participantId: ben } as const
  for (const item of [revoke, other, access]) await clinic.replica.enqueue(item)
  expect(seenRevocations(stores, ana)).toEqual({ revokedAt: late, ownWrites: [revoke.writeId, access.writeId] })
})
