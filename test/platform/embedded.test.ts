import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { withClient } from '../../server/platform/database/connectionTarget'
import { findRunning } from '../../server/platform/database/embedded'
import { openDatabase } from '../../server/platform/database/openDatabase'
import { isLivePostgres, readPostmasterNote } from '../../server/platform/database/postmasterFile'
import { StartProblem } from '../../server/platform/startProblem'
import { bundleScript, type ScriptProcess, startScript } from '../support/childProcess'
import { slowness } from '../support/slowness'

let code = ''
let root = ''
/** A data folder after a clean first start, copied by the tests that damage it. */
let sound = ''
const started: ScriptProcess[] = []

function start(dataDir: string, env: Record<string, string> = {}): ScriptProcess {
  const script = startScript(code, { DATA_DIR: dataDir, ...env })
  started.push(script)
  return script
}

async function stop(script: ScriptProcess): Promise<void> {
  script.child.kill('SIGTERM')
  expect(await script.exit).toBe(0)
}

async function query(dataDir: string, text: string): Promise<readonly unknown[]> {
  const target = await findRunning(dataDir, join(dataDir, 'secrets'))
  if (target === null) throw new Error('no database runs there')
  return withClient(target, async (client) => (await client.query(text)).rows)
}

function copyOfSound(name: string): string {
  const dataDir = join(root, name)
  cpSync(sound, dataDir, { recursive: true, preserveTimestamps: true })
  const owner = statSync(join(sound, 'postgres'))
  if (process.getuid?.() === 0) chownTree(join(dataDir, 'postgres'), owner.uid, owner.gid)
  return dataDir
}

function chownTree(path: string, uid: number, gid: number): void {
  chownSync(path, uid, gid)
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) chownTree(join(path, name), uid, gid)
}

/** Names, sizes and times of everything below a folder. */
function fingerprint(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true })
    .map(String)
    .sort()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(dir, name))
      return `${name} ${size} ${mtimeMs}`
    })
}

beforeAll(async () => {
  code = await bundleScript('test/platform/fixtures/databaseProcess.ts')
  root = mkdtempSync(join(tmpdir(), 'vestibule-embedded-'))
  sound = join(root, 'sound')
  const first = start(sound)
  await first.ready
  await stop(first)
})

