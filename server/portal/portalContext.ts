import type { AuditActor } from '../../shared/audit/auditSchemas'
import type { Language } from '../../shared/clinic/clinicSchemas'
import type { BaseContext } from '../platform/trpc/createTrpc'

/** A signed-in participant, read anew at each request. `consentDone` is false while any current text is not agreed to (I9). */
export interface PortalCaller {
  readonly participantId: string
  readonly sessionHash: Buffer
  readonly displayName: string
  readonly email: string
  readonly language: Language
  readonly sessionEndsAt: Date
  readonly consentDone: boolean
}

/** What a portal procedure may know and do. Built by the HTTP layer for each call; `now` is the server's time. */
export interface PortalContext extends BaseContext {
  readonly now: Date
  readonly portal: PortalCaller | null
  readonly inviteSession: string | null
  setSessionCookie(token: string, maxAgeSeconds: number): void
  clearSessionCookie(): void
  setInviteCookie(token: string, maxAgeSeconds: number): void
  clearInviteCookie(): void
}

/** Where a visitor's request came from and when. */
export interface Visit {
  readonly address: string
  readonly now: Date
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
