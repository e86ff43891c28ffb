/** Dates in the reader's words. Locale and time zone are always arguments: nothing here asks the machine. */
export interface DateFormat {
  /** BCP 47, for example `en-CA`; see `localeFor`. */
  readonly locale: string
  /** IANA name, for example `America/Halifax`. */
  readonly timeZone: string
}

export type DateStyle = 'date' | 'longDate' | 'time' | 'dateTime' | 'fullDateTime'

const styles: Readonly<Record<DateStyle, Intl.DateTimeFormatOptions>> = {
  date: { year: 'numeric', month: 'short', day: 'numeric' },
  longDate: { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' },
  time: { hour: 'numeric', minute: '2-digit' },
  dateTime: { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
  fullDateTime: {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'long',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  },
}

/** What stands where a date should be and none can be read. */
export const noDate = '–'

/** An instant (Date, ISO text or milliseconds) in the given place and language; `–` when it is not a date. */
export function formatDate(at: Date | string | number, style: DateStyle, { locale, timeZone }: DateFormat): string {
  const instant = new Date(at)
  if (Number.isNaN(instant.getTime())) return noDate
  return new Intl.DateTimeFormat(locale, { ...styles[style], timeZone }).format(instant)
}

/** A calendar day (`2014-03-09`, as in a birth date). It has no time zone and so never moves to the day before. */
export function formatDay(day: string, locale: string, style: 'date' | 'longDate' = 'date'): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return noDate
  return formatDate(`${day}T00:00:00Z`, style, { locale, timeZone: 'UTC' })
}

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** Distance between two instants (milliseconds) in words: "3 minutes ago", "in 2 days", "now" under a minute. */
export function formatRelative(at: number, now: number, locale: string): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const distance = at - now
  const step = steps.find(([, length]) => Math.abs(distance) >= length)
  // Rounded toward zero: "2 days left" must not be said of one and a half.
  return step ? words.format(Math.trunc(distance / step[1]), step[0]) : words.format(0, 'second')
}
