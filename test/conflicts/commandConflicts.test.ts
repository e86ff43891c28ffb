import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { normaliseShortCode, shortCodeFromBytes } from '../../shared/invites/inviteLinks'
import type { PushResult } from '../../shared/sync/syncSchemas'
import { portsOf, push } from '../accounts/accountHttp'
import { codeOf, join, openLink, portalCall, pushInvite, registration } from '../security/support/calls'
import { addClinic, addParticipant, type Desk, type Desks } from '../security/support/people'
import { openSite, type Site } from '../security/support/servers'

let site: Site
let desks: Desks
let ports: readonly [number, number]
beforeAll(async () => {
  site = await openSite({ servers: 2 })
  desks = await addClinic(site.database)
  ports = portsOf(site)
})
beforeEach(() => site.forgetRates())
afterAll(() => site.stop())

type Item = Readonly<Record<string, unknown>>

async function answer(port: number, desk: Desk, item: Item): Promise<PushResult> {
  const result = await push(port, desk, item)
  if (typeof result === 'string') throw new Error(`the push was refused: ${result}`)
  return result
}

const said = ({ outcome, reason }: PushResult) => (reason ? `${outcome} ${reason}` : outcome)

/** What a console keeps of an invite that it made, and what it sends: the hashes only (I2). */
function offlineInvite() {
  const token = randomBytes(32).toString('base64url')
  const shortCode = normaliseShortCode(shortCodeFromBytes(randomBytes(10))) ?? ''
  const hash = (text: string) => createHash('sha256').update(text).digest('base64url')
  const hashes = { inviteId: randomUUID(), tokenHash: hash(token), shortHash: hash(shortCode) }
  return { token, hashes }
}

const opened = async (port: number, token: string) =>
  codeOf(await portalCall(port, 'invite.open', 'mutation', { token }))

test('S4.17, Y6: a revocation of an invite that was accepted meanwhile is a conflict with invite and account, and the account can be revoked from there', async () => {
  const participantId = await addParticipant(site.database, desks)
  const { inviteId, token } = await pushInvite(ports[0], desks.staff, participantId)
  await portalCall(
    ports[1],
    'invite.accept',
    'mutation',
    registration('meanwhile@example.org'),
    await openLink(ports[1], token),
  )
  const item = { writeId: randomUUID(), kind: 'invite.revoke', inviteId }
  const result = await answer(ports[0], desks.staff, item)
  expect(said(result)).toBe('conflict already_accepted')
  expect(result.invites?.[0]).toMatchObject({ id: inviteId, acceptedAt: expect.any(String), revokedAt: null })
  expect(result.accounts?.[0]).toMatchObject({ id: participantId, disabledAt: null })
  expect(await answer(ports[1], desks.staff, item)).toEqual(result)
  expect(said(await answer(ports[1], desks.staff, { kind: 'account.revoke', participantId }))).toBe('applied')
})

test('S4.20: access that was revoked again after what the author saw stays revoked; the answer shows the newer revocation', async () => {
  const participantId = await addParticipant(site.database, desks)
  await join(ports[0], desks.admin, participantId, 'twice@example.org')
  const revoke = { kind: 'account.revoke', participantId }
  const first = await answer(ports[0], desks.staff, revoke)
  const disabledAt = first.accounts?.[0]?.disabledAt
  const enable = { kind: 'account.enable', participantId, disabledAt }
  expect(said(await answer(ports[1], desks.manager, enable))).toBe('applied')
  const newer = await answer(ports[1], desks.manager, revoke)
  const late = await answer(ports[0], desks.staff, enable)
  expect(said(late)).toBe('conflict revoked_since')
  expect(late.accounts?.[0]?.disabledAt).toBe(newer.accounts?.[0]?.disabledAt)
})

test('S4.17, W4: a revocation and an acceptance at once over two processes: either the link is dead, or the author is told', async () => {
  for (let round = 0; round < 5; round++) {
    await site.forgetRates()
    const participantId = await addParticipant(site.database, desks)
    const { inviteId, token } = await pushInvite(ports[0], desks.staff, participantId)
    const cookie = await openLink(ports[1], token)
    const [revoked, accepted] = await Promise.all([
      answer(ports[0], desks.staff, { kind: 'invite.revoke', inviteId }),
      portalCall(ports[1], 'invite.accept', 'mutation', registration(`race${round}@example.org`), cookie),
    ])
    const account = await site.database.db
      .selectFrom('account')
      .select('rev')
      .where('participant_id', '=', participantId)
      .execute()
    if (codeOf(accepted) === 'ok') expect([said(revoked), account.length]).toEqual(['conflict already_accepted', 1])
    else expect([said(revoked), account.length]).toEqual(['applied', 0])
  }
}, 120_000)

test('Y6: of two consoles that take back and replace one invite at once one is applied, the other hears that it is over', async () => {
  for (let round = 0; round < 5; round++) {
    const participantId = await addParticipant(site.database, desks)
    const { inviteId } = await pushInvite(ports[0], desks.staff, participantId)
    await site.database.db
      .updateTable('invite')
      .set({ created_at: new Date(Date.now() - 3_600_000) })
      .where('id', '=', inviteId)
      .execute()
    const { hashes } = offlineInvite()
    const resend = { kind: 'invite.resend', previousId: inviteId, keepVerbalCode: true, verbalCode: null, ...hashes }
    const [revoked, replaced] = await Promise.all([
      answer(ports[0], desks.staff, { kind: 'invite.revoke', inviteId }),
      answer(ports[1], desks.manager, resend),
    ])
    expect([said(revoked), said(replaced)].sort()).toEqual(['applied', 'refused invite_over'])
  }
}, 120_000)

test('I2, S0.9: the link of an invite that was made offline answers like every link that does not work until its hash has arrived, then works', async () => {
  const participantId = await addParticipant(site.database, desks)
  const { token, hashes } = offlineInvite()
  expect(await opened(ports[0], token)).toBe('LINK_NOT_WORKING')
  expect(await opened(ports[1], randomBytes(32).toString('base64url'))).toBe('LINK_NOT_WORKING')
  const item = { kind: 'invite.create', participantId, verbalCode: null, ...hashes }
  expect(said(await answer(ports[0], desks.staff, item))).toBe('applied')
  expect(await opened(ports[1], token)).toBe('ok')
})

test('S4.22, I7: a reprint voids the old sheet as soon as the server has it, and the verbal code that was told still holds', async () => {
  const participantId = await addParticipant(site.database, desks)
  const first = await pushInvite(ports[0], desks.staff, participantId, 'blue harbour lantern')
  await site.database.db
    .updateTable('invite')
    .set({ created_at: new Date(Date.now() - 3_600_000) })
    .where('id', '=', first.inviteId)
    .execute()
  const { token, hashes } = offlineInvite()
  const { tokenHash } = hashes
  expect(await opened(ports[0], first.token)).toBe('ok')
  expect(await opened(ports[0], token)).toBe('LINK_NOT_WORKING')
  const reprint = {
    kind: 'invite.resend',
    previousId: first.inviteId,
    keepVerbalCode: true,
    verbalCode: null,
    ...hashes,
  }
  expect(said(await answer(ports[0], desks.staff, reprint))).toBe('applied')
  for (const port of ports) expect(await opened(port, first.token)).toBe('LINK_NOT_WORKING')
  const cookie = await openLink(ports[1], token)
  expect(
    codeOf(await portalCall(ports[1], 'invite.verify', 'mutation', { code: 'blue harbour lantern' }, cookie)),
  ).toBe('ok')
  expect(tokenHash).not.toBe('')
})
