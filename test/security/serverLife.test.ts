import { execFileSync, spawn } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withClient } from '../../server/platform/database/connectionTarget'
import { findRunning } from '../../server/platform/database/embedded'
import { isLivePostgres, readPostmasterNote } from '../../server/platform/database/postmasterFile'
import { freePort, PROJECT, type Running, startProgram } from '../e2e/support/processes'
import { slowness } from '../support/slowness'
import { bundlePrograms, cliArgs, type Programs, runToEnd } from './support/program'

let programs: Programs
let root = ''
let dataDir = ''
const begun: Running[] = []

beforeAll(async () => {
  programs = await bundlePrograms()
  root = mkdtempSync(join(tmpdir(), 'vestibule-life-'))
  // As root, PostgreSQL runs as another user, who must be able to pass through.
  chmodSync(root, 0o755)
  dataDir = join(root, 'data')
  const { server } = await start()
  const clinic = ['--name', 'Alder', '--time-zone', 'UTC', '--program', 'Day program']
  expect((await runToEnd(cliArgs(programs, 'clinic', 'create', ...clinic), { DATA_DIR: dataDir })).code).toBe(0)
  expect(await server.stop()).toBe(0)
})

afterAll(async () => {
  for (const server of begun) await server.stop()
  rmSync(root, { recursive: true, force: true })
  programs.remove()
})

async function start(dir = dataDir): Promise<{ server: Running; port: number; ms: number }> {
  const [port, begin] = [await freePort(), performance.now()]
  const env = { DATA_DIR: dir, PORT: String(port), LOG_LEVEL: 'warn' }
  const server = await startProgram({ args: [programs.server], env, ready: /^Server: listening/ })
  begun.push(server)
  return { server, port, ms: performance.now() - begin }
}

const postgresPid = () => readPostmasterNote(join(dataDir, 'postgres'))?.pid ?? 0

async function healthy(port: number): Promise<boolean> {
  return await new Promise((done) => {
    const call = request({ host: '127.0.0.1', port, path: '/healthz' }, (res) => {
      res.resume()
      done(res.statusCode === 200)
    })
    call.once('error', () => done(false)).end()
  })
}

async function sql(text: string): Promise<readonly Record<string, unknown>[]> {
  const owner = await findRunning(dataDir, join(dataDir, 'secrets'))
  if (owner === null) throw new Error('no database runs there')
  return await withClient(owner, async (client) => (await client.query(text)).rows)
}

test.each([
  'SIGTERM',
  'SIGINT',
] as const)('T1: a server with data starts within 5 s, and %s ends it and its database cleanly', async (signal) => {
  const { server, port, ms } = await start()
  expect(ms / slowness()).toBeLessThan(5_000)
  expect(await healthy(port)).toBe(true)
  const pid = postgresPid()
  expect(isLivePostgres(pid)).toBe(true)
  expect(await server.stop(signal)).toBe(0)
  expect(isLivePostgres(pid)).toBe(false)
  expect(await healthy(port)).toBe(false)
})

test('K3: a second server on the same data folder ends within 5 s with one sentence, and the first serves on', async () => {
  const { server, port } = await start()
  const before = [postgresPid(), ...readdirSync(dataDir).sort()]
  const second = await runToEnd([programs.server], { DATA_DIR: dataDir, PORT: '0' })
  expect([second.code, second.stderr]).toEqual([1, `Another server is already using the data folder ${dataDir}.\n`])
  expect(second.ms / slowness()).toBeLessThan(5_000)
  expect([postgresPid(), ...readdirSync(dataDir).sort()]).toEqual(before)
  expect(await healthy(port)).toBe(true)
  expect(await server.stop()).toBe(0)
})

test('T1: a port in use ends the start with one sentence, and the database it had started ends too', async () => {
  const { server, port } = await start()
  const other = join(root, 'other')
  const ended = await runToEnd([programs.server], { DATA_DIR: other, PORT: String(port) })
  expect([ended.code, ended.stderr]).toEqual([
    1,
    `Port ${port} on 127.0.0.1 is already in use; choose another one with PORT.\n`,
  ])
  expect(readPostmasterNote(join(other, 'postgres'))).toBeNull()
  expect(await server.stop()).toBe(0)
})

