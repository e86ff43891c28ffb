import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newToken, tokenHash } from '../../server/platform/secrets/opaqueToken'
import type { RawAnswer } from '../support/httpApp'
import { contacts } from '../waysIn/waysInWorld'
import { codeOf, cookieFrom, join, portalCall } from './support/calls'
import { addClinic, addParticipant, PASSWORD } from './support/people'
import { ASK_COOKIE, allowEveryWay, CHALLENGE_COOKIE, seenOf } from './support/rich'
import { openSite, type Site } from './support/servers'

/** P4, I6 over HTTP: status, headers and every byte of what links, codes and second steps answer, whatever the cause. */
let site: Site
const people: Record<string, string> = {}
const minute = 60_000
const NAMES = ['known', 'disabled', 'other'] as const
const emailOf = (name: string) => `${name}@example.org`
const phoneOf = (name: string) => `604 555 01${40 + ['known', 'disabled', 'other', 'unknown'].indexOf(name)}`

beforeAll(async () => {
  site = await openSite()
  const desks = await addClinic(site.database)
  await allowEveryWay(site)
  for (const name of NAMES) {
    const held = contacts({ emails: [emailOf(name)], phones: [phoneOf(name)] })
    const id = await addParticipant(site.database, desks, held)
    people[name] = id
    await join(site.port, desks.admin, id, emailOf(name), false)
  }
  await setDisabled(new Date())
})
beforeEach(() => forget())
afterAll(() => site.stop())

async function setDisabled(disabled_at: Date | null): Promise<void> {
  const { db } = site.database
  await db.updateTable('account').set({ disabled_at }).where('email_norm', '=', emailOf('disabled')).execute()
}

async function forget(): Promise<void> {
  await site.forgetRates()
  await site.database.db.deleteFrom('send_budget').execute()
}

const call = (procedure: string, input?: unknown, cookie = '') =>
  portalCall(site.port, `auth.${procedure}`, 'mutation', input, cookie)

interface Made {
  readonly purpose: 'email_link' | 'reset'
  readonly person?: string
  readonly livesMs?: number
  readonly ended?: 'used_at' | 'ended_at'
}

/** A link as the outbox would have carried it, with its request: in any state that it can be in. */
async function link({ purpose, person = 'known', livesMs = 15 * minute, ended }: Made): Promise<string> {
  const { db } = site.database
  const [id, token, now] = [randomUUID(), newToken(), new Date()]
  const expires_at = new Date(now.getTime() + livesMs)
  const from = {
    address: null,
    device_words: '',
    masked: '',
    contact_hash: Buffer.alloc(32),
    contact_sealed: Buffer.alloc(1),
  }
  await db
    .insertInto('sign_in_request')
    .values({
      ...{ id, hash: tokenHash(newToken()), channel: 'email', purpose: purpose === 'reset' ? 'reset' : 'sign_in' },
      ...{ ...from, language: 'en', shared: false, created_at: now, sent_at: now, expires_at, dispatched_at: now },
    })
    .execute()
  await db
    .insertInto('one_time_secret')
    .values({
      ...{ id: randomUUID(), hash: tokenHash(token), purpose, participant_id: people[person] ?? '', request_id: id },
      ...{ created_at: now, expires_at, ...(ended ? { [ended]: now } : {}) },
    })
    .execute()
  return token
}

async function deadLinks(purpose: Made['purpose']): Promise<Readonly<Record<string, string>>> {
  const other = purpose === 'reset' ? 'email_link' : 'reset'
  return {
    unknown: newToken(),
    'no token at all': 'x',
    used: await link({ purpose, ended: 'used_at' }),
    'ended by a newer one': await link({ purpose, ended: 'ended_at' }),
    expired: await link({ purpose, livesMs: -1 }),
    'of a disabled account': await link({ purpose, person: 'disabled' }),
    'of another purpose': await link({ purpose: other }),
  }
}

function expectOne(answers: ReadonlyMap<string, RawAnswer>, code: string): void {
  for (const [cause, answer] of answers) expect([cause, codeOf(answer)]).toEqual([cause, code])
  expect(new Set([...answers.values()].map(seenOf)).size, [...answers.keys()].join()).toBe(1)
}

test.each([
  ['openLink', 'email_link', {}, [{ confirmed: false }, { confirmed: true }]],
  ['openReset', 'reset', {}, [{}]],
  ['reset', 'reset', {}, [{ password: 'nine slow rivers in a valley' }, { password: 'short' }]],
] as const)('I6 P4 S4.28: auth.%s answers every link that does not work with one answer, byte for byte', async (name, purpose, _none, extras) => {
  for (const extra of extras) {
    const answers = new Map<string, RawAnswer>()
    for (const [cause, token] of Object.entries(await deadLinks(purpose)))
      answers.set(cause, await call(name, { token, ...extra }))
    expectOne(answers, 'LINK_NOT_WORKING')
  }
})

