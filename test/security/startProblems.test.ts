import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSecrets } from '../../server/platform/secrets/secrets'
import { startProgram } from '../e2e/support/processes'
import { createTestDatabase, databaseUrl, type TestDatabase } from '../support/postgres'
import { slowness } from '../support/slowness'
import { bundlePrograms, type Ended, type Programs, runToEnd } from './support/program'

let programs: Programs
let database: TestDatabase
let root = ''
let taken: Server
let takenPort = 0

beforeAll(async () => {
  programs = await bundlePrograms()
  database = await createTestDatabase()
  root = mkdtempSync(join(tmpdir(), 'vestibule-starts-'))
  taken = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => taken.once('listening', done))
  const address = taken.address()
  takenPort = typeof address === 'object' && address ? address.port : 0
})

afterAll(async () => {
  taken.close()
  await database.drop()
  rmSync(root, { recursive: true, force: true })
  programs.remove()
})

/** A server that must not start, on a data folder of its own with nothing in it. */
async function refusedStart(name: string, env: Readonly<Record<string, string>>): Promise<Ended & { dataDir: string }> {
  const dataDir = join(root, name.replaceAll(/\W+/g, '-'))
  const ended = await runToEnd([programs.server], { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'info', ...env })
  return { ...ended, dataDir }
}

/** One plain sentence for a person, and nothing for a programmer. */
function expectOneSentence({ code, stderr }: Ended, words: RegExp): void {
  expect(stderr).toMatch(/^[A-Z][^\n]*\.\n$/)
  expect(stderr).toMatch(words)
  expect(stderr).not.toMatch(/\bat .*\(|node:|\.mjs|Error:|select |undefined|\[object/)
  expect(code).toBe(1)
}

test.each([
  ['test hooks in production', { APP_TEST_HOOKS: '1', NODE_ENV: 'production' }, /APP_TEST_HOOKS/],
  ['a public address that is none', { PUBLIC_URL: 'portal' }, /PUBLIC_URL/],
  ['a public address without https', { PUBLIC_URL: 'http://portal.example.org' }, /PUBLIC_URL/],
  ['a public address with a path', { PUBLIC_URL: 'https://portal.example.org/x' }, /PUBLIC_URL/],
  ['a public address with a user', { PUBLIC_URL: 'https://a:canary@portal.example.org' }, /PUBLIC_URL/],
  ['a port that is none', { PORT: '99999' }, /PORT/],
  ['a database of another kind', { DATABASE_URL: 'mysql://root:canary@localhost/x' }, /DATABASE_URL/],
  ['a database without a name', { DATABASE_URL: 'postgres://root:canary@localhost' }, /DATABASE_URL/],
])('T1, T3: %s stops the start within 5 s with one sentence, and nothing is made', async (name, env, words) => {
  const ended = await refusedStart(name, env)
  expectOneSentence(ended, words)
  expect(ended.ms / slowness()).toBeLessThan(5_000)
  expect(ended.stderr).not.toContain('canary')
  expect(existsSync(ended.dataDir)).toBe(false)
})

const otherDatabase = (change: Partial<TestDatabase['owner']>) => databaseUrl({ ...database.owner, ...change })

test.each([
  ['nobody at that port', () => 'postgres://someone:canary@127.0.0.1:1/vestibule', /nothing answers there/],
  [
    'an unknown host',
    () => 'postgres://someone:canary@no-such-host.invalid:5432/vestibule',
    /host name is unknown|nothing answers/,
  ],
  ['a wrong password', () => otherDatabase({ password: 'canary' }), /user name or password is wrong/],
  ['a wrong user', () => otherDatabase({ user: 'nobody', password: 'canary' }), /user name or password is wrong/],
  ['a database that is not there', () => otherDatabase({ database: 'missing' }), /no database of that name/],
])('K3: a DATABASE_URL with %s stops the start with one sentence, and no secrets are made', async (name, url, words) => {
  const secretsDir = join(root, `secrets-${name.replaceAll(' ', '-')}`)
  const ended = await refusedStart(name, { DATABASE_URL: url(), SECRETS_DIR: secretsDir })
  expectOneSentence(ended, words)
  expect(ended.ms / slowness()).toBeLessThan(15_000)
  expect(ended.stderr).not.toContain('canary')
  expect(existsSync(secretsDir)).toBe(false)
})

test('K3: a database that is in use does not start without its secrets, with others, or with one of the two', async () => {
  const missing = join(root, 'no-secrets')
  expectOneSentence(await start(missing), /server\.key is missing/)
  expect(existsSync(missing)).toBe(false)
  const others = join(root, 'other-secrets')
  createSecrets(others)
  expectOneSentence(await start(others), /belongs to other secrets/)
  const half = join(root, 'half-secrets')
  mkdirSync(half)
  writeFileSync(join(half, 'server.key'), 'canary')
  expectOneSentence(await start(half), /server\.key .* damaged/)
  expect(readdirSync(half)).toEqual(['server.key'])
  async function start(secretsDir: string) {
    return await refusedStart('other', { DATABASE_URL: database.url, SECRETS_DIR: secretsDir })
  }
})

test('T1: a port in use is named in one sentence', async () => {
  const env = { DATABASE_URL: database.url, SECRETS_DIR: database.secretsDir, PORT: String(takenPort) }
  const ended = await refusedStart('port', env)
  expectOneSentence({ ...ended }, new RegExp(`Port ${takenPort} .* already in use`))
  expect(ended.stdout).not.toContain('listening')
})

test.each([
  ['a file in its place', () => file('a-file')],
  ['a file above it', () => join(file('another-file'), 'data')],
  ['a place where nobody may make one', () => '/sys/vestibule'],
])('K3: a data folder with %s stops the start with one sentence', async (_name, place) => {
  const ended = await runToEnd([programs.server], { DATA_DIR: place(), PORT: '0' })
  expectOneSentence(ended, /data folder/)
})

function file(name: string): string {
  writeFileSync(join(root, name), 'not a folder')
  return join(root, name)
}

test('T1: with places for mail, head and clock that cannot be, the server serves and its log says what it misses', async () => {
  const own = {
    DATABASE_URL: database.url,
    SECRETS_DIR: database.secretsDir,
    DATA_DIR: join(root, 'places'),
    PORT: '0',
  }
  const places = { OUTBOX_DIR: '/dev/null/outbox', AUDIT_HEAD_FILE: '/dev/null/head.json' }
  const clock = { APP_TEST_HOOKS: '1', CLOCK_OFFSET_FILE: '/dev/null/clock' }
  const env = { ...own, ...places, ...clock }
  const server = await startProgram({ args: [programs.server], env, ready: /^Server: listening/ })
  expect(await server.stop()).toBe(0)
  expect(server.lines.filter((line) => !line.startsWith('{'))).toEqual([expect.stringMatching(/^Server: listening/)])
  expect(server.lines.filter((line) => /"level":(40|50)/.test(line)).join()).toMatch(/head/)
})
