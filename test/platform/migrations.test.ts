import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { connectDatabase } from '../../server/platform/database/connect'
import { type ConnectionTarget, targetFromUrl, withClient } from '../../server/platform/database/connectionTarget'
import { createSecrets } from '../../server/platform/secrets/secrets'
import { bundleScript, startScript } from '../support/childProcess'
import { createEmptyDatabase, databaseUrl, dropDatabase } from '../support/postgres'

let owner: ConnectionTarget
let dir = ''
let migrationsDir = ''
const connect = (target = owner) => connectDatabase({ owner: target, secretsDir: join(dir, 'secrets'), migrationsDir })
const attempt = (work: Promise<{ close(): Promise<void> }>) => work.then((connected) => connected.close())

beforeEach(async () => {
  owner = await createEmptyDatabase()
  dir = mkdtempSync(join(tmpdir(), 'vestibule-migrations-'))
  migrationsDir = join(dir, 'migrations')
  cpSync(inject('testCluster').migrationsDir, migrationsDir, { recursive: true })
})
afterEach(async () => {
  await dropDatabase(owner)
  rmSync(dir, { recursive: true, force: true })
})

test('T5: two server processes that start on one empty database at once both come up, and each migration runs once', async () => {
  const code = await bundleScript('test/platform/fixtures/databaseProcess.ts')
  const env = { DATABASE_URL: databaseUrl(owner), DATA_DIR: dir }
  const pair = [startScript(code, env), startScript(code, env)]
  const counts = (await Promise.all(pair.map((script) => script.ready))).map((line) => Number(line.split(' ')[1]))
  const rows = await withClient(
    owner,
    async (client) => (await client.query('select 1 from schema_migration')).rowCount,
  )
  expect(counts.sort((a, b) => a - b)).toEqual([0, rows])
  for (const script of pair) script.child.kill('SIGTERM')
  expect(await Promise.all(pair.map((script) => script.exit))).toEqual([0, 0])
})

test('a migration changed after it was applied stops the start', async () => {
  await attempt(connect())
  appendFileSync(join(migrationsDir, '001-foundation.sql'), '\n-- one more thought\n')
  await expect(attempt(connect())).rejects.toThrow(/001-foundation\.sql was changed after it was applied/)
})

test('a database made by a newer version stops the start', async () => {
  writeFileSync(join(migrationsDir, '900-later.sql'), 'create table later (id int)')
  await attempt(connect())
  rmSync(join(migrationsDir, '900-later.sql'))
  await expect(attempt(connect())).rejects.toThrow(/newer version/)
})

test('a migration that fails half-way leaves nothing behind', async () => {
  writeFileSync(join(migrationsDir, '900-broken.sql'), 'create table half (id int); select 1 / 0')
  await expect(attempt(connect())).rejects.toThrow(/900-broken\.sql failed and was undone: division by zero/)
  const found = await withClient(owner, (client) => client.query("select to_regclass('half') as half"))
  expect(found.rows).toEqual([{ half: null }])
})

test('an existing database without its secrets is refused and gets no new ones', async () => {
  await attempt(connect())
  rmSync(join(dir, 'secrets'), { recursive: true })
  await expect(attempt(connect())).rejects.toThrow(/secret file server\.key is missing/)
  createSecrets(join(dir, 'secrets'))
  await expect(attempt(connect())).rejects.toThrow(/belongs to other secrets/)
})

test.each([
  ['a wrong password', (url: string) => url.replace(/:[^:@/]+@/, ':wrong@'), /password is wrong/],
  [
    'an unknown database',
    (url: string) => url.replace(/\/t_[0-9a-f]+/, '/no_such_database'),
    /no database of that name/,
  ],
  ['a dead host', () => 'postgres://u:canary@127.0.0.1:1/db', /nothing answers there/],
])('%s in DATABASE_URL is one plain sentence without the password', async (_name, change, sentence) => {
  const target = targetFromUrl(change(databaseUrl(owner)))
  const failure = await connect(target).catch((error: unknown) => error)
  expect(failure).toMatchObject({ name: 'StartProblem', message: expect.stringMatching(sentence) })
  expect(String(failure)).not.toMatch(/canary|:wrong/)
})
