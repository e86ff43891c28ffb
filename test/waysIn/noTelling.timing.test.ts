import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeOf, cookieFrom, join, portalCall } from '../security/support/calls'
import { addClinic, addParticipant, PASSWORD } from '../security/support/people'
import { openSite, type Site } from '../security/support/servers'
import type { RawAnswer } from '../support/httpApp'
import { contacts } from './waysInWorld'

/** P4 over HTTP, with the whole server: what a visitor can see, and for how long it takes. 50 samples for each of four causes: 200 in all. */
/** `P4_SAMPLES=200` takes 200 for each. */
const SAMPLES = Number(process.env.P4_SAMPLES ?? 50)
const CAUSES = ['known', 'unknown', 'disabled', 'locked'] as const
type Cause = (typeof CAUSES)[number]
const phoneOf = (cause: Cause) => `604 555 01${40 + CAUSES.indexOf(cause)}`
const emailOf = (cause: Cause) => `${cause}@example.org`
let site: Site

beforeAll(async () => {
  site = await openSite()
  const desks = await addClinic(site.database)
  await site.database.db
    .updateTable('clinic')
    .set({ settings: JSON.stringify({ methods: { password: true, emailLink: true, smsCode: true } }) })
    .execute()
  for (const cause of CAUSES) {
    if (cause === 'unknown') continue
    const held = contacts({ emails: [emailOf(cause)], phones: [phoneOf(cause)] })
    await join(site.port, desks.admin, await addParticipant(site.database, desks, held), emailOf(cause), false)
  }
  const { db } = site.database
  await db
    .updateTable('account')
    .set({ disabled_at: new Date() })
    .where('email_norm', '=', 'disabled@example.org')
    .execute()
  await forget()
  for (let tries = 0; tries < 5; tries++) await call('signIn', { email: emailOf('locked'), password: 'wrong' })
})
afterAll(() => site.stop())

/** Budgets and counters go, the pause of `locked` stays: each sample meets the same state. */
async function forget(): Promise<void> {
  const { db } = site.database
  await db.deleteFrom('rate_counter').execute()
  await db.deleteFrom('send_budget').execute()
  await db.deleteFrom('attempt').where('locked_until', 'is', null).execute()
}

const language = 'en'
const ASKS = {
  signIn: (cause: Cause) =>
    call('signIn', { email: emailOf(cause), password: cause === 'known' ? 'a wrong pass phrase' : PASSWORD }),
  requestLink: (cause: Cause) => call('requestLink', { email: emailOf(cause), shared: false, language }),
  requestCode: (cause: Cause) => call('requestCode', { phone: phoneOf(cause), shared: false, language }),
  requestReset: (cause: Cause) => call('requestReset', { email: emailOf(cause), language }),
} as const
type Ask = keyof typeof ASKS

function call(procedure: string, input: unknown): Promise<RawAnswer> {
  return portalCall(site.port, `auth.${procedure}`, 'mutation', input)
}

/** Everything that may not differ: not the request's id, the hour, the cookie's value, and the mask of what was typed. */
function seen({ status, headers, body }: RawAnswer, cause: Cause): string {
  const { 'x-request-id': id, date: _date, 'set-cookie': cookies, ...rest } = headers
  const masked = new RegExp(`${emailOf(cause)[0]}•••.@`, 'g')
  const plain = body
    .replaceAll(String(id), '-')
    .replace(masked, '@')
    .replace(/••••••••\d\d/g, 'number')
  const names = [cookies ?? []].flat().map((cookie) => cookie.replace(/=[A-Za-z0-9_-]{43};/, '=token;'))
  return JSON.stringify([status, rest, names, plain])
}

const EXPECTED = { signIn: 'SIGN_IN_FAILED', requestLink: 'ok', requestCode: 'ok', requestReset: 'ok' } as const

