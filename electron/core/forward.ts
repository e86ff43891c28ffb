import {
  FOR_HEADER,
  LEASE_HEADER,
  SESSION_HEADER,
  SIGNED_IN_HEADER,
  SUSPENDED_HEADER,
  WIPE_HEADER,
  WIPE_ORDER_HEADER,
} from '../../shared/devices/deviceProof'
import { leaseDaysOf } from '../../shared/ipc/leaseRules'
import { readBody, watchBody } from './bodies'
import { type DeviceKey, proofText } from './deviceKey'
import { errorAnswer } from './errorAnswers'
import { requestHeaders, responseHeaders } from './forwardHeaders'
import type { LeaseKeeper } from './leaseKeeper'
import type { LockService } from './lockService'
import { newPasswordIn, type PendingSignIn } from './pendingSignIn'
import type { DesktopSettings, ServerFetch } from './ports'
import type { Session } from './session'
import type { Suspension } from './suspension'
import type { WipeOrder } from './wipeOrder'

const SIGN_IN_PATH = '/api/staff/auth.signIn'
const CHANGE_PASSWORD_PATH = '/api/staff/auth.changePassword'
const ANSWER_WITHIN_MS = 20_000
/** A slow line may take its time to send: 32 bytes per millisecond is a quarter of a megabit per second. */
const SLOWEST_BYTES_PER_MS = 32
/** Answers to these may have no body. */
const BODILESS = new Set([101, 204, 205, 304])

export interface ForwardParts {
  readonly serverFetch: ServerFetch
  readonly settings: DesktopSettings
  readonly session: Session
  readonly deviceKey: DeviceKey
  readonly pending: PendingSignIn
  readonly lock: LockService
  readonly lease: LeaseKeeper
  readonly suspension: Suspension
  readonly wipeOrder: WipeOrder
}

/** Sends `/api/*` on to the server with the device's proof and the session, and keeps the server's tokens to itself (D3). */
export function createForward(parts: ForwardParts): (request: Request, url: URL) => Promise<Response> {
  return async (request, url) => {
    const path = url.pathname + url.search
    // While an order to wipe is carried out there is nobody and nothing to send; the page reads the same refusal as from the server.
    if ((await parts.wipeOrder.step()) !== null) return errorAnswer('DEVICE_REVOKED')
    if (parts.session.current().state === 'locked' && !isSignIn(url.pathname)) return errorAnswer('LOCKED')
    const device = await parts.deviceKey.load().catch(() => 'failed' as const)
    if (device === 'failed') return errorAnswer('KEYCHAIN_UNAVAILABLE')
    if (device === null) return errorAnswer('LOCKED')
    const body = await readBody(request)
    if (body === null) return errorAnswer('TOO_LARGE')
    if (request.method === 'POST' && url.pathname === SIGN_IN_PATH) parts.pending.remember(body)

    // Read after the last wait before sending: a lock in between must find nothing to send.
    const presence = parts.session.current()
    // A page whose owner is no longer the one at work sends nothing: what it has would go out in another name.
    const owner = request.headers.get(FOR_HEADER)
    if (owner !== null && !(presence.state === 'unlocked' && presence.staffId === owner)) return errorAnswer('LOCKED')
    const { token } = presence
    const proof = device.sign(proofText({ method: request.method, path, body, token }))
    const credentials = { deviceId: device.id, deviceKey: device.publicKey, proof, token }
    const headers = requestHeaders(request.headers, { ...credentials, appVersion: parts.settings.appVersion })
    const init = { method: request.method, headers, ...(request.method === 'POST' ? { body } : {}) }
    const answer = await send(parts, path, init, body.byteLength, request.signal)
    if (answer === null) return errorAnswer(parts.session.current().state === 'locked' ? 'LOCKED' : 'OFFLINE')
    await learn(parts, url.pathname, token, answer.response)
    if (answer.response.ok && url.pathname === CHANGE_PASSWORD_PATH) await takeNewPassword(parts, body)
    return pass(answer)
  }
}

/** Sign-in works while locked: these calls carry no session then, so they can do no more than on a new console. */
function isSignIn(pathname: string): boolean {
  const prefix = '/api/staff/'
  if (!pathname.startsWith(prefix)) return false
  return pathname
    .slice(prefix.length)
    .split(',')
    .every((procedure) => procedure.startsWith('auth.'))
}

interface Answer {
  readonly response: Response
  readonly controller: AbortController
  /** To be called when the body has been passed on. */
  readonly over: () => void
}

