import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { tally } from '../invites/portalWorld'
import { contacts } from '../waysIn/waysInWorld'
import { codeOf, cookieFrom, join, portalCall, SESSION_COOKIE } from './support/calls'
import { addClinic, addParticipant, PASSWORD } from './support/people'
import { ASK_COOKIE, allowEveryWay } from './support/rich'
import { openSite, type Site } from './support/servers'

/** L2, Q2, Q3 over HTTP with two servers on one database: what is allowed so and so often is allowed exactly so often. */
const EMAIL = 'robin@example.org'
const PHONE = '604 555 0142'
let site: Site

beforeAll(async () => {
  site = await openSite({ servers: 2 })
  const desks = await addClinic(site.database)
  await allowEveryWay(site)
  const held = contacts({ emails: [EMAIL], phones: [PHONE] })
  await join(site.port, desks.admin, await addParticipant(site.database, desks, held), EMAIL)
})
beforeEach(async () => {
  await site.forgetRates()
  await site.database.db.deleteFrom('send_budget').execute()
})
afterAll(() => site.stop())

const portOf = (turn: number) => site.servers[turn % 2]?.port ?? 0
const post = (turn: number, procedure: string, input?: unknown, cookie = '') =>
  portalCall(portOf(turn), `auth.${procedure}`, 'mutation', input, cookie)
const common = { language: 'en' }
const ASKS = {
  requestLink: { ...common, email: EMAIL, shared: false },
  requestCode: { ...common, phone: PHONE, shared: false },
  requestReset: { ...common, email: EMAIL },
} as const

/** All sends so far happened two minutes earlier. */
async function wait(): Promise<void> {
  const { db } = site.database
  for (const { at, key } of await db.selectFrom('send_budget').select(['at', 'key']).execute())
    await db
      .updateTable('send_budget')
      .set({ at: new Date(at.getTime() - 120_000) })
      .where('key', '=', key)
      .where('at', '=', at)
      .execute()
  await db.deleteFrom('rate_counter').execute()
}

test.each(
  Object.entries(ASKS),
)('L2 Q2 T5: %s is taken once a minute and five times an hour, exactly, of twelve at the same moment over two servers', async (procedure, input) => {
  for (let round = 1; round <= 6; round++) {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, turn) => post(turn, procedure, input)))
    const expected = round <= 5 ? { ok: 1, RESEND_COOLDOWN: 11 } : { TOO_MANY_REQUESTS: 12 }
    // The fifth send is the last one of the hour: whoever comes beside it hears that at once.
    const last = { ok: 1, TOO_MANY_REQUESTS: 11 }
    expect([round, tally(answers.map(codeOf))]).toEqual([round, round === 5 ? last : expected])
    for (const { status, headers } of answers.filter((answer) => answer.status === 429))
      expect([status, Number(headers['retry-after']) > 0]).toEqual([429, true])
    await wait()
  }
})

test('L2 Q2: the twenty-first number of one address waits, whichever server it comes to; one that was asked for before does not', async () => {
  const ask = (turn: number, last: number) =>
    post(turn, 'requestCode', { ...common, phone: `604 555 ${1000 + last}`, shared: false })
  const answers = await Promise.all(Array.from({ length: 26 }, (_, turn) => ask(turn, turn)))
  expect(tally(answers.map(codeOf))).toEqual({ ok: 20, TOO_MANY_REQUESTS: 6 })
  await wait()
  const before = answers.findIndex((answer) => codeOf(answer) === 'ok')
  expect([codeOf(await ask(0, before)), codeOf(await ask(1, 99))]).toEqual(['ok', 'TOO_MANY_REQUESTS'])
})

test('Q2: what may be sent from one address in an hour is counted over both servers, whatever is asked for', async () => {
  const ask = (turn: number) =>
    post(turn, 'requestLink', { ...common, email: `person${turn}@example.org`, shared: false })
  const answers = await Promise.all(Array.from({ length: 36 }, (_, turn) => ask(turn)))
  expect(tally(answers.map(codeOf))).toEqual({ ok: 30, TOO_MANY_REQUESTS: 6 })
})

test('Q3: five wrong passwords pause the password for 15 minutes; the session, the link, the code and the reset go on', async () => {
  const signIn = (turn: number, password: string) => post(turn, 'signIn', { email: EMAIL, password })
  const session = cookieFrom(await signIn(0, PASSWORD), SESSION_COOKIE)
  for (let turn = 0; turn < 5; turn++) await signIn(turn, 'not the one at all')
  expect(codeOf(await signIn(1, PASSWORD))).toBe('SIGN_IN_FAILED')
  for (const turn of [0, 1]) {
    const me = await portalCall(portOf(turn), 'auth.me', 'query', undefined, session)
    expect(codeOf(me)).toBe('ok')
  }
  for (const [procedure, input] of Object.entries(ASKS)) expect(codeOf(await post(0, procedure, input))).toBe('ok')
  const { db } = site.database
  const lock = await db
    .selectFrom('attempt')
    .select('locked_until')
    .where('locked_until', 'is not', null)
    .executeTakeFirst()
  const minutes = ((lock?.locked_until?.getTime() ?? 0) - Date.now()) / 60_000
  expect([minutes > 14, minutes <= 15]).toEqual([true, true])
})

test('L2 Q2: of 20 wrong codes at the same moment over two servers five are judged; a resend refills nothing', async () => {
  const cookie = cookieFrom(await post(0, 'requestCode', ASKS.requestCode), ASK_COOKIE)
  const guess = (turn: number) => post(turn, 'verifyCode', { code: `x${turn}` }, cookie)
  const answers = await Promise.all(Array.from({ length: 20 }, (_, turn) => guess(turn)))
  expect(tally(answers.map(codeOf))).toEqual({ CODE_WRONG: 5, TOO_MANY_REQUESTS: 15 })
  await wait()
  expect(codeOf(await post(1, 'resend', undefined, cookie))).toBe('ok')
  const again = await guess(1)
  expect([codeOf(again), Number(again.headers['retry-after']) > 0]).toEqual(['TOO_MANY_REQUESTS', true])
})
