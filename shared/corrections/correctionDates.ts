import { DAYS_TO_DECIDE, MOST_EXTENSION_DAYS } from './correctionLimits'

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

/** 45 CFR 164.526(b)(2)(i): the last day to act on a request (G3). */
export function dueDay(receivedAt: Date, timeZone: string): string {
  return addDays(dayIn(receivedAt, timeZone), DAYS_TO_DECIDE)
}

/** The furthest day to which the term can be extended. */
export function lastExtension(dueOn: string): string {
  return addDays(dueOn, MOST_EXTENSION_DAYS)
}

/** The whole due day is in time. */
export function isOverdue(dueOn: string, today: string): boolean {
  return dueOn < today
}
