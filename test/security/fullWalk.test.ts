import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { totpCode, totpStep } from '../../server/platform/secrets/totp'
import { freePort, type Running, startProgram, temporaryFolder } from '../e2e/support/processes'
import { fromBase32 } from '../staff/staffWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { contacts } from '../waysIn/waysInWorld'
import {
  codeOf,
  cookieFrom,
  INVITE_COOKIE,
  openLink,
  portalCall,
  pushInvite,
  SESSION_COOKIE,
  staffCall,
} from './support/calls'
import { addClinic, addParticipant, type Desks } from './support/people'
import { bundlePrograms, type Programs } from './support/program'
import { ASK_COOKIE, allowEveryWay, CHALLENGE_COOKIE, dataOf } from './support/rich'
import { PORTAL_ORIGIN } from './support/servers'
import { dump } from './support/snapshot'

/** One person's whole story in a real process that logs all it can; then everything that was secret is searched everywhere. */
let programs: Programs
let database: TestDatabase
let desks: Desks
let server: Running
let port = 0
const folder = temporaryFolder('walk')
const outbox = joinPath(folder.path, 'outbox')
const EMAIL = 'canary.one@example.org'
const NEW_EMAIL = 'canary.two@example.org'
const PHONE = '+16045550142'
const NEW_PHONE = '+16045550143'
const NAMES = ['Canaria', 'Lognameson', 'Cannie', 'Canaria L', 'Canary Lane 7', 'Canary phone']
const BODIES = ['canary words of a participant', 'canary words of the clinic', 'canary words that mend']
const PASSWORDS = [
  'canary first pass phrase',
  'canary second pass phrase',
  'canary third pass phrase',
  'canary wrong phrase',
]
/** Raw secrets that were seen on the way: tokens, codes, cookies, recovery codes. */
const secrets = new Set<string>()
const sixDigits = new Set<string>()

beforeAll(async () => {
  programs = await bundlePrograms()
  database = await createTestDatabase()
  desks = await addClinic(database)
  await allowEveryWay({ database })
  port = await freePort()
  const own = { DATABASE_URL: database.url, SECRETS_DIR: database.secretsDir, DATA_DIR: folder.path }
  const env = { ...own, PORT: String(port), PUBLIC_URL: PORTAL_ORIGIN, LOG_LEVEL: 'debug', OUTBOX_DIR: outbox }
  server = await startProgram({ args: [programs.server], env, ready: /^Server: listening/ })
})
beforeEach(async () => await quiet())
afterAll(async () => {
  await server?.stop()
  await database?.drop()
  programs?.remove()
  folder.remove()
})

async function quiet(): Promise<void> {
  const { db } = database
  await db.deleteFrom('rate_counter').execute()
  await db.deleteFrom('attempt').execute()
  await db.deleteFrom('send_budget').execute()
}

const read = new Set<string>()
interface Sent {
  readonly to: string
  readonly links: readonly string[]
  readonly code?: string
  readonly text: string
}

/** The next message that fits; those before it are looked at as well. */
async function next(fits: (sent: Sent) => boolean): Promise<Sent> {
  for (let tries = 0; tries < 120; tries++) {
    for (const name of names().filter((file) => !read.has(file))) {
      const sent = JSON.parse(readFileSync(joinPath(outbox, name), 'utf8')) as Sent
      read.add(name)
      for (const link of sent.links) note(link.split('#')[1] ?? '')
      if (sent.code) sixDigits.add(sent.code)
      if (fits(sent)) return sent
    }
    await sleep(50)
  }
  throw new Error('the message did not come')
}

function names(): string[] {
  try {
    return readdirSync(outbox)
      .filter((file) => file.endsWith('.json'))
      .sort()
  } catch {
    return []
  }
}

function note(...raw: string[]): void {
  for (const text of raw.filter((found) => found.length > 6)) secrets.add(text)
}

let cookie = ''
async function call<T>(procedure: string, input?: unknown, with_ = cookie): Promise<T> {
  await quiet()
  const answer = await portalCall(port, procedure, 'mutation', input, with_)
  for (const name of [SESSION_COOKIE, CHALLENGE_COOKIE, ASK_COOKIE, INVITE_COOKIE])
    note(cookieFrom(answer, name).split('=')[1] ?? '')
  cookie = cookieFrom(answer, SESSION_COOKIE) || cookie
  held = cookieFrom(answer, CHALLENGE_COOKIE) || held
  asked = cookieFrom(answer, ASK_COOKIE) || asked
  return dataOf<T>(answer)
}
let held = ''
let asked = ''

async function refused(procedure: string, input: unknown, with_ = cookie): Promise<string> {
  await quiet()
  return codeOf(await portalCall(port, procedure, 'mutation', input, with_))
}

