import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { readBody } from './bodies'
import { serveConsole } from './consolePages'
import { type DesktopServices, desktopRouter } from './desktopRouter'
import { createDeviceKey, type DeviceKey } from './deviceKey'
import { watchDoor } from './doorWatch'
import { countUnsent, eraseEverything } from './eraseEverything'
import { errorAnswer } from './errorAnswers'
import { createForward } from './forward'
import { createIdList } from './idList'
import { createIdleGuard, type IdleGuard } from './idleGuard'
import { createLeaseKeeper } from './leaseKeeper'
import { createLeaseWipes } from './leaseWipes'
import { createLockService, type LockService } from './lockService'
import { watchLock } from './lockWatch'
import { createPendingSignIn } from './pendingSignIn'
import type { DesktopPorts, DesktopSettings } from './ports'
import { createQueueNotes, type QueueNotes } from './queueNotes'
import { checkCaller, describeCaller } from './requestChecks'
import { createSecrets, type Secrets } from './secrets'
import { createSession, type Session } from './session'
import { createSuspension } from './suspension'
import { createVault } from './vault'
import { createVerifiers } from './verifiers'
import { createWipeOrder, type WipeOrder } from './wipeOrder'

/** Enough for any password and id; the desktop's own procedures take nothing large. */
const MAX_DESKTOP_BODY = 64 * 1024

/** The desktop without a window: Electron mounts `handle` on its own scheme, the host on a loopback server. */
export interface DesktopCore {
  handle(request: Request): Promise<Response>
  /** For the screen lock and sleep of the computer (R4). */
  lock(): Promise<void>
  /** Ends what runs by timer. */
  stop(): void
}

/** Builds the one fetch handler of the desktop. Throws when `serverUrl` is not a plain http(s) origin. */
export function createDesktopCore(ports: DesktopPorts, given: DesktopSettings): DesktopCore {
  const settings = { ...given, serverUrl: serverOrigin(given.serverUrl) }
  const { clock, serverFetch } = ports
  const secrets = createSecrets(ports.keychain, createVault(ports.store))
  const session = createSession()
  const deviceKey = createDeviceKey(secrets)
  const lease = createLeaseKeeper(secrets, clock)
  const verifiers = createVerifiers()
  const queue = createQueueNotes(secrets)
  const suspension = createSuspension(secrets, ports.store)
  const wipes = createLeaseWipes(secrets)
  const holders = createIdList('holders')
  const pending = createPendingSignIn(clock)
  const lockParts = { secrets, session, lease, verifiers, deviceKey, queue, suspension, holders, wipes, pending }
  const lock = createLockService(lockParts)
  const holdings = { ...lockParts, lock }
  const wipeOrder = createWipeOrder({
    store: ports.store,
    deviceKey,
    serverFetch,
    settings,
    countUnsent: () => countUnsent(holdings),
    signOut: session.signOut,
    erase: (deviceKeyToo) => eraseEverything(holdings, deviceKeyToo),
  })
  wipeOrder.resume()
  const forward = createForward({
    serverFetch,
    settings,
    session,
    deviceKey,
    pending,
    lock,
    lease,
    suspension,
    wipeOrder,
  })
  const idle = createIdleGuard({ session, lock: lock.lock, clock, lookMs: settings.idleLookMs })
  const leaveDoor = watchDoor({ parts: lockParts, forward, everyMs: settings.askEveryMs })
  const services = servicesOf(settings, { secrets, session, deviceKey, lock, queue, wipeOrder, idle })

  const route = async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    const area = areaOf(url.pathname)
    if (area === 'console') return serveConsole(ports.files, request.method, url.pathname)
    const trust = settings.shell === 'electron' ? 'scheme' : 'headers'
    const refused = checkCaller(describeCaller(request), `${url.protocol}//${url.host}`, trust)
    if (refused) return errorAnswer(refused)
    return area === 'api' ? forward(request, url) : runDesktop(request, services)
  }
  return {
    lock: lock.lock,
    stop: () => {
      idle.stop()
      leaveDoor()
      wipeOrder.stop()
    },
    handle: (request) => route(request).catch(() => errorAnswer('INTERNAL')),
  }
}

interface CoreParts {
  readonly secrets: Secrets
  readonly session: Session
  readonly deviceKey: DeviceKey
  readonly lock: LockService
  readonly queue: QueueNotes
  readonly wipeOrder: WipeOrder
  readonly idle: IdleGuard
}

function servicesOf(settings: DesktopSettings, parts: CoreParts): DesktopServices {
  const { secrets, session, deviceKey, lock, queue, wipeOrder, idle } = parts
  // While a wipe is under way no new key may be made by looking.
  const ownId = async () => (await wipeOrder.deviceId()) ?? (await deviceKey.load())?.id ?? null
  const step = () => wipeOrder.step().catch(() => 'erasing' as const)
  // An order stands above every password, also in the moment between its arrival and the last key that is deleted.
  const wiped = { ok: false, reason: 'WIPED', triesLeft: 0 } as const
  const unlock: LockService['unlock'] = async (staffId, typed) => {
    if ((await step()) !== null) return wiped
    const answer = await lock.unlock(staffId, typed)
    if ((await step()) === null) return answer
    session.signOut()
    return wiped
  }
  const replicaKey: LockService['replicaKey'] = async (staffId, create) =>
    (await step()) === null ? lock.replicaKey(staffId, create) : wiped
  return {
    status: async () => ({
      versions: { app: settings.appVersion, runtime: settings.runtime },
      shell: settings.shell,
      server: settings.serverUrl,
      keychain: await secrets.kind(),
      vault: await secrets.vaultState(),
      deviceId: await ownId().catch(() => null),
      // An order that cannot be read is still one: nothing opens.
      wipe: await step(),
    }),
    replica: { key: replicaKey, forget: (staffId) => lock.forget(staffId, 'key'), note: queue.note },
    lock: {
      status: lock.status,
      lock: lock.lock,
      unlock,
      touched: idle.touched,
      watch: (end) => watchLock({ session, lock, idle }, end),
    },
    pin: { change: lock.changePin },
    wipe: { pagesGone: wipeOrder.pagesGone },
    passphrase: {
      set: secrets.setPassphrase,
      open: (passphrase) => secrets.vault.open(passphrase),
      discard: async () => {
        session.signOut()
        deviceKey.forget()
        await secrets.vault.close('discard')
      },
    },
  }
}

function serverOrigin(text: string): string {
  const url = new URL(text)
  if (!/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.username) {
    throw new Error('SERVER_URL must be an origin, such as https://portal.example')
  }
  return url.origin
}

function areaOf(pathname: string): 'api' | 'desktop' | 'console' {
  if (pathname === '/api' || pathname.startsWith('/api/')) return 'api'
  return pathname === '/desktop' || pathname.startsWith('/desktop/') ? 'desktop' : 'console'
}

async function runDesktop(request: Request, services: DesktopServices): Promise<Response> {
  const body = await readBody(request, MAX_DESKTOP_BODY)
  if (body === null) return errorAnswer('TOO_LARGE')
  const { method, headers, signal } = request
  const req = new Request(request.url, { method, headers, signal, ...(method === 'POST' ? { body } : {}) })
  const response = await fetchRequestHandler({
    endpoint: '/desktop',
    req,
    router: desktopRouter,
    createContext: () => ({ services }),
  })
  response.headers.set('cache-control', 'no-store')
  response.headers.set('x-content-type-options', 'nosniff')
  return response
}
