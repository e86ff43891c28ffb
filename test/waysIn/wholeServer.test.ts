import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tally } from '../invites/portalWorld'
import { codeOf, cookieFrom, join, portalCall, SESSION_COOKIE } from '../security/support/calls'
import { addClinic, addParticipant } from '../security/support/people'
import { openSite, type Site } from '../security/support/servers'
import { contacts } from './waysInWorld'

/** The running product, two servers on one database: asked at one, sent by whichever is quicker, opened at the other. */
const EMAIL = 'robin@example.org'
const PHONE = '604 555 0142'
const ASK_COOKIE = '__Host-vestibule-ask'
const outbox = mkdtempSync(joinPath(tmpdir(), 'vestibule-outbox-'))
let site: Site

beforeAll(async () => {
  site = await openSite({ servers: 2, settings: { OUTBOX_DIR: outbox } })
  const desks = await addClinic(site.database)
  const settings = JSON.stringify({ methods: { password: true, emailLink: true, smsCode: true } })
  await site.database.db.updateTable('clinic').set({ settings }).execute()
  const held = contacts({ emails: [EMAIL], phones: [PHONE] })
  await join(site.port, desks.admin, await addParticipant(site.database, desks, held), EMAIL)
})
afterAll(async () => {
  await site.stop()
  rmSync(outbox, { recursive: true, force: true })
})

const portOf = (turn: number) => site.servers[turn % 2]?.port ?? 0
const post = (turn: number, procedure: string, input: unknown, cookie = '') =>
  portalCall(portOf(turn), `auth.${procedure}`, 'mutation', input, cookie)

/** The next message of OUTBOX_DIR that was not looked at before. */
const read = new Set<string>()
async function nextMessage(): Promise<{ readonly to: string; readonly links: string[]; readonly code?: string }> {
  for (let tries = 0; tries < 100; tries++) {
    const name = readdirSync(outbox).find((file) => file.endsWith('.json') && !read.has(file))
    if (name !== undefined) {
      read.add(name)
      return JSON.parse(readFileSync(joinPath(outbox, name), 'utf8'))
    }
    await sleep(50)
  }
  throw new Error('no message came within five seconds')
}

test('S3.2 L1 T5: a link asked for at one server works at the other, and of 50 presses over both one wins', async () => {
  const asked = await post(0, 'requestLink', { email: EMAIL, shared: false, language: 'en' })
  const cookie = cookieFrom(asked, ASK_COOKIE)
  const { to, links } = await nextMessage()
  expect([to, links[0]?.split('#')[0]]).toEqual([EMAIL, 'https://portal.example.org/link'])
  const token = links[0]?.split('#')[1] ?? ''
  const stranger = await post(1, 'openLink', { token, confirmed: false })
  expect([stranger.status, stranger.body.includes('"confirm"'), cookieFrom(stranger, SESSION_COOKIE)]).toEqual([
    200,
    true,
    '',
  ])
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, turn) => post(turn, 'openLink', { token, confirmed: false }, cookie)),
  )
  expect(tally(answers.map(codeOf))).toEqual({ ok: 1, LINK_NOT_WORKING: 49 })
  const session = cookieFrom(answers.find((answer) => codeOf(answer) === 'ok') ?? stranger, SESSION_COOKIE)
  expect(codeOf(await portalCall(portOf(1), 'auth.me', 'query', undefined, session))).toBe('ok')
})

test('S3.3 L2 T5: an SMS code is guessed at most five times over both servers, and the right one then opens nothing', async () => {
  await site.forgetRates()
  const cookie = cookieFrom(await post(0, 'requestCode', { phone: PHONE, shared: false, language: 'en' }), ASK_COOKIE)
  const { code = '' } = await nextMessage()
  const wrong = (turn: number) => String((Number(code) + 1 + turn) % 1_000_000).padStart(6, '0')
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, turn) => post(turn, 'verifyCode', { code: wrong(turn) }, cookie)),
  )
  expect(tally(answers.map(codeOf))).toEqual({ CODE_WRONG: 5, TOO_MANY_REQUESTS: 45 })
  const paused = await post(1, 'verifyCode', { code }, cookie)
  expect([codeOf(paused), Number(paused.headers['retry-after']) > 0]).toEqual(['TOO_MANY_REQUESTS', true])
})

test('P5 T5: a reset asked for at one server is used once over both, and signs out everywhere at once', async () => {
  await site.forgetRates()
  const before = await post(0, 'signIn', { email: EMAIL, password: 'quiet lanterns over seven harbours' })
  const session = cookieFrom(before, SESSION_COOKIE)
  expect(codeOf(await post(1, 'requestReset', { email: EMAIL, language: 'fr' }))).toBe('ok')
  const { links } = await nextMessage()
  const token = links[0]?.split('#')[1] ?? ''
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, turn) =>
      post(turn, 'reset', { token, password: `nine slow rivers, valley ${turn}` }),
    ),
  )
  expect(tally(answers.map(codeOf))).toEqual({ ok: 1, LINK_NOT_WORKING: 9 })
  for (const turn of [0, 1])
    expect(codeOf(await portalCall(portOf(turn), 'auth.me', 'query', undefined, session))).toBe('NOT_SIGNED_IN')
})