/** The second step with the next recovery code. */
async function second(codes: string[]): Promise<void> {
  await call('auth.verifySecond', { code: codes.shift() }, held)
}

async function staff(kind: string, item: object): Promise<void> {
  const items = [{ writeId: randomUUID(), kind, ...item }]
  const answer = await staffCall(port, desks.admin, 'sync.push', 'mutation', { items })
  if (!answer.body.includes('"applied"')) throw new Error(`${kind}: ${answer.body}`)
}

async function register(participantId: string): Promise<void> {
  const verbal = 'canary-verbal-77'
  const { inviteId, token, shortCode } = await pushInvite(port, desks.admin, participantId, verbal)
  note(verbal, token, shortCode)
  expect(codeOf(await staffCall(port, desks.admin, 'invites.email', 'mutation', { inviteId, token }))).toBe('ok')
  await next(({ links }) => links.some((link) => link.includes(token)))
  const invite = await openLink(port, token)
  note(invite.split('=')[1] ?? '', 'canary-wrong-99')
  await refused('invite.verify', { code: 'canary-wrong-99' }, invite)
  await call('invite.verify', { code: verbal }, invite)
  const person = { email: EMAIL, displayName: 'Canaria L', password: PASSWORDS[0], language: 'en' }
  await call('invite.accept', person, invite)
  for (;;) {
    const current = await portalCall(port, 'consent.current', 'query', undefined, cookie)
    const { text } = dataOf<{ text: Record<string, unknown> | null }>(current)
    if (text === null) return
    const { documentId, version, language, hash } = text
    await call('consent.agree', { documentId, version, language, hash })
  }
}

async function setUpFactor(): Promise<string[]> {
  const begun = await call<{ factorId: string; secret: string; otpauthUrl: string }>('security.beginFactor', {
    name: 'Canary phone',
  })
  const secret = fromBase32(begun.secret)
  const code = totpCode(secret, totpStep(new Date()))
  sixDigits.add(code)
  note(begun.secret, secret.toString('hex'), secret.toString('base64'))
  const done = await call<{ recoveryCodes: string[] }>('security.confirmFactor', { factorId: begun.factorId, code })
  note(...done.recoveryCodes, ...done.recoveryCodes.map((text) => text.replaceAll('-', '')))
  return [...done.recoveryCodes]
}

async function everyWayIn(codes: string[]): Promise<void> {
  const asking = { shared: false, language: 'en' }
  await refused('auth.signIn', { email: EMAIL, password: PASSWORDS[3] })
  await call('auth.signIn', { email: EMAIL, password: PASSWORDS[0] })
  await second(codes)
  await call('auth.requestLink', { ...asking, email: EMAIL })
  const { links } = await next((sent) => sent.links.some((link) => link.includes('/link#')))
  await call('auth.openLink', { token: links[0]?.split('#')[1], confirmed: false }, asked)
  await second(codes)
  await call('auth.requestCode', { ...asking, phone: PHONE })
  const { code } = await next((sent) => sent.code !== undefined)
  await call('auth.verifyCode', { code }, asked)
  await second(codes)
  await call('auth.requestReset', { email: EMAIL, language: 'en' })
  const reset = await next((sent) => sent.links.some((link) => link.includes('/reset#')))
  await call('auth.reset', { token: reset.links[0]?.split('#')[1], password: PASSWORDS[1] })
  await call('auth.signIn', { email: EMAIL, password: PASSWORDS[1] })
  await second(codes)
}

async function changeEverything(codes: string[]): Promise<void> {
  await refused('security.reauthenticate', { password: PASSWORDS[3] })
  await call('security.reauthenticate', { password: PASSWORDS[1] })
  await call('security.changePassword', { password: PASSWORDS[2] })
  await call('security.changeEmail', { email: NEW_EMAIL })
  const mailed = await next((sent) => sent.to === NEW_EMAIL && sent.code !== undefined)
  await refused('security.confirmContact', { kind: 'email', code: '0000000' })
  await call('security.confirmContact', { kind: 'email', code: mailed.code })
  await call('security.changePhone', { phone: NEW_PHONE })
  const texted = await next((sent) => sent.to === NEW_PHONE && sent.code !== undefined)
  await call('security.confirmContact', { kind: 'phone', code: texted.code })
  await call('record.giveDetails', { preferredName: '', pronouns: '', address: 'Canary Lane 7', phone: '' })
  await call('messages.send', { id: randomUUID(), body: BODIES[0] })
  await call('corrections.submit', {
    id: randomUUID(),
    ...{ changes: [], messageId: null, persons: [], fileIds: [] },
    description: BODIES[2],
  })
  await call('security.setAppLock', { minutes: 5 })
  const removed = await refused('security.newRecoveryCodes', { code: codes[0] })
  expect(removed).toBe('CODE_WRONG')
}