afterEach(async () => {
  for (const script of started.splice(0)) {
    if (script.child.exitCode === null) script.child.kill('SIGTERM')
    await script.exit
  }
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

test('K3: a second server on the same data folder exits within 5 s and changes nothing', async () => {
  const dataDir = copyOfSound('second')
  const first = start(dataDir)
  await first.ready
  const before = {
    names: readdirSync(dataDir).sort(),
    note: readPostmasterNote(join(dataDir, 'postgres')),
    log: statSync(join(dataDir, 'postgres.log')).size,
  }
  const begin = performance.now()
  const second = start(dataDir)
  expect(await second.exit).toBe(1)
  expect((performance.now() - begin) / slowness()).toBeLessThan(5_000)
  expect(second.output().trim()).toBe(`Another server is already using the data folder ${dataDir}.`)
  expect({
    names: readdirSync(dataDir).sort(),
    note: readPostmasterNote(join(dataDir, 'postgres')),
    log: statSync(join(dataDir, 'postgres.log')).size,
  }).toEqual(before)
  expect(await query(dataDir, 'select 1 as alive')).toEqual([{ alive: 1 }])
  await stop(first)
})

test('K3: of two servers started at once on a new data folder exactly one serves', async () => {
  const dataDir = join(root, 'race')
  const pair = [start(dataDir), start(dataDir)]
  const outcomes = await Promise.all(pair.map((script) => script.ready.then(() => 'ready').catch(() => 'refused')))
  expect(outcomes.sort()).toEqual(['ready', 'refused'])
  expect(pair.find((script) => script.child.exitCode !== null)?.output()).toMatch(/^(Another server is .*\.)\n$/)
})

test('Y1: after kill -9 of the server its rows are there, and the database it left behind is taken over', async () => {
  const dataDir = copyOfSound('killed')
  const first = start(dataDir)
  await first.ready
  await query(dataDir, "insert into rate_counter values ('kept', now(), 7)")
  const orphan = readPostmasterNote(join(dataDir, 'postgres'))
  first.child.kill('SIGKILL')
  await first.exit
  expect(isLivePostgres(orphan?.pid ?? 0)).toBe(true)
  const again = start(dataDir)
  expect(await again.ready).toBe('READY 0')
  expect(readPostmasterNote(join(dataDir, 'postgres'))?.pid).not.toBe(orphan?.pid)
  expect(await query(dataDir, 'select key, count from rate_counter')).toEqual([{ key: 'kept', count: 7 }])
  await stop(again)
  expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false)
})

test('Y1: after kill -9 of server and database together the committed rows are there', async () => {
  const dataDir = copyOfSound('both-killed')
  const first = start(dataDir)
  await first.ready
  await query(dataDir, "insert into rate_counter values ('kept', now(), 7)")
  const note = readPostmasterNote(join(dataDir, 'postgres'))
  first.child.kill('SIGKILL')
  if (note !== null) process.kill(note.pid, 'SIGKILL')
  await first.exit
  const again = start(dataDir)
  await again.ready
  expect(await query(dataDir, 'select key from rate_counter')).toEqual([{ key: 'kept' }])
  await stop(again)
})

test('a server whose database dies says so and ends', async () => {
  const dataDir = copyOfSound('database-dies')
  const server = start(dataDir)
  await server.ready
  const note = readPostmasterNote(join(dataDir, 'postgres'))
  if (note !== null) process.kill(note.pid, 'SIGKILL')
  expect(await server.exit).toBe(1)
  expect(server.output()).toContain('The database ended unexpectedly.')
})

test('K3: fsync, full page writes and synchronous commit are on', async () => {
  const dataDir = copyOfSound('durable')
  const server = start(dataDir)
  await server.ready
  const shown = await query(
    dataDir,
    "select current_setting('fsync') || current_setting('full_page_writes') || current_setting('synchronous_commit') as all",
  )
  expect(shown).toEqual([{ all: 'ononon' }])
  await stop(server)
})

test.each([
  ['a missing PG_VERSION', (dir: string) => rmSync(join(dir, 'postgres/PG_VERSION'))],
  ['a cut pg_control', (dir: string) => truncateSync(join(dir, 'postgres/global/pg_control'), 100)],
  ['a missing write-ahead log', (dir: string) => rmSync(join(dir, 'postgres/pg_wal'), { recursive: true })],
  ['a missing database folder', (dir: string) => rmSync(join(dir, 'postgres'), { recursive: true })],
  [
    'an empty database folder',
    (dir: string) => {
      renameSync(join(dir, 'postgres'), join(dir, 'elsewhere'))
      mkdirSync(join(dir, 'postgres'))
    },
  ],
  ['a missing server key', (dir: string) => rmSync(join(dir, 'secrets/server.key'))],
  ['a missing audit key', (dir: string) => rmSync(join(dir, 'secrets/audit.key'))],
  ['a missing database password', (dir: string) => rmSync(join(dir, 'secrets/postgres.password'))],
])('K3: %s stops the start with one sentence, and nothing is made anew', async (name, damage) => {
  const dataDir = copyOfSound(name.replaceAll(' ', '-'))
  damage(dataDir)
  const before = fingerprint(dataDir)
  const config = { dataDir, databaseUrl: null, secretsDir: join(dataDir, 'secrets') }
  const failure = await openDatabase({ config, migrationsDir: inject('testCluster').migrationsDir }).catch(
    (error: unknown) => error,
  )
  expect(failure).toBeInstanceOf(StartProblem)
  expect(String(failure)).toMatch(/^StartProblem: [^\n]+(damaged|missing)[^\n]+\.$/)
  expect(fingerprint(dataDir)).toEqual(before)
})

test('a data folder too deep for a socket is served over loopback with its password', async () => {
  const dataDir = join(root, 'deep-'.repeat(15), 'deeper-'.repeat(10), 'data')
  const server = start(dataDir)
  await server.ready
  expect(await query(dataDir, 'select 1 as alive')).toEqual([{ alive: 1 }])
  await stop(server)
})
