import { join as joinPath } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { totpCode, totpStep } from '../../server/platform/secrets/totp'
import { freePort, type Running, startProgram, temporaryFolder } from '../e2e/support/processes'
import { codeOf, cookieFrom, join, type Kind, portalCall, SESSION_COOKIE } from '../security/support/calls'
import { addClinic, addParticipant, PASSWORD } from '../security/support/people'
import { bundlePrograms, type Programs } from '../security/support/program'
import { PORTAL_ORIGIN } from '../security/support/servers'
import { dump } from '../security/support/snapshot'
import { fromBase32 } from '../staff/staffWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

let programs: Programs
let database: TestDatabase
let server: Running
let port = 0
let cookie = ''
const folder = temporaryFolder('security')

/** One real process that logs everything it would ever log, and a participant who has joined. */
beforeAll(async () => {
  programs = await bundlePrograms()
  database = await createTestDatabase()
  const { admin, ...desks } = await addClinic(database)
  port = await freePort()
  const own = {
    DATABASE_URL: database.url,
    SECRETS_DIR: database.secretsDir,
    DATA_DIR: folder.path,
    PORT: String(port),
  }
  const env = { ...own, PUBLIC_URL: PORTAL_ORIGIN, LOG_LEVEL: 'debug', OUTBOX_DIR: joinPath(folder.path, 'outbox') }
  server = await startProgram({ args: [programs.server], env, ready: /^Server: listening/ })
  cookie = await join(port, admin, await addParticipant(database, { admin, ...desks }), 'robin@example.org')
})
afterAll(async () => {
  await server?.stop()
  await database?.drop()
  programs?.remove()
  folder.remove()
})

async function call(procedure: string, kind: Kind, input?: unknown) {
  const answer = await portalCall(port, `security.${procedure}`, kind, input, cookie)
  cookie = cookieFrom(answer, SESSION_COOKIE) || cookie
  return answer
}

async function dataOf(procedure: string, input: unknown): Promise<Record<string, unknown>> {
  const { body } = await call(procedure, 'mutation', input)
  return (JSON.parse(body) as { result: { data: Record<string, unknown> } }).result.data
}

test('M1 M6 H3: over HTTP no secret, code, password or cookie comes into a log line or a row', async () => {
  const begun = await dataOf('beginFactor', { name: 'Phone' })
  const secret = fromBase32(String(begun.secret))
  const code = totpCode(secret, totpStep(new Date()))
  const before = cookie
  const { recoveryCodes } = await dataOf('confirmFactor', { factorId: begun.factorId, code })
  expect(cookie).not.toBe(before)
  expect(codeOf(await portalCall(port, 'security.view', 'query', undefined, before))).toBe('NOT_SIGNED_IN')
  const codes = (Array.isArray(recoveryCodes) ? recoveryCodes : []).map(String)
  expect(codes).toHaveLength(10)
  expect(codeOf(await call('newRecoveryCodes', 'mutation', { code }))).toBe('CODE_WRONG')
  expect(codeOf(await call('reauthenticate', 'mutation', { password: 'canary of a wrong password' }))).toBe(
    'SIGN_IN_FAILED',
  )
  expect(codeOf(await call('reauthenticate', 'mutation', { password: PASSWORD }))).toBe('ok')
  const removed = await call('removeFactor', 'mutation', { factorId: begun.factorId, code: codes[0] })
  expect(codeOf(removed)).toBe('ok')
  expect(codeOf(await call('changePassword', 'mutation', { password: 'canary of a new password' }))).toBe('ok')
  expect(codeOf(await call('changeEmail', 'mutation', { email: 'canary@new.example' }))).toBe('ok')
  const hidden = [
    String(begun.secret),
    secret.toString('hex'),
    ...codes,
    ...codes.map((text) => text.replaceAll('-', '')),
    'canary of',
    before.split('=')[1] ?? '',
    cookie.split('=')[1] ?? '',
  ]
  const log = server.lines.join('\n')
  expect(log).toContain('listening')
  const rows = await dump(database)
  for (const text of hidden) expect([text, log.includes(text), rows.includes(text)]).toEqual([text, false, false])
  expect(log).not.toContain('canary@new.example')
})

test('W6 Q1: a security procedure is refused from another origin and in a batch', async () => {
  const foreign = { origin: 'https://evil.example' }
  const input = { minutes: 5 }
  expect(codeOf(await portalCall(port, 'security.setAppLock', 'mutation', input, cookie, foreign))).toBe('WRONG_ORIGIN')
  const batch = await portalCall(
    port,
    'security.unlock,security.unlock?batch=1',
    'mutation',
    { 0: { code: '1' }, 1: { code: '2' } },
    cookie,
  )
  expect(codeOf(batch)).toBe('NOT_BATCHABLE')
})