test('Y1: after kill -9 of the server the next start serves the same data', async () => {
  const { server } = await start()
  await sql("insert into rate_counter values ('kept', now(), 7)")
  await server.stop('SIGKILL')
  const again = await start()
  expect(await sql("select count from rate_counter where key = 'kept'")).toEqual([{ count: 7 }])
  expect(await healthy(again.port)).toBe(true)
  expect(await again.server.stop()).toBe(0)
})

test('T1: a signal during the start leaves no database running behind', async () => {
  const child = spawn(process.execPath, [programs.server], {
    cwd: PROJECT,
    env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: '0' },
    stdio: 'ignore',
  })
  const ended = new Promise((done) => child.once('exit', done))
  for (let tries = 0; tries < 1_000 && !isLivePostgres(postgresPid()); tries++) await sleep(5)
  const pid = postgresPid()
  expect(isLivePostgres(pid)).toBe(true)
  child.kill('SIGTERM')
  await ended
  expect(isLivePostgres(pid)).toBe(false)
})

async function verify(...args: string[]) {
  return await runToEnd(cliArgs(programs, 'audit', 'verify', '--json', ...args), { DATA_DIR: dataDir })
}

test('T4: audit verify exits 0 on a sound log, with and without a server, and 2 once one byte is another', async () => {
  const asleep = await verify()
  expect([asleep.code, JSON.parse(asleep.stdout).ok]).toEqual([0, true])
  const { server } = await start()
  expect((await verify()).code).toBe(0)
  const witness = join(root, 'witness.json')
  appendFileSync(witness, readFileSync(join(dataDir, 'secrets/audit-head.json')))
  expect((await verify('--witness', witness)).code).toBe(0)
  await sql("update audit_log set action = 'clinic.creates' where seq = 1")
  const altered = await verify()
  expect(altered.code).toBe(2)
  expect(altered.stdout).toMatch(/"altered"/)
  expect(altered.stdout).toMatch(/"seq":1\b/)
  await sql("update audit_log set action = 'clinic.created' where seq = 1")
  expect((await verify()).code).toBe(0)
  expect((await verify('--witness', `99:${'0'.repeat(64)}`)).code).toBe(2)
  expect((await verify('--no-such-option')).code).toBe(1)
  expect(await server.stop()).toBe(0)
}, 180_000)

test('K3: a damaged data folder stops the start with one sentence, and no file in it is another after', async () => {
  const broken = join(root, 'broken')
  cpSync(dataDir, broken, { recursive: true, preserveTimestamps: true })
  rmSync(join(broken, 'postgres/PG_VERSION'))
  const before = files(broken)
  const ended = await runToEnd([programs.server], { DATA_DIR: broken, PORT: '0' })
  expect(ended.code).toBe(1)
  expect(ended.stderr).toMatch(/^The database in \S+ is damaged [^\n]+\.\n$/)
  expect(files(broken)).toEqual(before)
})

function files(dir: string): string[] {
  const names = readdirSync(dir, { recursive: true }).map(String).sort()
  return names.map((name) => `${name} ${statSync(join(dir, name)).size} ${statSync(join(dir, name)).mtimeMs}`)
}

test('K3: a disk that is full stops a first start with one sentence, and room lets it start again', async ({
  skip,
}) => {
  const small = join(root, 'small')
  mkdirSync(small)
  if (!mount(small, '24m')) return skip('A full disk can only be shown where a tmpfs may be mounted.')
  try {
    const ended = await runToEnd([programs.server], { DATA_DIR: join(small, 'data'), PORT: '0' })
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringMatching(/^[^\n]*disk[^\n]* full[^\n]*\.\n$/)])
    execFileSync('mount', ['-o', 'remount,size=300m', small])
    const { server, port } = await start(join(small, 'data'))
    expect(await healthy(port)).toBe(true)
    expect(await server.stop()).toBe(0)
  } finally {
    execFileSync('umount', ['-l', small])
  }
})

function mount(folder: string, size: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
