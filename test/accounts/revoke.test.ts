import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addClinic, after, Browser, invite, inviteRow, MINUTE, outcome, refusal } from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import {
  account,
  act,
  addPending,
  auditAfter,
  change,
  type Desk,
  invited,
  lastSeq,
  member,
  openDesk,
  openWays,
  setRecord,
} from './accountWorld'

let database: TestDatabase
let desk: Desk

beforeAll(async () => {
  database = await createTestDatabase()
  const world = openDesk(database, { staffId: '', programId: '' }).world
  desk = openDesk(database, await addClinic(world))
})
afterAll(() => database.drop())

const REVOKE = { kind: 'account.revoke' } as const
const enable = (disabledAt: string | null | undefined) =>
  ({ kind: 'account.enable', disabledAt: disabledAt ?? '' }) as const

test('S0.18, S0.19, S0.20, S2.72, W4: revoking ends every session, link and challenge with one commit, and the right password opens nothing', async () => {
  const { id, browser, email } = await member(desk, 'ana')
  const other = new Browser(desk.world)
  await other.signIn(email)
  await addPending(desk, id)
  const bystander = await member(desk, 'bo')
  const from = await lastSeq(desk)

  const result = await act(desk, id, REVOKE, 'staff')

  expect(result).toMatchObject({ outcome: 'applied', accounts: [{ id, disabledByName: 'Sam Reed' }], invites: [] })
  expect(result.accounts?.[0]?.disabledAt).toBe(desk.world.now.toISOString())
  expect(await openWays(desk, id)).toEqual([0, 0, 0])
  expect(await outcome((await browser.api()).record.own())).toBe('NOT_SIGNED_IN')
  expect(await outcome((await other.api()).record.own())).toBe('NOT_SIGNED_IN')
  expect(await outcome(new Browser(desk.world).signIn(email))).toBe('SIGN_IN_FAILED')
  expect(await outcome((await bystander.browser.api()).record.own())).toBe('ok')
  expect((await auditAfter(desk, from)).slice(0, 1)).toEqual([
    { action: 'account.disabled', outcome: 'ok', target: 'account', detail: { reason: 'revoked', invites: 0 } },
  ])
})

test('S0.20: a revoked and an unknown account are refused alike', async () => {
  const { id, email } = await member(desk, 'cora')
  await act(desk, id, REVOKE)
  const revoked = await refusal(new Browser(desk.world).signIn(email))
  const unknown = await refusal(new Browser(desk.world).signIn('nobody@own.example'))
  expect(revoked).toEqual(unknown)
})

test('S0.21: consents, the record and messages stay after a revocation', async () => {
  const { id } = await member(desk, 'dov')
  const { db, now } = desk.world
  const letter = { id: randomUUID(), rev: 1, participant_id: id, author: 'participant', author_id: id } as const
  await db
    .insertInto('message')
    .values({ ...letter, author_name: 'Robin M', body: 'Thank you.', sent_at: now })
    .execute()
  const counts = async () => ({
    messages: await db.selectFrom('message').selectAll().where('participant_id', '=', id).execute(),
    consents: (await desk.world.db.selectFrom('consent').selectAll().where('participant_id', '=', id).execute()).length,
    account: await account(desk, id).then(({ display_name, password_hash }) => [display_name, password_hash]),
    invites: (await desk.world.db.selectFrom('invite').selectAll().where('participant_id', '=', id).execute()).length,
  })
  const before = await counts()
  await act(desk, id, REVOKE)
  expect(await counts()).toEqual(before)
  expect(before.consents).toBe(3)
  expect(before.messages).toHaveLength(1)
})

test('S0.18: without an account the pending invite is revoked, and its opened page ends', async () => {
  const { id, inviteId, token } = await invited(desk)
  const browser = new Browser(desk.world)
  await browser.open(token)
  const from = await lastSeq(desk)

  const result = await act(desk, id, REVOKE)

  expect(result).toMatchObject({
    outcome: 'applied',
    accounts: [],
    invites: [{ id: inviteId, revokedByName: 'Sam Reed' }],
  })
  expect((await inviteRow(desk.world, inviteId)).rev).toBe(result.invites?.[0]?.rev)
  expect(await outcome(browser.accept('dead@own.example'))).toBe('LINK_NOT_WORKING')
  expect(await outcome(new Browser(desk.world).open(token))).toBe('LINK_NOT_WORKING')
  expect((await auditAfter(desk, from)).filter(({ outcome }) => outcome === 'ok')).toEqual([
    {
      action: 'invite.revoked',
      outcome: 'ok',
      target: 'invite',
      detail: { participant: id, with: 'account.revoke' },
    },
  ])
})

