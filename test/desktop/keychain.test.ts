import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { missingKeyringTools, spawnInKeyring } from '../../scripts/keyring-session.mjs'

// Inside the project, so that the bundle finds the native module.
const PROBE = 'artifacts/keychain-probe/probe.mjs'
/** A session of its own takes 0.1 s on an idle machine, seconds on a busy one. */
const SLOW = { timeout: 180_000 }
const missing = process.platform === 'linux' ? missingKeyringTools() : ['Linux']
let home = ''

beforeAll(async () => {
  mkdirSync('artifacts/keychain-probe', { recursive: true })
  const entryPoints = ['test/desktop/keychainProbe.ts']
  await build({ entryPoints, outfile: PROBE, bundle: true, platform: 'node', format: 'esm', packages: 'external' })
  home = await mkdtemp(join(tmpdir(), 'vestibule-keyring-'))
  if (missing.length > 0) process.stderr.write(`The real keychain is not tested: missing ${missing.join(', ')}\n`)
})

afterAll(() => rm(home, { recursive: true, force: true }))

/** The last line the probe printed. */
function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    child.on('error', reject)
    child.on('close', (code) => {
      const line = text.trim().split('\n').at(-1)
      if (line?.startsWith('{')) resolve(JSON.parse(line))
      else reject(new Error(`The probe ended with ${code} and said: ${text}`))
    })
  })
}

const inSession = (step: string) =>
  answerOf(spawnInKeyring(home, process.execPath, [PROBE, step], { timeout: 120_000 }))

function withoutSession(step: string): Promise<unknown> {
  const { DBUS_SESSION_BUS_ADDRESS: _bus, ...env } = process.env
  return answerOf(spawn(process.execPath, [PROBE, step], { env: { ...env, XDG_RUNTIME_DIR: home }, timeout: 120_000 }))
}

test.skipIf(missing.length > 0)(
  'R2: the real Secret Service keeps, gives back over a new session, and deletes',
  SLOW,
  async () => {
    expect(await inSession('available')).toEqual({ value: true })
    expect(await inSession('set')).toEqual({ value: 'heron' })
    expect(await inSession('get')).toEqual({ value: 'heron' })
    expect(await inSession('delete')).toEqual({ value: null })
    expect(await inSession('get')).toEqual({ value: null })
  },
)

test.skipIf(missing.length > 0)(
  'R2: availability is proven without leaving anything in the keychain',
  SLOW,
  async () => {
    const before = await inSession('get')
    await inSession('available')
    expect(await inSession('get')).toEqual(before)
    for (const name of await readdir(join(home, 'share', 'keyrings'))) {
      expect((await readFile(join(home, 'share', 'keyrings', name))).includes('probe-')).toBe(false)
    }
  },
)

test.skipIf(process.platform !== 'linux')(
  'R2: without a Secret Service every step is refused; the kernel keyring is never used',
  SLOW,
  async () => {
    expect(await withoutSession('available')).toEqual({ value: false })
    // The refusal speaks of the bus: nobody asked the kernel, whose refusals read differently.
    expect(await withoutSession('set')).toEqual({ refused: expect.stringMatching(/DBus/) })
    expect(await withoutSession('get')).toEqual({ refused: expect.stringMatching(/DBus/) })
    expect(await readFile('/proc/keys', 'utf8').catch(() => '')).not.toContain('Vestibule')
  },
)

test('R2: each entry is pinned to the Secret Service in the only file that touches the keychain', async () => {
  const text = await readFile('electron/core/adapters/osKeychain.ts', 'utf8')
  expect(text.match(/new AsyncEntry\(/g)).toHaveLength(1)
  expect(text).toContain("{ linux: { store: 'secret-service' } }")
})
