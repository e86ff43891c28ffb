const MINUTE_MS = 60_000
/** Product item 11: what a participant began on the clinic's machine ends after so long without a touch, and after so long whatever happens. */
export const KIOSK_IDLE_MS = 5 * MINUTE_MS
export const KIOSK_LIFE_MS = 30 * MINUTE_MS
/** The page warns this long before the idle end. */
export const KIOSK_WARN_MS = MINUTE_MS

/** The desktop app shows a visit's window within this or never: the console, which locks for it, waits a little longer and then stays open. */
export const KIOSK_SHOWN_WITHIN_MS = 8_000

/** When it ends without another sign of life: five minutes from now, and never later than `life`, its absolute end. */
export function kioskEnd(now: Date, life: Date): Date {
  return new Date(Math.min(now.getTime() + KIOSK_IDLE_MS, life.getTime()))
}

/** For the page's watch: null while nobody needs to be warned, else the whole seconds that are left; 0: it is over. */
export function kioskSecondsLeft(untouchedMs: number): number | null {
  const left = KIOSK_IDLE_MS - untouchedMs
  return left > KIOSK_WARN_MS ? null : Math.max(0, Math.ceil(left / 1000))
}

/** The page of the clinic's machine. `portalUrl` without a trailing slash; the token stands in the fragment, as in `inviteUrl` (I3). */
export function kioskUrl(portalUrl: string, token: string): string {
  return `${portalUrl}${KIOSK_PATH}#${token}`
}
export const KIOSK_PATH = '/here'
export const KIOSK_DONE_PATH = '/here/done'

/** What of a visit this browser has: an opened invite, or an account whose consents are missing. */
export type KioskHolds = 'invite' | 'consents'
