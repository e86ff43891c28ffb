import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { InviteItem } from '../../server/invites/inviteCommands'
import { inviteDoc } from '../../server/invites/inviteStore'
import { inTransaction, takeCommitLock } from '../../server/platform/database/transaction'
import { ROLES } from '../../shared/access/roles'
import { inviteState } from '../../shared/invites/inviteRules'
import type { ShareWay } from '../../shared/invites/inviteSchemas'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import {
  addClinic,
  addParticipant,
  after,
  auditLines,
  Browser,
  type Clinic,
  command,
  DAY,
  invite,
  inviteRow,
  joined,
  MINUTE,
  newLink,
  openWorld,
  outcome,
  SECOND,
  staffCaller,
  tally,
  type World,
} from './portalWorld'

let database: TestDatabase
let world: World
let clinic: Clinic

beforeEach(async () => {
  await database?.drop()
  database = await createTestDatabase()
  world = openWorld(database)
  clinic = await addClinic(world)
})
afterAll(async () => await database?.drop())

const create = (participantId: string, verbalCode: string | null = null, link = newLink()) =>
  ({ writeId: randomUUID(), kind: 'invite.create', participantId, verbalCode, ...link.item }) satisfies InviteItem
const resend = (previousId: string, more: { keepVerbalCode?: boolean; verbalCode?: string | null } = {}) =>
  ({
    writeId: randomUUID(),
    kind: 'invite.resend',
    previousId,
    keepVerbalCode: false,
    verbalCode: null,
    ...more,
    ...newLink().item,
  }) satisfies InviteItem
const revoke = (inviteId: string) => ({ writeId: randomUUID(), kind: 'invite.revoke', inviteId }) satisfies InviteItem
const send = (item: InviteItem, role: (typeof ROLES)[number] = 'staff') =>
  command(world, staffCaller(world, clinic, role), item)

async function stateOf(inviteId: string) {
  return inviteState(inviteDoc(await inviteRow(world, inviteId)), world.now)
}

test('S0.3 I7: a new invite ends the older one in the same moment, and only the new link works', async () => {
  const participantId = await addParticipant(world, clinic)
  const older = await invite(world, clinic, participantId)
  const newer = await invite(world, clinic, participantId)
  expect([await stateOf(older.inviteId), await stateOf(newer.inviteId)]).toEqual(['superseded', 'pending'])
  expect(await outcome(new Browser(world).open(older.token))).toBe('LINK_NOT_WORKING')
  expect(await outcome(new Browser(world).open(newer.token))).toBe('ok')
  expect(tally(await auditLines(world))).toMatchObject({ 'invite.created ok': 2, 'invite.superseded ok': 1 })
})

test('I7: the page of a superseded invite that was open already can do nothing more', async () => {
  const participantId = await addParticipant(world, clinic)
  const older = await invite(world, clinic, participantId)
  const browser = new Browser(world)
  await browser.open(older.token)
  await invite(world, clinic, participantId)
  expect(await outcome(browser.accept())).toBe('LINK_NOT_WORKING')
})

test('I7: 12 invites for one participant at the same moment leave exactly one living', async () => {
  const participantId = await addParticipant(world, clinic)
  const results = await Promise.all(Array.from({ length: 12 }, () => send(create(participantId))))
  expect(tally(results.map((result) => result.outcome))).toEqual({ applied: 12 })
  const rows = await world.db.selectFrom('invite').selectAll().execute()
  expect(tally(rows.map((row) => inviteState(inviteDoc(row), world.now)))).toEqual({ pending: 1, superseded: 11 })
  expect(new Set(rows.map((row) => row.rev)).size).toBe(12)
})

test('I7: an invite and an accept of the older one at the same moment never leave a living invite beside an account', async () => {
  for (let round = 0; round < 8; round++) {
    const participantId = await addParticipant(world, clinic)
    const { token } = await invite(world, clinic, participantId)
    const browser = new Browser(world)
    await browser.open(token)
    const [accepted, created] = await Promise.all([
      outcome(browser.accept(`r${round}@example.org`)),
      send(create(participantId)),
    ])
    expect([accepted, created.outcome]).toEqual(accepted === 'ok' ? ['ok', 'refused'] : ['LINK_NOT_WORKING', 'applied'])
  }
})

test('I7 S4.24: nobody with an account is invited again, enabled or disabled', async () => {
  const { participantId } = await joined(world, clinic)
  expect(await send(create(participantId))).toEqual({ outcome: 'refused', reason: 'account_exists' })
  await world.db.updateTable('account').set({ disabled_at: world.now }).execute()
  expect(await send(create(participantId))).toEqual({ outcome: 'refused', reason: 'account_exists' })
})

