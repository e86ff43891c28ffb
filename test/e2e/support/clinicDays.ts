/** Calendar days where the demo clinic is, counted by hand: the tests must not ask the code under test for the right day. */
const ZONE = 'America/Toronto'
const DAY_MS = 86_400_000

export const clinicDay = (ms: number) => new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(ms)

export const daysAfter = (day: string, days: number) =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)

/** Mondays to Fridays without the given holidays. */
export function businessDaysAfter(day: string, days: number, holidays: readonly string[]): string {
  let [at, left] = [day, days]
  while (left > 0) {
    at = daysAfter(at, 1)
    if (![0, 6].includes(new Date(at).getUTCDay()) && !holidays.includes(at)) left--
  }
  return at
}

/** "2 Apr 2027", as the pages of an English browser say a day. */
export const inWords = (day: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.parse(day))

function offsetAt(ms: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: ZONE, timeZoneName: 'longOffset' }).formatToParts(ms)
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? '').replace('GMT', '')
}

/** The instant at which the clinic's clocks show this time of this day. Not for the hours in which they are changed. */
export function clinicTime(day: string, time: string): number {
  const near = Date.parse(`${day}T${time}:00${offsetAt(Date.parse(`${day}T12:00:00Z`))}`)
  return Date.parse(`${day}T${time}:00${offsetAt(near)}`)
}

/** A coming day so many days before the one on which the clinic's clocks are changed. */
export function dayBeforeClockChange(now: number, days: number): string {
  let at = daysAfter(clinicDay(now), days + 1)
  while (offsetAt(clinicTime(at, '12:00')) === offsetAt(clinicTime(daysAfter(at, -1), '12:00'))) at = daysAfter(at, 1)
  return daysAfter(at, -days)
}
