import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Kysely } from 'kysely'
import { programPaths } from '../../../server/app/paths'
import { startServer } from '../../../server/app/startServer'
import { readConfig } from '../../../server/platform/config'
import type { Tables } from '../../../server/platform/database/tables'
import { inTransaction } from '../../../server/platform/database/transaction'
import { addSession } from '../../../server/staff/sessionStore'
import type { LiveHub } from '../../../server/sync/liveHub'
import type { DeviceState } from '../../../shared/staff/staffSchemas'
import type { LiveEvent } from '../../../shared/sync/liveSchemas'
import { newConsole, signedBy, type TestConsole } from '../../staff/staffWorld'
import { bundleScript } from '../../support/childProcess'
import type { TestDatabase } from '../../support/postgres'
import { staffId } from './clinic'

export interface ServerUnderTest {
  readonly origin: string
  stop(): Promise<void>
}

export function serverEnv({ secretsDir, url }: Pick<TestDatabase, 'secretsDir' | 'url'>, dataDir: string) {
  const places = { DATA_DIR: dataDir, SECRETS_DIR: secretsDir, DATABASE_URL: url }
  return { PORT: '0', PUBLIC_URL: 'https://portal.example.org', LOG_LEVEL: 'fatal', ...places }
}

/** The whole server in this process, on a free port. */
export async function serve(database: TestDatabase): Promise<ServerUnderTest & { readonly hub: LiveHub }> {
  const dir = mkdtempSync(join(tmpdir(), 'vestibule-server-'))
  const config = readConfig(serverEnv(database, dir))
  if ('problem' in config) throw new Error(config.problem)
  const server = await startServer({ config, paths: programPaths(), withPages: false })
  return {
    origin: `http://127.0.0.1:${server.port}`,
    hub: server.composition.hub,
    async stop() {
      await server.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

export interface ServerProcess extends ServerUnderTest {
  /** SIGKILL: nothing is flushed, nothing is said. */
  kill(): Promise<void>
}

/** The whole server in a process of its own. Its bundle lies below node_modules, where packages and resources are found as usual. */
export async function serveApart(database: Pick<TestDatabase, 'secretsDir' | 'url'>): Promise<ServerProcess> {
  const dir = mkdtempSync(join(tmpdir(), 'vestibule-server-'))
  const cache = resolve(import.meta.dirname, '../../../node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const program = join(mkdtempSync(join(cache, 'vestibule-test-')), 'server.mjs')
  writeFileSync(program, await bundleScript('test/sync/support/serverProcess.ts'))
  const env = { PATH: process.env.PATH ?? '', ...serverEnv(database, dir) }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = new Promise((done) => child.once('close', done))
  const port = await new Promise<string>((done, fail) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const ready = /^READY (\d+)$/m.exec(String(chunk))?.[1]
      if (ready !== undefined) done(ready)
    })
    child.once('close', () => fail(new Error('the server process ended before it was ready')))
  })
  const kill = async () => {
    child.kill('SIGKILL')
    await exit
    rmSync(dir, { recursive: true, force: true })
    rmSync(dirname(program), { recursive: true, force: true })
  }
  return { origin: `http://127.0.0.1:${port}`, stop: kill, kill }
}

/** A signed-in console. */
export interface Session {
  readonly console: TestConsole
  readonly token: string
}
type Who = Parameters<typeof staffId>[0]

/** Puts console and session into the database; signing in has tests of its own. */
export async function signIn(db: Kysely<Tables>, who: Who, state: DeviceState = 'active'): Promise<Session> {
  const session = {
    console: newConsole(),
    token: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url'),
  }
  const { id, publicKey } = session.console.device
  const now = new Date()
  await inTransaction(db, async (tx) => {
    const asked = { requested_by: staffId(who), requested_at: now, name: 'Desk', app_version: '1' }
    await tx
      .insertInto('device')
      .values({ id, public_key: publicKey, state, ...asked })
      .execute()
    await addSession(tx, { token: session.token, staffId: staffId(who), deviceId: id, now })
  })
  return session
}

export interface Asked {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body: string
}

export function pullRequest(input: unknown): Asked {
  return { method: 'GET', path: `/api/staff/sync.pull?input=${encodeURIComponent(JSON.stringify(input))}`, body: '' }
}
export function pushRequest(items: readonly unknown[]): Asked {
  return { method: 'POST', path: '/api/staff/sync.push', body: JSON.stringify({ items }) }
}
export const LIVE: Asked = { method: 'GET', path: '/api/live', body: '' }
export const FIRST_PULL = { checkpoint: null, limit: 5000, witnessCount: 0 }

/** The headers with which a console proves itself for this very request. */
export function provenHeaders(session: Session, asked: Asked): Record<string, string> {
  const { proof, deviceKey } = signedBy(session.console, { ...asked, token: session.token })
  return {
    authorization: `Bearer ${session.token}`,
    'x-vestibule-device-key': deviceKey,
    'x-vestibule-proof': proof,
    ...(asked.method === 'POST' && { 'content-type': 'application/json' }),
  }
}

export async function ask(origin: string, asked: Asked, headers: Record<string, string>, signal?: AbortSignal) {
  const { method, path, body } = asked
  const init = { method, headers, ...(method === 'POST' && { body }), ...(signal && { signal }) }
  const response = await fetch(`${origin}${path}`, init)
  const text = await response.text()
  const code = /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? null
  return { status: response.status, headers: response.headers, code, text }
}

/** `fetch` as the console's pages have it: relative addresses, and the desktop core adds what proves the console. */
export function consoleFetch(origin: () => string, session: Session): typeof fetch {
  const real = globalThis.fetch
  return async (input, init) => {
    const path = String(input)
    const method = init?.method === 'POST' ? 'POST' : 'GET'
    const body = typeof init?.body === 'string' ? init.body : ''
    const headers = {
      ...Object.fromEntries(new Headers(init?.headers)),
      ...provenHeaders(session, { method, path, body }),
    }
    return await real(`${origin()}${path}`, { ...init, headers })
  }
}

export interface Stream {
  readonly events: readonly LiveEvent[]
  readonly ended: Promise<void>
  close(): void
}

export async function openStream(origin: string, session: Session): Promise<Stream> {
  const leave = new AbortController()
  const headers = provenHeaders(session, LIVE)
  const response = await fetch(`${origin}/api/live`, { headers, signal: leave.signal })
  if (!response.ok || response.body === null) throw new Error(`stream refused: ${response.status}`)
  const events: LiveEvent[] = []
  const read = async (body: ReadableStream<Uint8Array>) => {
    let text = ''
    for await (const chunk of body) {
      text += Buffer.from(chunk).toString()
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) if (line.startsWith('data: ')) events.push(JSON.parse(line.slice(6)) as LiveEvent)
    }
  }
  const ended = read(response.body as ReadableStream<Uint8Array>).catch(() => undefined)
  return { events, ended, close: () => leave.abort() }
}

/** Waits until `isTrue`, for at most `ms`; says whether it came true. */
export async function eventually(isTrue: () => boolean | Promise<boolean>, ms = 30_000): Promise<boolean> {
  const until = Date.now() + ms
  while (Date.now() < until) {
    if (await isTrue()) return true
    await new Promise((done) => setTimeout(done, 20))
  }
  return await isTrue()
}