test('known trap: after a revoke, a lock or an expiry the participant can be invited again', async () => {
  const participantId = await addParticipant(world, clinic)
  const revoked = await invite(world, clinic, participantId)
  expect((await send(revoke(revoked.inviteId))).outcome).toBe('applied')
  const locked = await invite(world, clinic, participantId)
  await world.db.updateTable('invite').set({ locked_at: world.now }).where('id', '=', locked.inviteId).execute()
  const expired = await invite(world, clinic, participantId)
  world.now = after(8 * DAY)
  const { token } = await invite(world, clinic, participantId)
  expect([await stateOf(revoked.inviteId), await stateOf(locked.inviteId), await stateOf(expired.inviteId)]).toEqual([
    'revoked',
    'locked',
    'expired',
  ])
  expect(await outcome(new Browser(world).open(token))).toBe('ok')
})

test('a revoked link is dead at once, also in a page that is open', async () => {
  const { inviteId, token } = await invite(world, clinic, await addParticipant(world, clinic))
  const browser = new Browser(world)
  await browser.open(token)
  const result = await send(revoke(inviteId))
  expect(result).toMatchObject({ outcome: 'applied', invites: [{ id: inviteId, revokedByName: 'Sam Reed' }] })
  expect(await outcome((await browser.api()).invite.current())).toBe('LINK_NOT_WORKING')
  expect(await outcome(browser.accept())).toBe('LINK_NOT_WORKING')
  expect(await send(revoke(inviteId))).toEqual({ outcome: 'refused', reason: 'already_revoked' })
})

test('each command names why it cannot be done', async () => {
  const { inviteId } = await invite(world, clinic, await addParticipant(world, clinic))
  const taken = newLink()
  const other = await addParticipant(world, clinic)
  await send(create(other, null, taken))
  expect(await send(create(other, null, taken))).toEqual({ outcome: 'refused', reason: 'already_exists' })
  const sameToken = { ...create(other), tokenHash: taken.item.tokenHash }
  expect(await send(sameToken)).toEqual({ outcome: 'refused', reason: 'already_exists' })
  expect(await send(create(randomUUID()))).toEqual({ outcome: 'refused', reason: 'unknown_participant' })
  expect(await send(revoke(randomUUID()))).toEqual({ outcome: 'refused', reason: 'unknown_invite' })
  expect(await send(resend(randomUUID()))).toEqual({ outcome: 'refused', reason: 'unknown_invite' })
  const both = resend(inviteId, { keepVerbalCode: true, verbalCode: '730246' })
  expect(await send(both)).toEqual({ outcome: 'refused', reason: 'malformed' })
})

test('a refused command changes nothing and leaves one audit row', async () => {
  const participantId = await addParticipant(world, clinic)
  const { inviteId } = await invite(world, clinic, participantId)
  const before = await inviteRow(world, inviteId)
  const taken = { ...create(participantId), inviteId }
  expect((await send(taken)).outcome).toBe('refused')
  expect(await inviteRow(world, inviteId)).toEqual(before)
  expect(await auditLines(world)).toEqual(['invite.created ok', 'write.refused refused'])
})

test('product.md roles: who may create, resend and revoke', async () => {
  for (const role of ROLES) {
    const participantId = await addParticipant(world, clinic)
    const { inviteId } = await invite(world, clinic, participantId)
    const reasonOf = async (item: InviteItem) => {
      const result = await send(item, role)
      return result.outcome === 'refused' ? result.reason : 'ok'
    }
    const serves = role !== 'auditor'
    const revokes = serves && role !== 'front_desk'
    expect([role, await reasonOf(revoke(inviteId))]).toEqual([role, revokes ? 'ok' : 'role'])
    expect([role, await reasonOf(create(participantId))]).toEqual([role, serves ? 'ok' : 'role'])
    expect([role, await reasonOf(resend(inviteId))]).toEqual([role, serves ? 'invite_over' : 'role'])
  }
})

test('S4.16 S4.22: a resend has a new token and a new life, kills the old link, and waits out the cooldown', async () => {
  const participantId = await addParticipant(world, clinic)
  const { inviteId, token } = await invite(world, clinic, participantId, '482913')
  world.now = after(5 * MINUTE - SECOND)
  expect(await send(resend(inviteId))).toEqual({ outcome: 'refused', reason: 'cooldown', retryAfterSeconds: 1 })
  world.now = after(5 * MINUTE)
  const result = await send(resend(inviteId, { keepVerbalCode: true }))
  expect(result).toMatchObject({
    outcome: 'applied',
    invites: [
      { id: inviteId, supersededAt: world.now.toISOString() },
      { hasVerbalCode: true, wrongCodes: 0, expiresAt: after(7 * DAY, world.now).toISOString() },
    ],
  })
  expect(await outcome(new Browser(world).open(token))).toBe('LINK_NOT_WORKING')
  expect(await auditLines(world)).toContain('invite.resent ok')
})

