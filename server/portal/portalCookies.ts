import { LOCK_MINUTES } from '../../shared/accountSecurity/securitySchemas'

/** `__Host-` makes browsers insist on Secure, Path=/ and no Domain (W1). */
export const SESSION_COOKIE = '__Host-vestibule'
export const INVITE_COOKIE = '__Host-vestibule-invite'

/** The browser that asked for a link or code, for as long as that may be used (L1). */
export const REQUEST_COOKIE = '__Host-vestibule-ask'
/** The second step of a sign-in (M4). */
export const CHALLENGE_COOKIE = '__Host-vestibule-step'
/** Minutes of the app lock on this device: a wish, no secret; it can only make the portal stricter. */
export const LOCK_COOKIE = '__Host-vestibule-lock'
const LOCK_COOKIE_SECONDS = 365 * 86_400

/** What a session or invite token may look like; anything else in a cookie is read as absent. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/

/**
 * `Set-Cookie` value for the participant's session. Lax, so that a link in a reminder mail opens the portal signed in; GET never
 * changes state and every POST is checked for its origin (W6).
 */
export function sessionCookie(token: string, maxAgeSeconds: number): string {
  return cookie(SESSION_COOKIE, token, maxAgeSeconds, 'Lax')
}

export function clearedSessionCookie(): string {
  return cookie(SESSION_COOKIE, '', 0, 'Lax')
}

/** Strict is enough: the page opened from the mail has no cookie yet and posts the link's token from its own origin. */
export function inviteCookie(token: string, maxAgeSeconds: number): string {
  return cookie(INVITE_COOKIE, token, maxAgeSeconds, 'Strict')
}

export function clearedInviteCookie(): string {
  return cookie(INVITE_COOKIE, '', 0, 'Strict')
}

export function requestCookie(token: string, maxAgeSeconds: number): string {
  return cookie(REQUEST_COOKIE, token, maxAgeSeconds, 'Strict')
}

export function clearedRequestCookie(): string {
  return cookie(REQUEST_COOKIE, '', 0, 'Strict')
}

export function challengeCookie(token: string, maxAgeSeconds: number): string {
  return cookie(CHALLENGE_COOKIE, token, maxAgeSeconds, 'Strict')
}

export function clearedChallengeCookie(): string {
  return cookie(CHALLENGE_COOKIE, '', 0, 'Strict')
}

export function lockCookie(minutes: number | null): string {
  return cookie(
    LOCK_COOKIE,
    minutes === null ? '' : String(minutes),
    minutes === null ? 0 : LOCK_COOKIE_SECONDS,
    'Strict',
  )
}

function cookie(name: string, value: string, maxAgeSeconds: number, sameSite: 'Lax' | 'Strict'): string {
  return `${name}=${value}; Path=/; Max-Age=${Math.floor(maxAgeSeconds)}; Secure; HttpOnly; SameSite=${sameSite}`
}

export interface PortalCookies {
  readonly session: string | null
  readonly invite: string | null
  readonly request: string | null
  readonly challenge: string | null
  readonly lockMinutes: number | null
}

/** Reads the portal's cookies out of a request's `Cookie` header. A name that comes twice with different values counts as absent. */
export function readPortalCookies(header: string | undefined): PortalCookies {
  return {
    session: only(header, SESSION_COOKIE, TOKEN),
    invite: only(header, INVITE_COOKIE, TOKEN),
    request: only(header, REQUEST_COOKIE, TOKEN),
    challenge: only(header, CHALLENGE_COOKIE, TOKEN),
    lockMinutes: lockMinutesOf(only(header, LOCK_COOKIE, /^[0-9]{1,2}$/)),
  }
}

function lockMinutesOf(text: string | null): number | null {
  return LOCK_MINUTES.find((minutes) => String(minutes) === text) ?? null
}

function only(header: string | undefined, name: string, form: RegExp): string | null {
  const values = new Set(
    (header ?? '')
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part.startsWith(`${name}=`))
      .map((part) => part.slice(name.length + 1)),
  )
  const [value] = values
  return values.size === 1 && value !== undefined && form.test(value) ? value : null
}
