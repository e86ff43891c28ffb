import type { AccountHolder } from '../../shared/accounts/accountSchemas'
import type { AuditActor } from '../../shared/audit/auditSchemas'
import type { Language } from '../../shared/clinic/clinicSchemas'
import type { BaseContext } from '../platform/trpc/createTrpc'

/** Whoever has an account, and which gates stand open for them. `consentDone` is false while any current text is not agreed to (I9). */
export interface PortalPerson {
  readonly participantId: string
  readonly displayName: string
  readonly email: string
  readonly language: Language
  readonly consentDone: boolean
  /** False while a second factor is required and none is active. */
  readonly mfaDone: boolean
  readonly hasFactor: boolean
  readonly emailVerified: boolean
  readonly holder: AccountHolder
}

/** A signed-in participant, read anew at each request. */
export interface PortalCaller extends PortalPerson {
  readonly sessionHash: Buffer
  readonly sessionId: string
  readonly sessionEndsAt: Date
  /** How long the session lives without a request. */
  readonly idleSeconds: number
  readonly shared: boolean
  readonly lockMinutes: number | null
  /** The app lock of this device has closed: only unlocking and signing out are possible. */
  readonly locked: boolean
  /** When password, link or code (and the second factor, if there is one) were last given in this session (W5). */
  readonly authenticatedAt: Date
}

/** Who has just registered on the clinic's machine (product item 11): may agree to the consents and leave, nothing else. */
export interface KioskCaller {
  readonly participantId: string
  readonly sessionHash: Buffer
  readonly language: Language
  readonly kiosk: true
}

/** Whose session this browser holds; never both. */
export interface Callers {
  readonly portal: PortalCaller | null
  readonly kiosk: KioskCaller | null
}

/** What a portal procedure may know and do. Built by the HTTP layer for each call; `now` is the server's time. */
export interface PortalContext extends BaseContext, Callers {
  readonly now: Date
  readonly inviteSession: string | null
  /** Cookies of a sign-in under way: the browser that asked for a link or code, and the second step (M4). */
  readonly signInRequest: string | null
  readonly challenge: string | null
  /** Minutes of the app lock that this device remembers; null: none. */
  readonly rememberedLock: number | null
  /** Coarse words for the browser, such as "Firefox on Android"; '' when it does not say. */
  readonly deviceWords: string
  setSessionCookie(token: string, maxAgeSeconds: number): void
  clearSessionCookie(): void
  setInviteCookie(token: string, maxAgeSeconds: number): void
  clearInviteCookie(): void
  setRequestCookie(token: string, maxAgeSeconds: number): void
  clearRequestCookie(): void
  setChallengeCookie(token: string, maxAgeSeconds: number): void
  clearChallengeCookie(): void
  /** Null forgets the app lock of this device. */
  setLockCookie(minutes: number | null): void
  /** Asks the browser to forget what this origin stored, apart from cookies: those of other ports of the same host would go with them. */
  clearSiteData(): void
}

/** The session that this browser had, of whatever kind: it ends when another begins (W3). */
export function heldSession({ portal, kiosk }: Callers): Buffer | null {
  return (portal ?? kiosk)?.sessionHash ?? null
}

/** Where a visitor's request came from and when. */
export interface Visit {
  readonly address: string
  readonly now: Date
  /** Coarse words for the browser; left out where no browser is. */
  readonly deviceWords?: string
}

export function visitor(visit: Visit): AuditActor {
  return { kind: 'visitor', id: null, role: null, deviceId: null, address: addressOf(visit) }
}

export function participantActor(participantId: string, visit: Visit): AuditActor {
  return { kind: 'participant', id: participantId, role: null, deviceId: null, address: addressOf(visit) }
}

/** Empty when the socket was gone before it was asked; the event is recorded all the same. */
function addressOf({ address }: Visit): string | null {
  return address === '' ? null : address
}
