import { Button } from '@mantine/core'
import { type Icon, IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import { useCallback, useEffect, useState } from 'react'
import type { SignInEvent } from '../../../shared/accountSecurity/securitySchemas'
import type { AttemptReason } from '../../../shared/waysIn/waysInSchemas'
import { useClient } from '../shell/ClientContext'
import { LoadFailure } from '../shell/LoadFailure'
import { useSession } from '../shell/SessionContext'
import { useLoaded } from '../shell/useLoaded'
import { Waiting } from '../shell/Waiting'
import { useText } from '../text/portalText'
import { deviceName } from './deviceName'
import { Section } from './Section'
import classes from './security.module.css'
import { useDates } from './useDates'

/** How many lines are shown at first, and how many more at each press. */
const AT_ONCE = 8

/** S2.71: the last sign-ins and tries, with time, device and network address, in plain words. */
export function HistorySection() {
  const { history: text } = useText().accountSecurity
  const client = useClient()
  const { follow } = useSession()
  const { loaded, reload } = useLoaded(useCallback(() => client.security.history.query(), [client]))
  useEffect(() => {
    if (loaded.state === 'failed') follow(loaded.problem)
  }, [loaded, follow])
  return (
    <Section title={text.title} meaning={text.meaning}>
      {loaded.state === 'loading' ? <Waiting lines={6} /> : null}
      {loaded.state === 'failed' ? <LoadFailure problem={loaded.problem} onRetry={reload} /> : null}
      {loaded.state === 'ready' ? <Events events={loaded.value} /> : null}
    </Section>
  )
}

function Events({ events }: { readonly events: readonly SignInEvent[] }) {
  const { history: text } = useText().accountSecurity
  const [shown, setShown] = useState(AT_ONCE)
  if (events.length === 0) return <p>{text.empty}</p>
  return (
    <>
      <ol className={classes.list}>
        {events.slice(0, shown).map((event, line) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines never change places, and two may be alike.
          <EventRow key={line} event={event} />
        ))}
      </ol>
      {events.length > shown ? (
        <div className={classes.actions}>
          <Button variant="default" onClick={() => setShown(shown + AT_ONCE)}>
            {text.more}
          </Button>
        </div>
      ) : null}
    </>
  )
}

type EventTone = 'success' | 'warn' | 'info'

const GLYPHS: Readonly<Record<EventTone, Icon>> = {
  success: IconCircleCheck,
  warn: IconAlertTriangle,
  info: IconInfoCircle,
}
const GOOD: ReadonlySet<AttemptReason> = new Set(['signed_in', 'reset_done'])
const ON_THE_WAY: ReadonlySet<AttemptReason> = new Set(['link_sent', 'code_sent', 'reset_sent', 'second_factor_asked'])

const toneOf = (reason: AttemptReason): EventTone =>
  GOOD.has(reason) ? 'success' : ON_THE_WAY.has(reason) ? 'info' : 'warn'

function EventRow({ event }: { readonly event: SignInEvent }) {
  const text = useText()
  const { history, sessions } = text.accountSecurity
  const { moment } = useDates()
  const tone = toneOf(event.reason)
  const Glyph = GLYPHS[tone]
  return (
    <li className={classes.event} data-tone={tone}>
      <Glyph size="1.35em" stroke={1.8} aria-hidden />
      <div>
        <div className={classes.rowTitle}>{history.reasons[event.reason]}</div>
        <div className={classes.facts}>
          <time dateTime={event.at}>{moment(event.at)}</time> · {history.ways[event.way]} ·{' '}
          {deviceName(text, event.device)}
          {event.address ? (
            <>
              {' '}
              · {sessions.from} <bdi>{event.address}</bdi>
            </>
          ) : null}
        </div>
      </div>
    </li>
  )
}
