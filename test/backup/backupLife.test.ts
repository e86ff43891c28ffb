import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { main } from '../../server/cli/main'
import { withClient } from '../../server/platform/database/connectionTarget'
import { findRunning, startEmbedded } from '../../server/platform/database/embedded'
import { isLivePostgres, readPostmasterNote } from '../../server/platform/database/postmasterFile'
import { freePort, PROJECT, type Running, startProgram } from '../e2e/support/processes'
import { bundlePrograms, cliArgs, type Programs, runToEnd } from '../security/support/program'

const WORDS = 'seven quiet herons at dusk'
const CLINIC = ['--name', 'Alder', '--time-zone', 'UTC', '--program', 'Day program']
const PEOPLE = 8_000
let programs: Programs
let root = ''
let dataDir = ''
let whole = ''
const begun: Running[] = []

beforeAll(async () => {
  programs = await bundlePrograms()
  root = mkdtempSync(join(tmpdir(), 'vestibule-backup-life-'))
  // As root, PostgreSQL runs as another user, who must be able to pass through.
  chmodSync(root, 0o755)
  dataDir = join(root, 'data')
  writeFileSync(join(root, 'words'), `${WORDS}\n`)
  expect((await vestibule(dataDir, 'clinic', 'create', ...CLINIC)).code).toBe(0)
  await fill(PEOPLE)
  whole = join(root, 'whole.backup')
  expect((await vestibule(dataDir, 'backup', whole, ...phrase())).code).toBe(0)
}, 180_000)
afterAll(async () => {
  for (const server of begun) await server.stop()
  rmSync(root, { recursive: true, force: true })
  programs.remove()
})

const phrase = () => ['--passphrase-file', join(root, 'words')]

/** The command line in this process, which spares a start of Node each time. */
async function vestibule(dir: string, ...args: string[]) {
  const lines = { log: [] as string[], error: [] as string[] }
  const hear = (to: 'log' | 'error') =>
    vi.spyOn(console, to).mockImplementation((line) => void lines[to].push(String(line)))
  const spies = [hear('log'), hear('error')]
  vi.stubEnv('DATA_DIR', dir)
  try {
    return { code: await main(args), stdout: lines.log.join('\n'), stderr: lines.error.join('\n') }
  } finally {
    vi.unstubAllEnvs()
    for (const spy of spies) spy.mockRestore()
  }
}

async function start(dir: string): Promise<Running> {
  const env = { DATA_DIR: dir, PORT: String(await freePort()), LOG_LEVEL: 'warn' }
  const server = await startProgram({ args: [programs.server], env, ready: /^Server: listening/ })
  begun.push(server)
  return server
}

/** Rows enough that backup and restore take a while. */
async function fill(rows: number): Promise<void> {
  const database = await startEmbedded({ dataDir, secretsDir: join(dataDir, 'secrets') })
  await inside(
    dataDir,
    `insert into participant (id, rev, program_id, fields, created_at, updated_at, updated_by_name)
    select gen_random_uuid(), nextval('sync_rev'), p.id, jsonb_build_object('emails', '{}'::jsonb, 'phones', '{}'::jsonb,
      'givenName', 'Canary heronsmoor ' || n, 'address', repeat('x', 600)), now(), now(), 'Import'
    from generate_series(1, ${rows}) n, program p`,
  )
  await database.stop()
}

async function inside<Row extends Record<string, unknown>>(dir: string, text: string): Promise<readonly Row[]> {
  const owner = await findRunning(dir, join(dir, 'secrets'))
  if (owner === null) throw new Error('no database runs there')
  return await withClient(owner, async (client) => (await client.query<Row>(text)).rows)
}

/** Starts a command, waits until `isUnderWay`, and kills it with SIGKILL. */
async function killed(dir: string, args: readonly string[], isUnderWay: () => boolean): Promise<void> {
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: dir }
  const child = spawn(process.execPath, cliArgs(programs, ...args), {
    cwd: PROJECT,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (text) => (said += String(text)))
  const ended = new Promise((done) => child.once('exit', done))
  for (let tries = 0; tries < 6_000 && child.exitCode === null && !isUnderWay(); tries++) await sleep(5)
  expect([child.exitCode, said]).toEqual([null, ''])
  child.kill('SIGKILL')
  await ended
}

async function endDatabase(dir: string): Promise<void> {
  const note = readPostmasterNote(join(dir, 'postgres'))
  if (note === null || !isLivePostgres(note.pid)) return
  process.kill(note.pid, 'SIGQUIT')
  for (let tries = 0; tries < 1_000 && isLivePostgres(note.pid); tries++) await sleep(10)
}

test('K1, K2: backup beside the running server, restore into an empty folder, and the next start serves it', async () => {
  const server = await start(dataDir)
  const file = join(root, 'beside.backup')
  const made = await vestibule(dataDir, 'backup', file, ...phrase())
  expect([made.code, made.stderr]).toEqual([0, ''])
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const checked = await vestibule(dataDir, 'backup', 'verify', file, ...phrase())
  expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('is whole: made ')])
  expect(await server.stop()).toBe(0)

  const fresh = join(root, 'fresh')
  const back = await vestibule(fresh, 'restore', file, ...phrase())
  expect([back.code, back.stderr]).toEqual([0, ''])
  expect(back.stdout).toContain('SOUND: ')
  const again = await start(fresh)
  const [count] = await inside<{ n: number }>(fresh, 'select count(*)::int as n from participant')
  expect(count?.n).toBe(PEOPLE)
  expect((await vestibule(fresh, 'audit', 'verify')).code).toBe(0)
  expect(await again.stop()).toBe(0)
  const full = await vestibule(fresh, 'restore', file, ...phrase())
  expect([full.code, full.stderr]).toEqual([1, expect.stringMatching(/^The folder \S+ is not empty; [^\n]+\.$/)])
}, 240_000)

