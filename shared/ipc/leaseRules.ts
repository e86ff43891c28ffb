/** D3: a console may work without contact for the lease, then it locks; much later it wipes itself. */
export const LEASE_DAYS = 7
export const WIPE_DAYS = 30
const DAY_MS = 86_400_000
/** How far the clock may step back (time zone mix-ups of dual-boot machines) before the console wants to hear the server again. */
export const CLOCK_TOLERANCE_MS = DAY_MS

export type LeaseState = 'ok' | 'lock' | 'wipe'

/** All times are epoch milliseconds of this machine's own clock, so that a constant error of the clock cancels out (Y5). */
export interface LeaseRecord {
  /** When the server last answered a signed-in request. */
  readonly contactAt: number
  /** The highest time ever seen since that contact. */
  readonly seenAt: number
  /** The clinic's lease as of that contact; `LEASE_DAYS` when it was never told. */
  readonly leaseDays?: number | undefined
}

export interface LeaseAnswer {
  readonly state: LeaseState
  /** To be stored: going back in time never lowers it. */
  readonly record: LeaseRecord
}

/** The clinic's setting: 1 to 30 days; anything else is not believed. */
export function leaseDaysOf(told: string | null): number | null {
  if (told === null || !/^[0-9]{1,2}$/.test(told)) return null
  const days = Number(told)
  return days >= 1 && days <= WIPE_DAYS ? days : null
}

/** A fresh contact replaces the record whole: the server's word is what ends every doubt about the clock. */
export function leaseContact(now: number, leaseDays?: number): LeaseRecord {
  return { contactAt: now, seenAt: now, ...(leaseDays === undefined ? {} : { leaseDays }) }
}

/**
 * Whether this console may go on (D3). The age counts from the highest time ever seen, so a clock that went back never
 * extends the lease; a clock that went back by more than the tolerance locks at once. No record at all locks too.
 */
export function leaseState(
  record: LeaseRecord | null,
  now: number,
): LeaseAnswer | { readonly state: 'lock'; readonly record: null } {
  if (record === null) return { state: 'lock', record: null }
  const seenAt = Math.max(record.seenAt, record.contactAt, now)
  const { contactAt, leaseDays = LEASE_DAYS } = record
  const next = { ...record, contactAt, seenAt }
  const age = seenAt - record.contactAt
  if (age >= WIPE_DAYS * DAY_MS) return { state: 'wipe', record: next }
  if (age >= leaseDays * DAY_MS) return { state: 'lock', record: next }
  if (seenAt - now > CLOCK_TOLERANCE_MS) return { state: 'lock', record: next }
  return { state: 'ok', record: next }
}
