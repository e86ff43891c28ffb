import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newestRevocation } from '../../shared/invites/inviteRules'
import type { SeenRevocations } from '../../shared/invites/inviteSchemas'
import type { PushResult } from '../../shared/sync/syncSchemas'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type Clinic, createClinic, creation, inviteFor, revocation } from '../sync/support/clinic'

let database: TestDatabase
let clinic: Clinic

beforeAll(async () => {
  database = await createTestDatabase()
  clinic = await createClinic(database, 2)
})
afterAll(async () => {
  clinic.close()
  await database.drop()
})

const person = async () => {
  const id = randomUUID()
  await clinic.push('staff', [creation(clinic, id)])
  return id
}
const NOTHING_SEEN: SeenRevocations = { revokedAt: null, ownWrites: [] }
const made = (participantId: string, seen: SeenRevocations | undefined, inviteId = randomUUID()) => ({
  ...inviteFor(participantId, inviteId),
  ...(seen && { seen }),
})
const only = ([result]: readonly PushResult[]) => {
  if (!result) throw new Error('nothing was answered')
  return result
}
const said = ({ outcome, reason }: PushResult) => (reason ? `${outcome} ${reason}` : outcome)
const isThere = async (inviteId: string) =>
  (await clinic.db.selectFrom('invite').select('id').where('id', '=', inviteId).execute()).length === 1

/** Somebody's invite, made by staff and revoked by the manager; the answer to the revocation. */
async function revokedOf(id: string): Promise<PushResult> {
  const inviteId = randomUUID()
  await clinic.push('staff', [inviteFor(id, inviteId)])
  return only(await clinic.push('manager', [revocation(inviteId)]))
}

test('Y7: an invite made before a colleague’s revocation never goes live after it; the author is told by whom, and may make another then', async () => {
  const id = await person()
  const revoked = await revokedOf(id)
  const late = made(id, NOTHING_SEEN)
  const answer = only(await clinic.push('staff', [late]))
  expect(said(answer)).toBe('conflict revoked_since')
  expect(answer.invites).toEqual(revoked.invites)
  expect(answer.accounts).toEqual([])
  expect('inviteId' in late && (await isThere(late.inviteId))).toBe(false)
  expect(only(await clinic.push('staff', [late]))).toEqual(answer)
  const knowing = { revokedAt: newestRevocation(answer.invites ?? []), ownWrites: [] }
  expect(said(only(await clinic.push('staff', [made(id, knowing)])))).toBe('applied')
})

test('Y7: access that was taken from somebody who had only an invite is protected in the same way, and a second revocation counts anew', async () => {
  const id = await person()
  await clinic.push('staff', [inviteFor(id)])
  const taken = await clinic.push('manager', [
    { kind: 'account.revoke', writeId: randomUUID(), participantId: id } as never,
  ])
  expect(said(only(taken))).toBe('applied')
  expect(said(only(await clinic.push('staff', [made(id, NOTHING_SEEN)])))).toBe('conflict revoked_since')
  const knowing = { revokedAt: newestRevocation(only(taken).invites ?? []), ownWrites: [] }
  await revokedOf(id)
  expect(said(only(await clinic.push('staff', [made(id, knowing)])))).toBe('conflict revoked_since')
})

test('Y7: an author’s own revocation ahead in the same queue does not stand in the way, a colleague’s beside it does', async () => {
  const [own, foreign, taken] = [await person(), await person(), await person()]
  const [first, second] = [randomUUID(), randomUUID()]
  await clinic.push('staff', [inviteFor(own, first), inviteFor(foreign, second)])
  const mine = [revocation(first), revocation(second)] as const
  const behind = (id: string, { writeId }: { readonly writeId: string }) =>
    made(id, { revokedAt: null, ownWrites: [writeId] })
  const [, answer] = await clinic.push('staff', [mine[0], behind(own, mine[0])])
  expect(answer?.outcome).toBe('applied')
  await clinic.push('manager', [revocation(second)])
  const overtaken = await clinic.push('staff', [mine[1], behind(foreign, mine[1])])
  expect(overtaken.map(said)).toEqual(['refused already_revoked', 'conflict revoked_since'])
  const theirs = randomUUID()
  await clinic.push('staff', [inviteFor(taken, theirs)])
  const colleague = revocation(theirs)
  await clinic.push('manager', [colleague])
  expect(said(only(await clinic.push('staff', [behind(taken, colleague)])))).toBe('conflict revoked_since')
})

test('Y7: what waits in the queue of an earlier console, without the new field, is still taken', async () => {
  const id = await person()
  await revokedOf(id)
  expect(said(only(await clinic.push('staff', [made(id, undefined)])))).toBe('applied')
})