async function send(
  { serverFetch, settings, session }: ForwardParts,
  path: string,
  init: RequestInit,
  bytes: number,
  pageGone: AbortSignal,
): Promise<Answer | null> {
  const controller = new AbortController()
  const abort = () => controller.abort()
  const patience = (settings.answerWithinMs ?? ANSWER_WITHIN_MS) + bytes / SLOWEST_BYTES_PER_MS
  const timer = setTimeout(abort, patience)
  const noLock = session.endAtLock(controller)
  pageGone.addEventListener('abort', abort)
  if (pageGone.aborted) abort()
  const over = () => {
    noLock()
    pageGone.removeEventListener('abort', abort)
  }
  try {
    const url = new URL(settings.serverUrl).origin + path
    const options = { redirect: 'error', credentials: 'omit', cache: 'no-store', signal: controller.signal } as const
    const ask = async () => await serverFetch(url, { ...init, ...options })
    // A kept connection may close under a question at the very moment it leaves. Who only reads asks once more; who writes does not know whether it arrived.
    const again = async (error: unknown) => {
      if (init.method !== 'GET' || controller.signal.aborted) throw error
      return await ask()
    }
    return { response: await ask().catch(again), controller, over }
  } catch {
    // No connection, no answer in time, a redirect (the sign-in page of a guest network), the page left, or a lock.
    over()
    return null
  } finally {
    clearTimeout(timer)
  }
}

function staffIdOf(text: string | null): string | null {
  return text !== null && /^[A-Za-z0-9_-]{1,64}$/.test(text) ? text : null
}

const ORDER_ID = /^[0-9a-f-]{36}$/

/** Takes in what the server says to the console itself, before the page sees the answer. */
async function learn(parts: ForwardParts, pathname: string, token: string | null, { ok, status, headers }: Response) {
  const leaseDays = leaseDaysOf(headers.get(LEASE_HEADER))
  const signedIn = ok ? staffIdOf(headers.get(SIGNED_IN_HEADER)) : null
  if (signedIn !== null) await parts.lock.letIn(signedIn, leaseDays)
  const handed = headers.get(SESSION_HEADER)
  const taken = handed !== null && parts.session.takeToken(token, handed, signedIn)
  if (await obey(parts, token, status, headers)) return
  if (signedIn !== null && taken) {
    // A keychain that fails here costs the unlock without network, not the sign-in.
    await parts.lock.signedIn(signedIn, parts.pending.take()).catch(() => undefined)
  }
  const now = parts.session.current()
  // Only an answer to this very session counts as contact; sign-in procedures answer without one.
  if (ok && token !== null && now.state === 'unlocked' && now.token === token && !isSignIn(pathname)) {
    await parts.lease.contact(now.staffId, leaseDays).catch(() => undefined)
  }
}

/**
 * What an administrator decided about this console: to wipe itself, or to lock and keep. True when there was such a word. It is carried out in memory
 * before anything is written, and what a disk or keychain refuses is tried again later: the page gets the server's answer either way.
 */
async function obey(parts: ForwardParts, token: string | null, status: number, headers: Headers): Promise<boolean> {
  const order = headers.get(WIPE_ORDER_HEADER)
  if (status === 401 && headers.get(WIPE_HEADER) === '1') {
    if (order !== null && ORDER_ID.test(order)) await parts.wipeOrder.begin(order).catch(() => undefined)
    else await wipe(parts, token)
    return true
  }
  const said = headers.get(SUSPENDED_HEADER)
  if (status === 401 && said === '1') {
    await parts.lock.suspend().catch(() => undefined)
    return true
  }
  if (said === '0') await parts.suspension.end().catch(() => undefined)
  return false
}

/** The new password opens this console without network from now on. A keychain that fails here costs only that. */
async function takeNewPassword({ session, lock }: ForwardParts, body: Uint8Array): Promise<void> {
  const now = session.current()
  const password = newPasswordIn(body)
  if (now.state !== 'unlocked' || password === null) return
  await lock.passwordChanged(now.staffId, password).catch(() => undefined)
}

/** With a session the server may mean the person; a refusal without one can only mean the device, so everyone's keys go. */
async function wipe({ session, lock }: ForwardParts, token: string | null): Promise<void> {
  const now = session.current()
  session.signOut()
  if (now.state !== 'signedOut') await lock.forget(now.staffId, 'everything').catch(() => undefined)
  if (token === null) await lock.forgetEveryone().catch(() => undefined)
}

function pass({ response, controller, over }: Answer): Response {
  const headers = responseHeaders(response.headers)
  if (response.body === null || BODILESS.has(response.status)) {
    over()
    return new Response(null, { status: response.status, headers })
  }
  const body = watchBody(response.body, over, () => controller.abort())
  return new Response(body, { status: response.status, headers })
}
