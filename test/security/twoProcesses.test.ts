import { readdirSync, readFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { totpCode, totpStep } from '../../server/platform/secrets/totp'
import { freePort, type Running, startProgram, temporaryFolder } from '../e2e/support/processes'
import { fromBase32 } from '../staff/staffWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import {
  codeOf,
  cookieFrom,
  INVITE_COOKIE,
  join,
  openLink,
  portalCall,
  pushInvite,
  registration,
  SESSION_COOKIE,
  staffCall,
} from './support/calls'
import { addClinic, addDesk, addParticipant, type Desk, type Desks, PASSWORD } from './support/people'
import { bundlePrograms, cliArgs, type Programs, runToEnd } from './support/program'
import { PORTAL_ORIGIN } from './support/servers'
import { dump } from './support/snapshot'

let programs: Programs
let database: TestDatabase
let desks: Desks
let env: Readonly<Record<string, string>> = {}
const folder = temporaryFolder('two')
const servers: Running[] = []
const ports: number[] = []

beforeAll(async () => {
  programs = await bundlePrograms()
  database = await createTestDatabase()
  desks = await addClinic(database)
  const own = { DATABASE_URL: database.url, SECRETS_DIR: database.secretsDir, DATA_DIR: folder.path }
  env = { ...own, PUBLIC_URL: PORTAL_ORIGIN, LOG_LEVEL: 'debug', OUTBOX_DIR: joinPath(folder.path, 'outbox') }
  for (let count = 0; count < 2; count++) {
    const port = await freePort()
    const wanted = { args: [programs.server], env: { ...env, PORT: String(port) }, ready: /^Server: listening/ }
    servers.push(await startProgram(wanted))
    ports.push(port)
  }
})
beforeEach(async () => {
  await database.db.deleteFrom('rate_counter').execute()
  await database.db.deleteFrom('attempt').execute()
})
afterAll(async () => {
  for (const server of servers) await server.stop()
  await database.drop()
  programs.remove()
  folder.remove()
})

const portOf = (turn: number) => ports[turn % 2] ?? 0
const logs = () => servers.flatMap((server) => server.lines).join('\n')

function tally(codes: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

async function auditCount(action: string, outcome: string): Promise<number> {
  const rows = await database.db
    .selectFrom('audit_log')
    .select('seq')
    .where('action', '=', action)
    .where('outcome', '=', outcome)
    .execute()
  return rows.length
}

test('I1, T5: of 50 connections over two processes one accepts the invite; there is one account, one session and one event', async () => {
  const participantId = await addParticipant(database, desks)
  const { token } = await pushInvite(portOf(0), desks.admin, participantId)
  const cookies = await Promise.all([0, 1, 2, 3, 4].map(async (turn) => await openLink(portOf(turn), token)))
  const before = await auditCount('invite.accepted', 'ok')
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, turn) => {
      const input = registration(`racer${turn}@example.org`)
      return await portalCall(portOf(turn), 'invite.accept', 'mutation', input, cookies[turn % 5])
    }),
  )
  const counts = tally(answers.map(codeOf))
  expect(counts.ok).toBe(1)
  // Some of the 50 may meet the full queue of hashes; nobody gets a second account or anything unforeseen.
  expect(Object.keys(counts).every((code) => ['ok', 'LINK_NOT_WORKING', 'UNAVAILABLE'].includes(code))).toBe(true)
  for (const table of ['account', 'portal_session'] as const) {
    const rows = await database.db
      .selectFrom(table)
      .select('participant_id')
      .where('participant_id', '=', participantId)
      .execute()
    expect([table, rows.length]).toEqual([table, 1])
  }
  expect((await auditCount('invite.accepted', 'ok')) - before).toBe(1)
})

