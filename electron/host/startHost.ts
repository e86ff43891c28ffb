import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { folderFiles } from '../core/adapters/folderFiles'
import { folderStore } from '../core/adapters/folderStore'
import { keychainService } from '../core/adapters/installation'
import { osKeychain } from '../core/adapters/osKeychain'
import { createDesktopCore, type DesktopCore } from '../core/desktopCore'
import type { Keychain } from '../core/ports'
import { entryPage } from './entryPage'
import { createHostAccess, HOST_COOKIE, type HostAccess } from './hostAccess'
import { sendResponse, toRequest } from './nodeBridge'

export const DEFAULT_HOST_PORT = 4310
const LOOPBACK = '127.0.0.1'

export interface HostOptions {
  /** Where the vault and the installation id live; made when missing, readable by this user only. */
  readonly dataDir: string
  readonly serverUrl: string
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port?: number
  /** The console's built files. */
  readonly consoleDir: string
  readonly appVersion: string
  /** Instead of the system's keychain. */
  readonly keychain?: Keychain
  readonly now?: () => number
}

export interface Host {
  /** A fresh link that works once. */
  url(): string
  readonly port: number
  /** Locks the console, as the computer's screen lock would. */
  lock(): Promise<void>
  close(): Promise<void>
}

/** Starts the console on a loopback port. Rejects when the port is taken or the data folder cannot be written. */
export async function startHost(options: HostOptions): Promise<Host> {
  const store = folderStore(options.dataDir)
  const keychain = options.keychain ?? osKeychain(await keychainService(store))
  const { serverUrl, appVersion } = options
  const core = createDesktopCore(
    {
      keychain,
      store,
      files: folderFiles(options.consoleDir),
      clock: { now: options.now ?? Date.now, steady: () => performance.now() },
      serverFetch: (url, init) => fetch(url, init),
    },
    { serverUrl, appVersion, runtime: `node ${process.versions.node}`, shell: 'host' },
  )
  const access = createHostAccess()
  const server = createServer((incoming, outgoing) => {
    answer(core, access, incoming, outgoing).catch(() => outgoing.destroy())
  })
  const port = await listen(server, options.port ?? DEFAULT_HOST_PORT)
  return {
    port,
    url: () => `http://${LOOPBACK}:${port}/?t=${access.issue()}`,
    lock: core.lock,
    close: async () => {
      core.stop()
      await core.lock()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, LOOPBACK, () => resolve((server.address() as AddressInfo).port))
  })
}

async function answer(core: DesktopCore, access: HostAccess, incoming: IncomingMessage, outgoing: ServerResponse) {
  const origin = ownOrigin(incoming)
  if (origin === null) return sendResponse(outgoing, entryPage(421))
  const request = parseRequest(incoming, outgoing, origin)
  if (request === null) return sendResponse(outgoing, new Response(null, { status: 400 }))
  const token = request.method === 'GET' ? linkToken(new URL(request.url)) : null
  const cookie = token === null ? null : access.redeem(token)
  if (cookie !== null) return sendResponse(outgoing, enter(cookie))
  if (!access.knows(request.headers.get('cookie'))) return sendResponse(outgoing, entryPage(401))
  // Someone who is already in and opens a used link simply arrives, without the token in the address bar.
  if (token !== null) return sendResponse(outgoing, toStart())
  return sendResponse(outgoing, await core.handle(request))
}

/** The page's origin when the request was made to our loopback name; a name that merely resolves here is refused. */
function ownOrigin(incoming: IncomingMessage): string | null {
  const port = incoming.socket.localPort
  const host = incoming.headers.host ?? ''
  return host === `${LOOPBACK}:${port}` || host === `localhost:${port}` ? `http://${host}` : null
}

function parseRequest(incoming: IncomingMessage, outgoing: ServerResponse, origin: string): Request | null {
  try {
    return incoming.url?.startsWith('/') ? toRequest(incoming, outgoing, origin) : null
  } catch {
    return null
  }
}

function linkToken(url: URL): string | null {
  return url.pathname === '/' ? url.searchParams.get('t') : null
}

function toStart(cookies: Record<string, string> = {}): Response {
  const headers = { location: '/', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', ...cookies }
  return new Response(null, { status: 303, headers })
}

function enter(cookie: string): Response {
  return toStart({ 'set-cookie': `${HOST_COOKIE}=${cookie}; Path=/; HttpOnly; SameSite=Strict` })
}
