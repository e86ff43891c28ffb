import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ACTIONS, ROLES, type Role } from '../../shared/access/roles'
import { codeOf, join, portalCall, staffCall } from '../security/support/calls'
import { addClinic, addDesk, addParticipant, type Desk, type Desks } from '../security/support/people'
import { openSite, type Site } from '../security/support/servers'

let site: Site
let desks: Desks
let participantId: string

beforeAll(async () => {
  site = await openSite()
  desks = await addClinic(site.database)
  participantId = await addParticipant(site.database, desks)
  await join(site.port, desks.admin, participantId, 'robin@example.org')
})
afterAll(() => site.stop())

const diagnose = (desk: Desk, id: string) =>
  staffCall(site.port, desk, 'signIns.diagnose', 'query', { participantId: id })
const check = (desk: Desk, id: string, contact: string) =>
  staffCall(site.port, desk, 'signIns.checkContact', 'mutation', { participantId: id, contact })

test.each(ROLES)('D1: %s asking why somebody cannot sign in is answered as the role table says', async (role: Role) => {
  const expected = (ACTIONS['sign_in.diagnose'] as readonly Role[]).includes(role) ? 'ok' : 'FORBIDDEN'
  expect(codeOf(await diagnose(desks[role], participantId))).toBe(expected)
  expect(codeOf(await check(desks[role], participantId, 'robin@example.org'))).toBe(expected)
})

test('D1, P4: out of scope and unknown have one answer, over the wire too', async () => {
  const stranger = await addDesk(site.database, 'manager', 'stranger@alder.example')
  const bare = (body: string) => body.replace(/[0-9a-f-]{36}/g, '-')
  const [outside, nobody] = [await diagnose(stranger, participantId), await diagnose(stranger, randomUUID())]
  expect([outside.status, codeOf(outside)]).toEqual([404, 'NOT_FOUND'])
  expect(bare(nobody.body)).toBe(bare(outside.body))
})

test('P4, product.md item 9: the visitor reads one sentence, the console the true reason and its remedy', async () => {
  const input = { email: 'robin@example.org', password: 'not the right one at all' }
  const refused = await portalCall(site.port, 'auth.signIn', 'mutation', input)
  expect(codeOf(refused)).toBe('SIGN_IN_FAILED')
  const answer = JSON.parse((await diagnose(desks.front_desk, participantId)).body) as {
    result: { data: { verdict: string; remedy: string; attempts: readonly { reason: string }[] } }
  }
  const { verdict, remedy, attempts } = answer.result.data
  expect([verdict, remedy, attempts[0]?.reason]).toEqual(['password_wrong', 'send_reset', 'password_wrong'])
  expect(JSON.stringify(answer)).not.toContain('robin@example.org')
})