test('K1: what the command line cannot do is one sentence and exit 1', async () => {
  writeFileSync(join(root, 'short'), 'fourteen chars\n')
  writeFileSync(join(root, 'wrong'), 'some other long words\n')
  const untouched = join(root, 'untouched')
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    [untouched, ['backup', join(root, 'x'), ...phrase()], /^There is no database in /],
    [dataDir, ['backup', join(root, 'x'), '--passphrase-file', join(root, 'short')], /needs 15 characters or more/],
    [dataDir, ['backup', join(root, 'x')], /There is no terminal to ask for the passphrase/],
    [dataDir, ['backup', whole, ...phrase()], /is there already; a backup never replaces a file/],
    [untouched, ['backup', 'verify', whole, '--passphrase-file', join(root, 'wrong')], /not the passphrase/],
    [untouched, ['backup', 'verify', join(root, 'nowhere'), ...phrase()], /cannot be read \(ENOENT\)/],
    [untouched, ['restore', join(root, 'words'), ...phrase()], /not a backup of Vestibule/],
    [
      untouched,
      ['restore', whole, '--passphrase-file', join(root, 'nowhere')],
      /The passphrase file \S+ cannot be read/,
    ],
  ]
  for (const [dir, args, sentence] of cases) {
    const { code, stderr } = await vestibule(dir, ...args)
    expect([args, code, stderr]).toEqual([args, 1, expect.stringMatching(sentence)])
    expect(stderr).not.toContain('\n')
  }
  expect(existsSync(untouched)).toBe(false)
}, 120_000)

test('K1: kill -9 in the middle of a backup leaves no file of its name, nothing readable, and the next one works', async () => {
  const server = await start(dataDir)
  const folder = join(root, 'cut')
  mkdirSync(folder)
  const file = join(folder, 'cut.backup')
  const part = () => readdirSync(folder).find((name) => name.includes('.part-'))
  await killed(dataDir, ['backup', file, ...phrase()], () => statSync(join(folder, part() ?? '.')).size > 500_000)
  expect(existsSync(file)).toBe(false)
  expect((await vestibule(dataDir, 'backup', 'verify', join(folder, part() ?? ''), ...phrase())).code).toBe(1)
  expect((await vestibule(dataDir, 'backup', file, ...phrase())).code).toBe(0)
  expect((await vestibule(dataDir, 'audit', 'verify')).code).toBe(0)
  expect(await server.stop()).toBe(0)
}, 180_000)

test('K2: kill -9 in the middle of a restore leaves nothing that a server starts on, and running it again clears that away', async () => {
  const dir = join(root, 'halfway')
  const marker = join(dir, 'secrets/restore.unfinished')
  await killed(dir, ['restore', whole, ...phrase()], () => existsSync(marker))
  await killed(dir, ['restore', whole, ...phrase()], () => readPostmasterNote(join(dir, 'postgres'))?.ready === true)
  expect(existsSync(marker)).toBe(true)
  const sentence = /^A restore into this place did not finish[^\n]+$/
  const served = await runToEnd([programs.server], { DATA_DIR: dir, PORT: '0' })
  expect([served.code, served.stderr.trim()]).toEqual([1, expect.stringMatching(sentence)])
  for (const args of [
    ['audit', 'verify'],
    ['clinic', 'create', ...CLINIC],
  ]) {
    const refused = await vestibule(dir, ...args)
    expect([args, refused.code, refused.stderr]).toEqual([args, 1, expect.stringMatching(sentence)])
  }
  const again = await vestibule(dir, 'restore', whole, ...phrase())
  expect([again.code, again.stderr]).toEqual([0, ''])
  expect(existsSync(marker)).toBe(false)
  const server = await start(dir)
  expect(await server.stop()).toBe(0)
  await endDatabase(dir)
}, 240_000)

test('K1, K2: a full disk stops backup and restore with one sentence, and nothing half remains', async ({ skip }) => {
  const small = join(root, 'small')
  mkdirSync(small)
  if (!mount(small, '2m')) return skip('A full disk can only be shown where a tmpfs may be mounted.')
  try {
    const made = await vestibule(dataDir, 'backup', join(small, 'one.backup'), ...phrase())
    expect([made.code, made.stderr]).toEqual([1, expect.stringMatching(/^The disk that holds \S+ is full; [^\n]+$/)])
    expect(readdirSync(small)).toEqual([])
    execFileSync('mount', ['-o', 'remount,size=64m', small])
    const back = await vestibule(join(small, 'data'), 'restore', whole, ...phrase())
    expect([back.code, back.stderr]).toEqual([1, expect.stringMatching(/^[^\n]*disk[^\n]*full[^\n]*$/)])
    expect(existsSync(join(small, 'data/postgres'))).toBe(false)
    expect(readdirSync(join(small, 'data/secrets'))).toEqual([])
  } finally {
    await endDatabase(join(small, 'data'))
    execFileSync('umount', ['-l', small])
  }
}, 240_000)

function mount(folder: string, size: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