test.each(
  Object.keys(ASKS) as Ask[],
)(`P4 S3.22: %s gives known, unknown, disabled and locked the same answer in the same time`, async (ask) => {
  const times = new Map<Cause, number[]>(CAUSES.map((cause) => [cause, []]))
  const answers = new Set<string>()
  for (let sample = 0; sample < SAMPLES; sample++) {
    if (sample % 5 === 0 || ask !== 'signIn') await forget()
    // Another order each time: whoever comes after a slow answer must not always be the same.
    for (let place = 0; place < CAUSES.length; place++) {
      const cause = CAUSES[(place + sample) % CAUSES.length] ?? 'known'
      const begin = performance.now()
      const answer = await ASKS[ask](cause)
      times.get(cause)?.push(performance.now() - begin)
      expect(codeOf(answer)).toBe(EXPECTED[ask])
      answers.add(seen(answer, cause))
    }
  }
  expect(answers.size, [...answers].join('\n')).toBe(1)
  const medians = CAUSES.map((cause) => median(times.get(cause) ?? []))
  const apart = Math.max(...medians) - Math.min(...medians)
  const noise = 4 * Math.max(...CAUSES.map((cause) => errorOfMedian(times.get(cause) ?? [])))
  const limit = Math.max(10, 0.1 * Math.min(...medians), noise)
  expect(apart, `medians ${medians.map(Math.round)}, noise ${Math.round(noise)}`).toBeLessThanOrEqual(limit)
}, 600_000)

test('P4: a wrong code for a number that nobody has and for one that somebody has is one answer', async () => {
  const answers = []
  for (const cause of ['known', 'unknown', 'disabled'] as const) {
    await forget()
    const cookie = cookieFrom(await ASKS.requestCode(cause), '__Host-vestibule-ask')
    expect(cookie).not.toBe('')
    const page = await portalCall(site.port, 'auth.request', 'query', undefined, cookie)
    const wrong = await portalCall(site.port, 'auth.verifyCode', 'mutation', { code: '12345x' }, cookie)
    expect([codeOf(page), codeOf(wrong)]).toEqual(['ok', 'CODE_WRONG'])
    answers.push(seen(wrong, cause))
  }
  expect(new Set(answers).size).toBe(1)
})

test('L3: Host, forwarding headers and Origin change no link: the mail carries PUBLIC_URL or nothing is sent at all', async () => {
  await forget()
  const { db } = site.database
  const undone = db.selectFrom('sign_in_request').select('id').where('dispatched_at', 'is', null)
  const allLookedUp = () => waitFor(async () => (await undone.executeTakeFirst()) === undefined || undefined)
  await allLookedUp()
  // The samples above used up what one account is sent in an hour.
  await db.deleteFrom('one_time_secret').execute()
  await db.deleteFrom('outbox_message').execute()
  const ask = (headers: Record<string, string>) =>
    portalCall(site.port, 'auth.requestReset', 'mutation', { email: emailOf('known'), language }, '', headers)
  expect((await ask({ host: 'evil.example' })).status).toBe(421)
  expect((await ask({ origin: 'https://evil.example' })).status).toBe(403)
  expect(codeOf(await ask({ 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }))).toBe('ok')
  await allLookedUp()
  const { secrets } = site.servers[0]?.composition.waysIn ?? {}
  // Of what was asked for before, what a newer link has ended is void and empty.
  const message = await db
    .selectFrom('outbox_message')
    .selectAll()
    .where('status', '=', 'queued')
    .executeTakeFirstOrThrow()
  const body = secrets?.open('outbox', message.body_sealed ?? Buffer.alloc(0), `${message.id}/body`).toString() ?? ''
  expect(JSON.parse(body).links[0]).toMatch(/^https:\/\/portal\.example\.org\/reset#[A-Za-z0-9_-]{43}$/)
  expect(body).not.toContain('evil')
})

test('I3 W6: GET and HEAD of a link page change nothing and set no session', async () => {
  const before = await site.database.db.selectFrom('portal_session').select('hash').execute()
  for (const procedure of ['auth.openLink', 'auth.reset', 'auth.openReset', 'auth.verifyCode', 'auth.requestLink']) {
    const answer = await portalCall(site.port, procedure, 'query', { token: 'A'.repeat(43), confirmed: true })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.headers['set-cookie']).toBeUndefined()
  }
  expect(await site.database.db.selectFrom('portal_session').select('hash').execute()).toEqual(before)
})

async function waitFor<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 50; tries++) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('nothing came within five seconds')
}

/** The standard error of a median, by the spread of the middle half: what a machine that others use adds by chance. */
function errorOfMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
  return (1.2533 * (at(0.75) - at(0.25))) / 1.349 / Math.sqrt(sorted.length)
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