test('S0.4: a clinic may require the code; easy ones and the birth date are refused', async () => {
  const participantId = await addParticipant(world, clinic, { birthDate: '1984-03-09' })
  for (const weak of ['123456', '111111', '090384', '19840309', 'abc']) {
    expect(await send(create(participantId, weak))).toEqual({ outcome: 'refused', reason: 'verbal_code_weak' })
  }
  const settings = JSON.stringify({ verbalCodeRequired: true })
  await world.db.updateTable('clinic').set({ settings, rev: 99 }).execute()
  expect(await send(create(participantId))).toEqual({ outcome: 'refused', reason: 'verbal_code_required' })
  expect((await send(create(participantId, '482913'))).outcome).toBe('applied')
})

test('Y5: the time of the console plays no part; the server dates what it does', async () => {
  world.now = after(3 * DAY)
  const { inviteId } = await invite(world, clinic, await addParticipant(world, clinic))
  expect(await inviteRow(world, inviteId)).toMatchObject({ created_at: after(3 * DAY), expires_at: after(10 * DAY) })
})

test('product item 3, U1: how link and code were handed over is noted with the invite and in the log; the newest note stands', async () => {
  const { inviteId } = await invite(world, clinic, await addParticipant(world, clinic), '482913')
  const share = (link: ShareWay[], code: ShareWay[], id = inviteId) =>
    ({ writeId: randomUUID(), kind: 'invite.share', inviteId: id, link, code }) satisfies InviteItem
  const before = await inviteRow(world, inviteId)
  expect(inviteDoc(before).shared).toBeNull()
  await send(share(['email'], ['email']))
  const { outcome: noted } = await send(share(['letter'], ['phone']), 'front_desk')
  const after = await inviteRow(world, inviteId)
  expect([noted, inviteDoc(after).shared]).toEqual(['applied', { link: ['letter'], code: ['phone'] }])
  expect(after.rev).toBeGreaterThan(before.rev)
  expect(await send(share([], []), 'auditor')).toMatchObject({ outcome: 'refused', reason: 'role' })
  expect(await send(share([], [], randomUUID()))).toMatchObject({ outcome: 'refused', reason: 'unknown_invite' })
  expect(tally(await auditLines(world))).toMatchObject({ 'invite.shared ok': 2 })
})

test('I2: what replicas get of an invite has no hash and no code', async () => {
  const { inviteId } = await invite(world, clinic, await addParticipant(world, clinic), '482913')
  const row = await inviteRow(world, inviteId)
  const text = JSON.stringify(inviteDoc(row))
  for (const hash of [row.token_hash, row.short_hash]) {
    for (const form of ['hex', 'base64', 'base64url'] as const) expect(text).not.toContain(hash.toString(form))
  }
  expect(text).not.toContain(row.verbal_hash)
})

/** Runs `work` while another writer holds the commit lock, and lets that one point at the participant once `work` waits for the lock. */
async function besideAWriter(participantId: string, work: () => Promise<unknown>): Promise<void> {
  let waiting: Promise<unknown> | undefined
  await inTransaction(world.db, async (tx) => {
    await takeCommitLock(tx)
    waiting = work()
    const held = sql<{ n: number }>`select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`
    await expect.poll(async () => (await held.execute(world.db)).rows[0]?.n, { timeout: 20_000 }).toBe(1)
    await sql`set local lock_timeout = '500ms'`.execute(tx)
    const pair = { staff_id: clinic.staffId, participant_id: participantId, rev: 1, active: true }
    await tx.insertInto('scope').values(pair).execute()
  })
  await waiting
}

test('Y1: a writer with the commit lock that points at somebody never waits for an invite of theirs that is being made, revoked or accepted', async () => {
  const id = await addParticipant(world, clinic)
  await besideAWriter(id, () => send(create(id)))
  const { inviteId } = await invite(world, clinic, await addParticipant(world, clinic))
  const owner = (await inviteRow(world, inviteId)).participant_id
  await besideAWriter(owner, () => send(revoke(inviteId)))
  const joining = await addParticipant(world, clinic)
  const browser = new Browser(world)
  await browser.open((await invite(world, clinic, joining)).token)
  await besideAWriter(joining, () => browser.accept())
})