test('Q2: five wrong passwords lock, exactly, whichever process they reach; the right one then opens nothing', async () => {
  await join(portOf(0), desks.admin, await addParticipant(database, desks), 'lock@example.org', false)
  const signIn = (turn: number, password: string) =>
    portalCall(portOf(turn), 'auth.signIn', 'mutation', { email: 'lock@example.org', password })
  const wrong = await Promise.all(Array.from({ length: 12 }, (_, turn) => signIn(turn, 'wrong, each of them')))
  expect(Object.keys(tally(wrong.map(codeOf))).every((code) => ['SIGN_IN_FAILED', 'UNAVAILABLE'].includes(code))).toBe(
    true,
  )
  const rows = await database.db
    .selectFrom('audit_log')
    .select('detail')
    .where('action', '=', 'portal.sign_in')
    .execute()
  const reasons = tally(rows.map(({ detail }) => String((detail as { reason?: string }).reason)))
  expect(reasons.no_match).toBe(5)
  expect([codeOf(await signIn(0, PASSWORD)), codeOf(await signIn(1, PASSWORD))]).toEqual([
    'SIGN_IN_FAILED',
    'SIGN_IN_FAILED',
  ])
})

test('I5: six parallel guesses of a verbal code over both processes count five, and lock the invite for the right one too', async () => {
  const code = 'blue-kettle-481'
  const { inviteId, token } = await pushInvite(portOf(0), desks.admin, await addParticipant(database, desks), code)
  const cookie = await openLink(portOf(1), token)
  const guesses = Array.from({ length: 8 }, async (_, turn) => {
    return codeOf(await portalCall(portOf(turn), 'invite.verify', 'mutation', { code: `wrong-${turn}-kettle` }, cookie))
  })
  expect((await Promise.all(guesses)).includes('ok')).toBe(false)
  const row = await database.db.selectFrom('invite').selectAll().where('id', '=', inviteId).executeTakeFirstOrThrow()
  expect([row.verbal_tries, row.locked_at === null]).toEqual([5, false])
  expect(codeOf(await portalCall(portOf(0), 'invite.verify', 'mutation', { code }, cookie))).toBe('LINK_NOT_WORKING')
})

test('Q2, Q3: the limit of an address is exact over both processes, and says when to come back', async () => {
  const ask = async (turn: number) => await portalCall(portOf(turn), 'invite.askAgain', 'mutation', { token: null })
  const answers = await Promise.all(Array.from({ length: 75 }, (_, turn) => ask(turn)))
  expect(tally(answers.map(codeOf))).toEqual({ ok: 60, TOO_MANY_REQUESTS: 15 })
  const refused = answers.filter(({ status }) => status === 429)
  for (const { headers } of refused) expect(Number(headers['retry-after'])).toBeGreaterThan(0)
})

test('W4, D3: what one process ends, the other refuses at the very next request: console, staff and participant', async () => {
  const device = await addDesk(database, 'manager', 'ended@alder.example')
  const me = async (desk: Desk, turn: number) => codeOf(await staffCall(portOf(turn), desk, 'auth.me', 'query'))
  expect([await me(device, 0), await me(device, 1)]).toEqual(['ok', 'ok'])
  await staffCall(portOf(0), desks.admin, 'devices.wipe', 'mutation', {
    deviceId: device.deviceId,
    reason: 'lost',
  })
  const next = await staffCall(portOf(1), device, 'sync.pull', 'query', { checkpoint: null, limit: 1, witnessCount: 0 })
  expect([next.status, codeOf(next), next.headers['x-vestibule-wipe']]).toEqual([401, 'DEVICE_REVOKED', '1'])
  const leaving = await addDesk(database, 'staff', 'leaving@alder.example')
  expect(codeOf(await staffCall(portOf(1), leaving, 'auth.signOut', 'mutation'))).toBe('ok')
  expect(await me(leaving, 0)).toBe('NOT_SIGNED_IN')
  const cookie = await join(portOf(0), desks.admin, await addParticipant(database, desks), 'out@example.org', false)
  expect(codeOf(await portalCall(portOf(1), 'auth.signOut', 'mutation', undefined, cookie))).toBe('ok')
  expect(codeOf(await portalCall(portOf(0), 'auth.me', 'query', undefined, cookie))).toBe('NOT_SIGNED_IN')
})

