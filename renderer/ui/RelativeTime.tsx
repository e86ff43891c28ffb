import { useEffect, useState } from 'react'
import { type DateFormat, formatDate, formatRelative, noDate } from './formatDate'

export interface RelativeTimeProps extends DateFormat {
  /** Date, ISO text or milliseconds. */
  readonly at: Date | string | number
  /** Clock in milliseconds; the console passes one corrected by the server's time. */
  readonly now?: () => number
}

/** How long until the words can change: half a minute in the first hour, then every five minutes. */
const pauseFor = (distance: number) => (Math.abs(distance) < 3_600_000 ? 30_000 : 300_000)

/** "3 minutes ago", kept up to date, with the full date and time on hover and for machines. */
export function RelativeTime({ at, locale, timeZone, now = Date.now }: RelativeTimeProps) {
  const instant = new Date(at).getTime()
  const [{ of, moment }, look] = useState(() => ({ of: instant, moment: now() }))
  // A time that has just come may be later than the last look at the clock, and would lie in the future.
  if (!Object.is(of, instant)) look({ of: instant, moment: now() })
  useEffect(() => {
    const timer = setTimeout(() => look({ of: instant, moment: now() }), pauseFor(instant - moment))
    return () => clearTimeout(timer)
  }, [instant, moment, now])
  if (Number.isNaN(instant)) return <span>{noDate}</span>
  return (
    <time dateTime={new Date(instant).toISOString()} title={formatDate(instant, 'fullDateTime', { locale, timeZone })}>
      {formatRelative(instant, moment, locale)}
    </time>
  )
}