async function staffStory(participantId: string): Promise<void> {
  await staff('message.send', { participantId, messageId: randomUUID(), body: BODIES[1] })
  await staff('account.send_reset', { participantId })
  await next((sent) => sent.links.some((link) => link.includes('/reset#')))
  await staff('account.reset_mfa', { participantId, reason: 'lost_phone', identityCheck: 'in_person' })
  const ask = (path: string, input: unknown) => staffCall(port, desks.admin, path, 'mutation', input)
  expect(codeOf(await ask('signIns.checkContact', { participantId, contact: EMAIL }))).toBe('ok')
  const made = await ask('team.create', {
    ...{ displayName: 'Canary Colleague', role: 'staff', email: 'canary.colleague@example.org' },
    caseload: { programIds: [], participantIds: [] },
  })
  note(dataOf<{ password: string }>(made).password)
  await ask('settings.testEmail', { to: EMAIL })
  await staff('account.revoke', { participantId })
}

test('I2 H3 M1 M6 U2: after everything that a person and staff can do, each secret is where it must be and nowhere else', async () => {
  const held = contacts({ emails: [EMAIL], phones: [PHONE] })
  const fields = { givenName: 'Canaria', familyName: 'Lognameson', preferredName: 'Cannie', ...held }
  const participantId = await addParticipant(database, desks, fields)
  await register(participantId)
  const codes = await setUpFactor()
  await everyWayIn(codes)
  await changeEverything(codes)
  await staffStory(participantId)
  await sleep(300)
  note(...PASSWORDS)
  const log = server.lines.join('\n')
  const rows = await dump(database)
  expect(secrets.size).toBeGreaterThan(35)
  expect(sixDigits.size).toBeGreaterThan(3)
  expect(log).toContain('auth.verifySecond')
  expectNowhere(log, rows)
  expectContactsOnlyWhereTheyBelong(log, rows)
  expectOutboxHoldsOnlyItsMessages()
})

/** As it is, in the forms that a dump or a log line would show it in. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const raw = /^[\w-]{43}$/.test(secret) ? [Buffer.from(secret, 'base64url').toString('hex')] : []
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString('hex'),
    bytes.toString('base64').replace(/=+$/, ''),
    ...raw,
  ]
}

function expectNowhere(log: string, rows: string): void {
  for (const secret of secrets) {
    for (const form of formsOf(secret))
      expect([secret, log.includes(form), rows.includes(form)]).toEqual([secret, false, false])
  }
  // Six digits by themselves: longer numbers may hold them by chance.
  for (const code of sixDigits) {
    const alone = new RegExp(`(^|[^0-9A-Za-z.])${code}([^0-9A-Za-z.]|$)`)
    expect([code, alone.test(log), alone.test(rows)]).toEqual([code, false, false])
  }
}

/** Tables that hold a person's details and words, and what consoles were answered; everything else counts, audits or hashes. */
const HOLD_CONTACTS = ['account', 'participant', 'clinic', 'staff', 'sync_write', 'participant_contact']
const HOLD_WORDS = ['message', 'correction', 'sync_write']

function expectContactsOnlyWhereTheyBelong(log: string, rows: string): void {
  const words = [EMAIL, NEW_EMAIL, 'canary.colleague', PHONE, NEW_PHONE, '6045550142', ...NAMES]
  for (const word of [...words, ...BODIES, '@example.org']) expect([word, log.includes(word)]).toEqual([word, false])
  const tablesWith = (word: string) => [
    ...new Set(
      rows
        .split('\n')
        .filter((row) => row.toLowerCase().includes(word.toLowerCase()))
        .map((row) => row.split(' ')[0] ?? ''),
    ),
  ]
  for (const word of [EMAIL, NEW_EMAIL, PHONE, NEW_PHONE])
    expect(tablesWith(word).filter((table) => !HOLD_CONTACTS.includes(table))).toEqual([])
  for (const body of BODIES) expect(tablesWith(body).filter((table) => !HOLD_WORDS.includes(table))).toEqual([])
  const audit = rows.split('\n').filter((row) => row.startsWith('audit_log'))
  expect(audit.length).toBeGreaterThan(40)
  for (const word of ['@', '6045550', 'canary', 'Canaria', 'Lognameson', 'Cannie'])
    expect([word, audit.filter((row) => row.includes(word))]).toEqual([word, []])
}

function expectOutboxHoldsOnlyItsMessages(): void {
  const files = names().map((name) => readFileSync(joinPath(outbox, name), 'utf8'))
  expect(files.length).toBeGreaterThan(8)
  const recovery = [...secrets].filter((secret) => /^[0-9A-Z]{4}-/.test(secret))
  for (const word of [...BODIES, ...PASSWORDS, ...recovery, 'Lognameson'])
    expect([word, files.filter((file) => file.includes(word)).length]).toEqual([word, 0])
}