test('H3, I2: after a whole story neither log nor database holds a password, token, code, secret, and the log no email or name', async () => {
  const names = { givenName: 'Canaria', familyName: 'Lognameson', preferredName: 'Cannie' }
  const participantId = await addParticipant(database, desks, names)
  const verbal = 'canary-verbal-77'
  const { inviteId, token, shortCode } = await pushInvite(portOf(0), desks.admin, participantId, verbal)
  const emailed = await staffCall(portOf(1), desks.admin, 'invites.email', 'mutation', { inviteId, token })
  expect(codeOf(emailed)).toBe('ok')
  const invite = await openLink(portOf(0), token)
  await portalCall(portOf(1), 'invite.verify', 'mutation', { code: 'canary-wrong-99' }, invite)
  expect(codeOf(await portalCall(portOf(1), 'invite.verify', 'mutation', { code: verbal }, invite))).toBe('ok')
  const person = {
    email: 'canary.mail@example.org',
    displayName: 'Canaria L',
    password: 'canary pass phrase long',
    language: 'en',
  }
  const accepted = await portalCall(portOf(0), 'invite.accept', 'mutation', person, invite)
  const session = cookieFrom(accepted, SESSION_COOKIE)
  await portalCall(portOf(1), 'auth.signIn', 'mutation', { email: person.email, password: 'canary wrong phrase' })
  await portalCall(portOf(1), `auth.signIn?email=${person.email}&token=${token}`, 'mutation', { email: person.email })
  const staff = await staffStory()
  expect(session).not.toBe('')
  const secrets = [token, shortCode, verbal, 'canary-wrong-99', person.password, 'canary wrong phrase']
  secrets.push(invite.slice(INVITE_COOKIE.length + 1), session.slice(SESSION_COOKIE.length + 1), ...staff)
  const [log, rows] = [logs(), await dump(database)]
  expect(rows).toContain(inviteId)
  expect(log).toContain('invite.accept')
  for (const secret of secrets) {
    for (const form of formsOf(secret)) {
      expect(log.includes(form), `log holds ${secret}`).toBe(false)
      expect(rows.includes(form), `database holds ${secret}`).toBe(false)
    }
  }
  for (const word of [
    ...Object.values(names),
    person.email,
    'canary.mail',
    'Canaria L',
    'alder.example',
    '@example.org',
  ]) {
    expect(log.includes(word), `log holds ${word}`).toBe(false)
  }
  expect(log.split('\n').filter((line) => !/^(\{.*\}|Server: listening on port \d+)$/.test(line))).toEqual([])
  const mails = readdirSync(joinPath(folder.path, 'outbox'), { recursive: true })
  expect(mails.length).toBeGreaterThan(0)
})

/** Password, scan and code of a new colleague. What it returns must be found nowhere. */
async function staffStory(): Promise<string[]> {
  const desk = await addDesk(database, 'staff', 'canary.staff@alder.example')
  const ask = async (procedure: string, input: unknown) => {
    const answer = await staffCall(portOf(0), desk, procedure, 'mutation', input, null)
    return { answer, data: JSON.parse(answer.body).result?.data as Record<string, string> }
  }
  const { data: first } = await ask('auth.signIn', { email: desk.email, password: PASSWORD })
  const challenge = first.challenge ?? ''
  const { data: enrolled } = await ask('auth.enrol', { challenge })
  const secret = fromBase32(enrolled.secret ?? '')
  const code = totpCode(secret, totpStep(new Date()))
  const { answer } = await ask('auth.verify', { challenge, code, deviceName: 'Canary desk' })
  expect(codeOf(answer)).toBe('ok')
  const session = String(answer.headers['x-vestibule-session'])
  return [PASSWORD, challenge, enrolled.secret ?? '', secret.toString('hex'), session]
}

/** As it is, as hex (how bytes look in a dump), and as base64. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const raw = /^[\w-]{43}$/.test(secret) ? [Buffer.from(secret, 'base64url').toString('hex')] : []
  return [secret, bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, ''), ...raw]
}

test('U3, T4: after all that, with two processes signing heads, the log and the head outside the database agree', async () => {
  await new Promise((done) => setTimeout(done, 1_200))
  const verified = await runToEnd(cliArgs(programs, 'audit', 'verify', '--json'), env)
  expect([verified.code, JSON.parse(verified.stdout).ok]).toEqual([0, true])
  const head = JSON.parse(readFileSync(joinPath(database.secretsDir, 'audit-head.json'), 'utf8')) as Head
  expect(head.count).toBe(await lastSeq())
})

type Head = { readonly count: number }

async function lastSeq(): Promise<number> {
  const { seq } = await database.db
    .selectFrom('audit_log')
    .select('seq')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return Number(seq)
}
