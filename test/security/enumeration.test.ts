import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPasswordHasher } from '../../server/accounts/passwordHash'
import type { RawAnswer } from '../support/httpApp'
import { join, portalCall, staffCall } from './support/calls'
import { addClinic, addDesk, addParticipant, type Desks, PASSWORD } from './support/people'
import { openSite, type Site } from './support/servers'

let site: Site
let desks: Desks

beforeAll(async () => {
  site = await openSite()
  desks = await addClinic(site.database)
  const password_hash = await createPasswordHasher().hashPassword(PASSWORD)
  for (const name of ['known', 'locked', 'disabled']) {
    await join(site.port, desks.admin, await addParticipant(site.database, desks), `${name}@example.org`, false)
    const { staffId } = await addDesk(site.database, 'staff', `${name}@example.org`)
    // At the cost of a real installation: these hashes are timed.
    await site.database.db.updateTable('staff').set({ password_hash }).where('id', '=', staffId).execute()
  }
  const now = new Date()
  const { db } = site.database
  await db.updateTable('account').set({ disabled_at: now }).where('email_norm', '=', 'disabled@example.org').execute()
  await db.updateTable('staff').set({ suspended_at: now }).where('email', '=', 'disabled@example.org').execute()
})
afterAll(() => site.stop())

type Side = 'portal' | 'staff'
const WRONG = 'not the right one at all'

async function signIn(side: Side, email: string, password: string): Promise<RawAnswer> {
  const input = { email, password }
  if (side === 'portal') return await portalCall(site.port, 'auth.signIn', 'mutation', input)
  return await staffCall(site.port, desks.admin, 'auth.signIn', 'mutation', input, null)
}

async function lock(side: Side): Promise<void> {
  for (let tries = 0; tries < 6; tries++) await signIn(side, 'locked@example.org', WRONG)
}

const CAUSES = {
  unknown: ['nobody@example.org', WRONG],
  wrong: ['known@example.org', WRONG],
  empty: ['known@example.org', ''],
  'unknown and empty': ['nobody@example.org', ''],
  locked: ['locked@example.org', PASSWORD],
  disabled: ['disabled@example.org', PASSWORD],
  'no email at all': ['', WRONG],
  'capitals and spaces': ['  KNOWN@Example.org ', WRONG],
} as const

/** Everything of an answer that may not differ: without the request id and the hour. */
function seen({ status, headers, body }: RawAnswer): string {
  const id = String(headers['x-request-id'])
  const { 'x-request-id': _id, date: _date, ...rest } = headers
  return JSON.stringify([status, rest, body.replaceAll(id, '-')])
}

test.each([
  'portal',
  'staff',
] as const)('P4: %s sign-in answers every cause of refusal with the same status, headers and bytes', async (side) => {
  await site.forgetRates()
  await lock(side)
  const answers = new Map<string, string>()
  for (const [cause, [email, password]] of Object.entries(CAUSES)) {
    answers.set(cause, seen(await signIn(side, email, password)))
  }
  expect(new Set(answers.values()).size, JSON.stringify([...answers])).toBe(1)
  expect([...answers.values()][0]).toContain('SIGN_IN_FAILED')
})
