import { type LawProfile, TERMS } from './correctionLimits'

/**
 * Due dates are calendar days where the clinic is: a day of 23 or 25 hours (daylight saving) is one day like the others, and a request that
 * comes late in the evening is counted from that evening's date.
 */

/** The calendar day (YYYY-MM-DD) of an instant at a place (IANA name). */
export function dayIn(at: Date | string, timeZone: string): string {
  // Swedish writes dates the ISO way.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(at),
  )
}

/** So many days after a calendar day; counted in UTC, where no day is longer than another. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Days from one calendar day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000
}

/** What the clinic's settings say about terms: the law, and the holidays (YYYY-MM-DD) that are no business days there. */
export interface TermSettings {
  readonly profile: LawProfile
  readonly holidays: readonly string[]
}

/** So many business days after a calendar day: Saturdays, Sundays and holidays are passed over. */
export function addBusinessDays(day: string, days: number, holidays: readonly string[]): string {
  const free = new Set(holidays)
  let at = day
  for (let left = days; left > 0; ) {
    at = addDays(at, 1)
    if (!isWeekend(at) && !free.has(at)) left--
  }
  return at
}

function isWeekend(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6
}

/** The last day to act on a request under the clinic's law (G3, 45 CFR 164.526(b)(2)(i)). The day of receipt does not count. */
export function dueDay(receivedAt: Date, timeZone: string, { profile, holidays }: TermSettings): string {
  const { days, business } = TERMS[profile]
  const received = dayIn(receivedAt, timeZone)
  return business ? addBusinessDays(received, days, holidays) : addDays(received, days)
}

/** The furthest day to which the term can be extended; `profile` is the one that the request was received under. */
export function lastExtension(dueOn: string, { profile, holidays }: TermSettings): string {
  const { extension, business } = TERMS[profile]
  return business ? addBusinessDays(dueOn, extension, holidays) : addDays(dueOn, extension)
}

/** The whole due day is in time. */
export function isOverdue(dueOn: string, today: string): boolean {
  return dueOn < today
}
