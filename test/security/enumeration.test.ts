import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPasswordHasher } from '../../server/accounts/passwordHash'
import type { RawAnswer } from '../support/httpApp'
import { codeOf, join, portalCall, staffCall } from './support/calls'
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
}, 60_000)
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

test.each([
  'portal',
  'staff',
] as const)('P4: %s sign-in takes as long for unknown, wrong, locked and disabled (40 samples each, wide bounds)', async (side) => {
  await site.forgetRates()
  await lock(side)
  const causes = ['unknown', 'wrong', 'locked', 'disabled'] as const
  const times = new Map<string, number[]>(causes.map((cause) => [cause, []]))
  for (let sample = 0; sample < 40; sample++) {
    // Counters of addresses and of tries go, the lock stays: each sample meets the same state.
    await site.database.db.deleteFrom('rate_counter').execute()
    await site.database.db.deleteFrom('attempt').where('locked_until', 'is', null).execute()
    for (const cause of causes) {
      const [email, password] = CAUSES[cause]
      const begin = performance.now()
      expect(codeOf(await signIn(side, email, password))).toBe('SIGN_IN_FAILED')
      times.get(cause)?.push(performance.now() - begin)
    }
  }
  const usual = [...times.values()].map(quartile)
  // The lower quartile, because other tests share the two cores; usual of 200 are for a quiet machine.
  expect(Math.max(...usual) - Math.min(...usual), JSON.stringify(usual)).toBeLessThan(
    Math.max(25, 0.5 * Math.min(...usual)),
  )
}, 150_000)

function quartile(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 4)] ?? 0
}
