import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTRPCClient, httpLink } from '@trpc/client'
import { createDesktopCore, type DesktopCore } from '../../electron/core/desktopCore'
import type { DesktopRouter } from '../../electron/core/desktopRouter'
import type { DesktopSettings, Keychain, Store } from '../../electron/core/ports'

export const ORIGIN = 'http://127.0.0.1:4310'
export const SESSION = 'session-token-0123456789abcdef'
export const PASSWORD = 'seven quiet herons by the lake'

export interface MemoryKeychain extends Keychain {
  readonly entries: Map<string, string>
}

/** A keychain that keeps its entries in plain sight of the test. */
export function memoryKeychain(available = true): MemoryKeychain {
  const entries = new Map<string, string>()
  return {
    entries,
    available: async () => available,
    get: async (name) => entries.get(name) ?? null,
    set: async (name, value) => void entries.set(name, value),
    delete: async (name) => void entries.delete(name),
  }
}

export interface MemoryStore extends Store {
  readonly texts: Map<string, string>
}

/** A data folder in memory. */
export function memoryStore(): MemoryStore {
  const texts = new Map<string, string>()
  return {
    texts,
    read: async (name) => texts.get(name) ?? null,
    write: async (name, text) => void texts.set(name, text),
    delete: async (name) => void texts.delete(name),
  }
}

const INDEX =
  '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><script type="module" src="/assets/a.js"></script>'

export const CONSOLE_FILES: Readonly<Record<string, string>> = { 'index.html': INDEX, 'assets/a.js': 'export {}' }

export interface Heard {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** A real HTTP server in the place of the clinic's, on a free loopback port. `heard` keeps every request. */
export async function startFakeServer(reply: (heard: Heard, response: ServerResponse) => void) {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const one = { method, path: url, headers, body: Buffer.concat(chunks) }
      heard.push(one)
      reply(one, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    close,
    [Symbol.asyncDispose]: close,
  }
}

export const ORDER = '4b1c0d7e-1111-4222-8333-944445555666'
type Reply = (heard: Heard, response: ServerResponse) => void

/** Answers calls of `path` with an order to wipe this console. */
export function ordering(path: string): Reply {
  return (heard, response) => {
    if (heard.path !== path) return
    response.statusCode = 401
    response.setHeader('x-vestibule-wipe', '1')
    response.setHeader('x-vestibule-wipe-order', ORDER)
  }
}

/** The sign-in half of a clinic server: any second factor is right, every other call answers `{}`, after `also` has had its say. */
export function clinicServer(staffId = 'staff-1', also: Reply = () => {}) {
  return startFakeServer((heard, response) => {
    response.setHeader('content-type', 'application/json')
    also(heard, response)
    if (heard.path === '/api/staff/auth.verify') {
      response.setHeader('x-vestibule-session', SESSION)
      response.setHeader('x-vestibule-signed-in', staffId)
    }
    if (heard.path === '/api/staff/auth.signOut') response.setHeader('x-vestibule-session', '-')
    if (heard.path === '/api/staff/revoked') {
      response.statusCode = 401
      response.setHeader('x-vestibule-wipe', '1')
    }
    response.end(heard.path === '/api/staff/devices.wiped' ? '{"result":{}}' : '{}')
  })
}

export interface Bench {
  readonly core: DesktopCore
  readonly keychain: MemoryKeychain
  readonly store: MemoryStore
  readonly clock: { time: number }
  get(path: string, init?: RequestInit): Promise<Response>
  post(path: string, body?: unknown, init?: RequestInit): Promise<Response>
  /** Password and second factor, as the console's sign-in page sends them. */
  signIn(password?: string, email?: string): Promise<Response>
  readonly desktop: ReturnType<typeof createTRPCClient<DesktopRouter>>
}

export interface BenchOptions {
  readonly serverUrl?: string
  readonly keychain?: MemoryKeychain
  readonly store?: MemoryStore
  readonly clock?: { time: number }
  readonly settings?: Partial<DesktopSettings>
}

/** Tests move the clock by days between two steps; only those about it want to meet the idle lock. */
const NO_TIMERS = { idleLookMs: 3_600_000, askEveryMs: 3_600_000 } as const

/** A desktop core with everything around it in memory, and a page that talks to it. */
export function deskBench(options: BenchOptions = {}): Bench {
  const keychain = options.keychain ?? memoryKeychain()
  const store = options.store ?? memoryStore()
  const clock = options.clock ?? { time: Date.UTC(2026, 0, 5) }
  const files = { read: async (path: string) => encode(CONSOLE_FILES[path]) }
  const ports = {
    keychain,
    store,
    files,
    clock: { now: () => clock.time, steady: () => performance.now() },
    serverFetch: fetch,
  }
  const settings = {
    appVersion: '1.2.3',
    runtime: 'node test',
    shell: 'host',
    ...NO_TIMERS,
    ...options.settings,
  } as const
  const core = createDesktopCore(ports, { serverUrl: options.serverUrl ?? 'http://127.0.0.1:9', ...settings })
  const send = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    if (!headers.has('sec-fetch-site')) headers.set('sec-fetch-site', 'same-origin')
    return core.handle(new Request(new URL(path, ORIGIN), { ...init, headers }))
  }
  const post = (path: string, body: unknown = {}, init: RequestInit = {}) => {
    const headers = { 'content-type': 'application/json', ...init.headers }
    return send(path, { ...init, method: 'POST', body: JSON.stringify(body), headers })
  }
  const desktop = createTRPCClient<DesktopRouter>({
    links: [httpLink({ url: `${ORIGIN}/desktop`, fetch: (url, init) => send(String(url), init as RequestInit) })],
  })
  const signIn = async (password = PASSWORD, email = 'nora@clinic.example') => {
    await post('/api/staff/auth.signIn', { email, password })
    return post('/api/staff/auth.verify', { challenge: 'x', code: '123456', deviceName: 'Desk' })
  }
  return { core, keychain, store, clock, get: send, post, signIn, desktop }
}

function encode(text: string | undefined): Uint8Array<ArrayBuffer> | null {
  return text === undefined ? null : new TextEncoder().encode(text)
}

/** The `data.code` of an error that the core answered itself. */
export async function errorCode(response: Response): Promise<string> {
  const body = (await response.json()) as { readonly error: { readonly data: { readonly code: string } } }
  return body.error.data.code
}

/** A promise that a callback elsewhere fulfils. */
export function signal(): { readonly given: Promise<void>; give(): void } {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give }
}
