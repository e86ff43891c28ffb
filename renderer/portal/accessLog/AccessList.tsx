import type { AccessEvent } from '../../../shared/accessLog/accessLogSchemas'
import { formatDate } from '../../ui/formatDate'
import { useReaderDates } from '../record/useReaderDates'
import { useText } from '../text/portalText'
import classes from './accessLog.module.css'

/** One part for each day, newest first. */
export function AccessList({ events }: { readonly events: readonly AccessEvent[] }) {
  const format = useReaderDates()
  const days: { readonly day: string; readonly events: AccessEvent[] }[] = []
  for (const event of events) {
    const day = formatDate(event.at, 'longDate', format)
    const last = days.at(-1)
    if (last?.day === day) last.events.push(event)
    else days.push({ day, events: [event] })
  }
  return days.map(({ day, events: own }) => (
    <section key={day} className={classes.day}>
      <h2>{day}</h2>
      <ol>
        {own.map((event, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: events carry no id (G2), and a list only grows at its end.
          <Line key={at} event={event} />
        ))}
      </ol>
    </section>
  ))
}

function Line({ event }: { readonly event: AccessEvent }) {
  const { accessLog: text } = useText()
  const format = useReaderDates()
  const { at, who, name, role, place, what } = event
  const by = () => {
    if (who !== 'staff') return text.clinic
    if (name === null) return text.somebody
    return role === null ? name : `${name}, ${text.roles[role]}`
  }
  return (
    <li className={classes.line} data-who={who}>
      <time dateTime={at}>{formatDate(at, 'time', format)}</time>
      <div>
        <p className={classes.what}>{what === 'message_sent' && who === 'you' ? text.ownMessage : text.kinds[what]}</p>
        {who === 'you' ? null : (
          <p className={classes.quiet}>
            <bdi>{by()}</bdi>
            {place === null ? null : `, ${text.from({ place })}`}
          </p>
        )}
      </div>
    </li>
  )
}