test('P4: a link that does not work takes as long as one that nobody ever had (40 samples, wide bounds)', async () => {
  const dead = await deadLinks('email_link')
  const causes = ['unknown', 'used', 'expired', 'of a disabled account']
  const times = new Map<string, number[]>(causes.map((cause) => [cause, []]))
  for (let sample = 0; sample < 40; sample++) {
    if (sample % 10 === 0) await forget()
    for (let place = 0; place < causes.length; place++) {
      const cause = causes[(place + sample) % causes.length] ?? ''
      const begin = performance.now()
      await call('openLink', { token: dead[cause], confirmed: true })
      times.get(cause)?.push(performance.now() - begin)
    }
  }
  const usual = [...times.values()].map((all) => all.sort((a, b) => a - b)[10] ?? 0)
  // The lower quartile, because other tests share the cores.
  expect(Math.max(...usual) - Math.min(...usual), JSON.stringify(usual)).toBeLessThan(Math.max(15, Math.min(...usual)))
})

test('P4 S3.10: Resend answers alike for known, unknown and disabled contacts: at once, after a minute, and after too many', async () => {
  const { db } = site.database
  for (const ask of ['requestLink', 'requestCode'] as const) {
    const seen = new Map<string, string[]>()
    for (const name of ['known', 'unknown', 'disabled']) {
      const contact = ask === 'requestLink' ? { email: emailOf(name) } : { phone: phoneOf(name) }
      const first = await call(ask, { ...contact, shared: false, language: 'en' })
      await site.forgetRates()
      const cookie = cookieFrom(first, ASK_COOKIE)
      const rows = [await call('resend', undefined, cookie)]
      for (let turn = 0; turn < 5; turn++) {
        await db
          .updateTable('send_budget')
          .set({ at: new Date(Date.now() - (2 + turn) * minute) })
          .execute()
        rows.push(await call('resend', undefined, cookie))
      }
      expect(rows.map(codeOf)).toEqual(['RESEND_COOLDOWN', 'ok', 'ok', 'ok', 'ok', 'TOO_MANY_REQUESTS'])
      seen.set(
        name,
        rows.map((row) =>
          seenOf(row).replace(
            /"retry-after":"\d+"|\\"(retryAfter|resendIn|expiresIn)Seconds\\":\d+|[a-z]•••[a-z]@|•+\d\d/g,
            '-',
          ),
        ),
      )
      await db.deleteFrom('send_budget').execute()
    }
    expect([seen.get('unknown'), seen.get('disabled')]).toEqual([seen.get('known'), seen.get('known')])
  }
})

test('P4: a second step that is unknown, over, used up or of a disabled account is one answer, to read and to try', async () => {
  const { db } = site.database
  const now = Date.now()
  const challenge = async (change: object, person = 'known') => {
    const token = newToken()
    const times = { created_at: new Date(now), expires_at: new Date(now + 5 * minute) }
    const row = {
      hash: tokenHash(token),
      participant_id: people[person] ?? '',
      way: 'password' as const,
      shared: false,
    }
    await db
      .insertInto('portal_challenge')
      .values({ ...row, ...times, ...change })
      .execute()
    return `${CHALLENGE_COOKIE}=${token}`
  }
  const cookies = {
    none: '',
    unknown: `${CHALLENGE_COOKIE}=${newToken()}`,
    over: await challenge({ expires_at: new Date(now - 1) }),
    used: await challenge({ used_at: new Date(now) }),
    'tried five times': await challenge({ tries: 5 }),
  }
  for (const [procedure, kind] of [
    ['auth.second', 'query'],
    ['auth.verifySecond', 'mutation'],
  ] as const) {
    const answers = new Map<string, RawAnswer>()
    const input = kind === 'query' ? undefined : { code: '123456' }
    for (const [cause, cookie] of Object.entries(cookies))
      answers.set(cause, await portalCall(site.port, procedure, kind, input, cookie))
    if (kind === 'mutation') {
      const cookie = await challenge({}, 'disabled')
      answers.set('disabled', await portalCall(site.port, procedure, kind, input, cookie))
    }
    expectOne(answers, 'CHALLENGE_OVER')
  }
})

test('L1 P4: a page of a request that is over, unknown or another kind answers codes alike', async () => {
  const linkAsked = await call('requestLink', { email: emailOf('known'), shared: false, language: 'en' })
  const cookies = { none: '', unknown: `${ASK_COOKIE}=${newToken()}`, 'of a link': cookieFrom(linkAsked, ASK_COOKIE) }
  const answers = new Map<string, RawAnswer>()
  for (const [cause, cookie] of Object.entries(cookies))
    answers.set(cause, await call('verifyCode', { code: '123456' }, cookie))
  expectOne(answers, 'CHALLENGE_OVER')
})

test('P4 I8 S0.20: the right password of a disabled account is answered like a wrong one of an unknown', async () => {
  const right = await call('signIn', { email: emailOf('disabled'), password: PASSWORD })
  const unknown = await call('signIn', { email: emailOf('unknown'), password: 'not the one at all' })
  expectOne(
    new Map([
      ['disabled', right],
      ['unknown', unknown],
    ]),
    'SIGN_IN_FAILED',
  )
})
