import type { Request, Response } from 'express'
import { authenticate } from '../accounts/portalSession'
import { sha256Text } from '../devices/deviceProof'
import type { Clock } from '../platform/clock'
import type { BaseContext } from '../platform/trpc/createTrpc'
import { deviceWords } from '../portal/deviceWords'
import type { PortalContext } from '../portal/portalContext'
import {
  challengeCookie,
  clearedChallengeCookie,
  clearedInviteCookie,
  clearedRequestCookie,
  clearedSessionCookie,
  inviteCookie,
  lockCookie,
  readPortalCookies,
  requestCookie,
  sessionCookie,
} from '../portal/portalCookies'
import type { StaffContext } from '../staff/staffContext'
import { createStaffContext } from '../staff/staffRequest'
import type { Composition } from './compose'

/** The context of a staff request: session and device proof, over the path and the raw body as they arrived. */
export async function staffContext(
  { auth }: Pick<Composition, 'auth'>,
  clock: Clock,
  base: BaseContext,
  req: Request,
  res: Response,
): Promise<StaffContext> {
  const body = typeof req.body === 'string' ? req.body : ''
  return await createStaffContext(auth, {
    headers: req.headers,
    method: req.method,
    path: req.originalUrl,
    bodySha256: sha256Text(body),
    now: clock.now(),
    // A stream authenticates again and again after its headers have left.
    setHeader: (name, value) => {
      if (!res.headersSent) res.setHeader(name, value)
    },
    base,
  })
}

/** The context of a portal request. Cookies are appended: accepting an invite clears one and sets the other. */
export async function portalContext(
  { waysIn }: Pick<Composition, 'waysIn'>,
  clock: Clock,
  base: BaseContext,
  req: Request,
  res: Response,
): Promise<PortalContext> {
  const cookies = readPortalCookies(req.headers.cookie)
  const now = clock.now()
  const set = (cookie: string) => res.append('Set-Cookie', cookie)
  return {
    ...base,
    now,
    ...(await authenticate(waysIn, cookies.session, now)),
    inviteSession: cookies.invite,
    setSessionCookie: (token, maxAge) => set(sessionCookie(token, maxAge)),
    clearSessionCookie: () => set(clearedSessionCookie()),
    setInviteCookie: (token, maxAge) => set(inviteCookie(token, maxAge)),
    clearInviteCookie: () => set(clearedInviteCookie()),
    signInRequest: cookies.request,
    challenge: cookies.challenge,
    rememberedLock: cookies.lockMinutes,
    deviceWords: deviceWords(req.headers['user-agent'] ?? ''),
    setRequestCookie: (token, maxAge) => set(requestCookie(token, maxAge)),
    clearRequestCookie: () => set(clearedRequestCookie()),
    setChallengeCookie: (token, maxAge) => set(challengeCookie(token, maxAge)),
    clearChallengeCookie: () => set(clearedChallengeCookie()),
    setLockCookie: (minutes) => set(lockCookie(minutes)),
    clearSiteData: () => void res.setHeader('Clear-Site-Data', '"storage"'),
  }
}
