/** `__Host-` makes browsers insist on Secure, Path=/ and no Domain (W1). */
export const SESSION_COOKIE = '__Host-vestibule'
export const INVITE_COOKIE = '__Host-vestibule-invite'

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

function cookie(name: string, value: string, maxAgeSeconds: number, sameSite: 'Lax' | 'Strict'): string {
  return `${name}=${value}; Path=/; Max-Age=${Math.floor(maxAgeSeconds)}; Secure; HttpOnly; SameSite=${sameSite}`
}

export interface PortalCookies {
  readonly session: string | null
  readonly invite: string | null
}

/** Reads the two cookies out of a request's `Cookie` header. A name that comes twice with different values counts as absent. */
export function readPortalCookies(header: string | undefined): PortalCookies {
  return { session: only(header, SESSION_COOKIE), invite: only(header, INVITE_COOKIE) }
}

function only(header: string | undefined, name: string): string | null {
  const values = new Set(
    (header ?? '')
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part.startsWith(`${name}=`))
      .map((part) => part.slice(name.length + 1)),
  )
  const [value] = values
  return values.size === 1 && value !== undefined && TOKEN.test(value) ? value : null
}
