import { REAUTH_MS } from './securitySchemas'

const MINUTE_MS = 60_000
/** How precisely the app lock knows the last request; without a lock nothing needs to be written that often. */
const ACTIVE_EVERY_MS = 15_000
/** Somebody who has to set up a second factor may have read long consents first. */
const FORCED_ENROLMENT_MS = 60 * MINUTE_MS

export interface AppLockFacts {
  /** Null: no app lock on this device. */
  readonly lockMinutes: number | null
  readonly lockedAt: Date | null
  readonly lastActiveAt: Date
  /** Its idle end is near, so it is known as precisely as with a lock. */
  readonly kiosk?: boolean
}

/** `due`: nobody was there for so long that this request finds the door to be closed. */
export function appLock({ lockMinutes, lockedAt, lastActiveAt }: AppLockFacts, now: Date): 'open' | 'due' | 'locked' {
  if (lockedAt !== null) return 'locked'
  if (lockMinutes === null) return 'open'
  return now.getTime() - lastActiveAt.getTime() >= lockMinutes * MINUTE_MS ? 'due' : 'open'
}

/** Whether this request moves the last activity on: not more often than needed, so that reading stays cheap. */
export function slideIsDue({ lockMinutes, lastActiveAt, kiosk = false }: AppLockFacts, now: Date): boolean {
  return now.getTime() - lastActiveAt.getTime() >= (lockMinutes === null && !kiosk ? MINUTE_MS : ACTIVE_EVERY_MS)
}

/** W5: until when no password is asked for again; null when it is by now. */
export function freshUntil(authenticatedAt: Date, now: Date): Date | null {
  const until = new Date(authenticatedAt.getTime() + REAUTH_MS)
  return until > now ? until : null
}

/**
 * Whether a new factor may be begun without the password: freshly signed in (W5), or on the way from the sign-in to the first factor, which the
 * clinic asks for (`mfaDone` false).
 */
export function mayBeginFactor(
  { authenticatedAt, mfaDone }: { readonly authenticatedAt: Date; readonly mfaDone: boolean },
  now: Date,
): boolean {
  if (freshUntil(authenticatedAt, now) !== null) return true
  return !mfaDone && now.getTime() - authenticatedAt.getTime() < FORCED_ENROLMENT_MS
}