test('S0.18: what is over already is refused with its reason, and one audit row', async () => {
  const { id } = await invited(desk)
  await act(desk, id, REVOKE)
  const from = await lastSeq(desk)
  expect(await act(desk, id, REVOKE)).toEqual({ outcome: 'refused', reason: 'no_account' })
  const { id: active } = await member(desk, 'eli')
  await act(desk, active, REVOKE)
  expect(await act(desk, active, REVOKE)).toEqual({ outcome: 'refused', reason: 'already_disabled' })
  const refused = (await auditAfter(desk, from)).filter(({ action }) => action === 'write.refused')
  expect(refused).toEqual(
    ['no_account', 'already_disabled'].map((reason) => ({
      action: 'write.refused',
      outcome: 'refused',
      target: 'account',
      detail: { kind: 'account.revoke', reason },
    })),
  )
})

test('S4.20: re-enabling gives the old password back and tells the participant; no session, link or invite lives again', async () => {
  const { id, browser, email } = await member(desk, 'finn')
  await addPending(desk, id)
  const revoked = await act(desk, id, REVOKE)
  desk.sent.length = 0
  const from = await lastSeq(desk)

  const result = await act(desk, id, enable(revoked.accounts?.[0]?.disabledAt), 'staff')

  expect(result).toMatchObject({ outcome: 'applied', accounts: [{ id, disabledAt: null, disabledByName: null }] })
  expect(await openWays(desk, id)).toEqual([0, 0, 0])
  expect(await outcome((await browser.api()).record.own())).toBe('NOT_SIGNED_IN')
  expect(await auditAfter(desk, from)).toEqual([
    { action: 'account.enabled', outcome: 'ok', target: 'account', detail: {} },
  ])
  expect(desk.sent.map(({ to, links }) => [to, links])).toEqual([
    ['finn@record.example', ['https://portal.example.org/sign-in']],
  ])
  expect(await outcome(new Browser(desk.world).signIn(email))).toBe('ok')
})

test('S4.19, S4.20: a proved address of their own hears first; an unproved one never; without any nothing is sent', async () => {
  const { id } = await member(desk, 'gil')
  const round = async () => {
    const revoked = await act(desk, id, REVOKE)
    desk.sent.length = 0
    await act(desk, id, enable(revoked.accounts?.[0]?.disabledAt))
    return desk.sent.map(({ to }) => to)
  }
  const { db, now } = desk.world
  await db.updateTable('account').set({ email_verified_at: now }).where('participant_id', '=', id).execute()
  expect(await round()).toEqual(['gil@own.example'])
  await db.updateTable('account').set({ email_verified_at: null }).where('participant_id', '=', id).execute()
  await setRecord(desk, id, { defaultEmail: null })
  expect(await round()).toEqual([])
})

test('S4.20: a newer revocation wins over whoever re-enables from older data', async () => {
  const { id } = await member(desk, 'hal')
  const first = await act(desk, id, REVOKE)
  const seen = first.accounts?.[0]?.disabledAt
  await act(desk, id, enable(seen))
  desk.world.now = after(MINUTE, desk.world.now)
  await act(desk, id, REVOKE)
  expect(await act(desk, id, enable(seen))).toMatchObject({
    outcome: 'conflict',
    reason: 'revoked_since',
    accounts: [{ id }],
  })
  expect((await account(desk, id)).disabled_at).not.toBeNull()
  const { id: active } = await member(desk, 'ina')
  expect(await act(desk, active, enable(seen))).toEqual({ outcome: 'refused', reason: 'already_enabled' })
})

test('S4.20: with the portal off access comes back, and no link to a closed page is sent', async () => {
  const { id } = await member(desk, 'jo')
  const revoked = await act(desk, id, REVOKE)
  await change(desk, { portalEnabled: false })
  desk.sent.length = 0
  expect(await act(desk, id, enable(revoked.accounts?.[0]?.disabledAt))).toMatchObject({ outcome: 'applied' })
  await change(desk, { portalEnabled: true })
  expect(desk.sent).toEqual([])
})

test('I7, S4.20: whoever has an account, also a disabled one, is re-enabled and not invited again', async () => {
  const { id } = await member(desk, 'kit')
  await act(desk, id, REVOKE)
  const rows = await desk.world.db.selectFrom('account').selectAll().where('participant_id', '=', id).execute()
  expect(rows).toHaveLength(1)
  await expect(invite(desk.world, desk.clinic, id)).rejects.toThrow('account_exists')
})
