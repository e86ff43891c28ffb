import { Anchor, Paper } from '@mantine/core'
import { Link } from 'wouter'
import { allows } from '../../../shared/access/roles'
import { isOpen } from '../../../shared/corrections/correctionLimits'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import type { Participant } from '../../../shared/participants/participantSchemas'
import { formatDate } from '../../ui/formatDate'
import { StatusBadge } from '../../ui/StatusBadge'
import { useDateFormat, useDayFormat } from '../participants/clinicHooks'
import { isTroubled, isUnsettled } from '../replica/outboxEntries'
import { useSession, useStore } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import classes from './Corrections.module.css'
import { groupOf } from './correctionInbox'
import { someoneToTell } from './correctionSteps'
import { NO_WISHES } from './correctionWishes'
import { askWords, STATE_WORDS } from './correctionWords'
import { dueWords } from './dueWords'
import { useCorrectionWishes, useHolidays, useToday } from './useInbox'

/** S0.17: the requests of one participant on their page; each leads to the one page that shows and decides it. */
export function CorrectionsPanel({ participant }: { readonly participant: Participant }) {
  const role = useSession().colleague()?.role
  return role !== undefined && allows(role, 'correction.read') ? <Corrections participant={participant} /> : null
}

function Corrections({ participant }: { readonly participant: Participant }) {
  const { corrections } = useSession().replica.stores
  const say = useSay()
  const today = useToday()
  const own = [...useStore(corrections).all()].flatMap(([, doc]) => (doc.participantId === participant.id ? [doc] : []))
  const over = own.filter((doc) => groupOf(doc, today) === 'over')
  const waiting = own.filter((doc) => !over.includes(doc))
  return (
    <section aria-label="Correction requests" className={classes.panel}>
      <h2 className={classes.title}>Correction requests</h2>
      {waiting.length === 0 ? (
        <p className={classes.soft}>{say('No request of the participant waits for the clinic.')}</p>
      ) : (
        <Entries corrections={waiting.sort(byUrgency)} />
      )}
      {over.length === 0 ? null : (
        <details className={classes.over}>
          <summary>Decided or withdrawn ({over.length})</summary>
          <Entries corrections={over.sort((a, b) => b.receivedAt.localeCompare(a.receivedAt))} />
        </details>
      )}
    </section>
  )
}

/** Open ones by due date, then those that are decided and not finished. */
function byUrgency(a: CorrectionDoc, b: CorrectionDoc): number {
  return Number(isOpen(b.state)) - Number(isOpen(a.state)) || a.dueOn.localeCompare(b.dueOn)
}

function Entries({ corrections }: { readonly corrections: readonly CorrectionDoc[] }) {
  return (
    <ul className={classes.list}>
      {corrections.map((correction) => (
        <Entry key={correction.id} correction={correction} />
      ))}
    </ul>
  )
}

function Entry({ correction }: { readonly correction: CorrectionDoc }) {
  const format = useDateFormat()
  const dayOf = useDayFormat()
  const today = useToday()
  const holidays = useHolidays()
  const wishes = useCorrectionWishes().get(correction.id) ?? NO_WISHES
  const { id, state, dueOn, profile, receivedAt, description } = correction
  const open = isOpen(state)
  return (
    <Paper component="li" className={classes.entry ?? ''}>
      <div className={classes.head}>
        <h3>
          <Anchor component={Link} href={`/corrections/${id}`}>
            {askWords(correction)}
          </Anchor>
        </h3>
        <StatusBadge {...STATE_WORDS[state]} />
        {open ? <StatusBadge {...dueWords({ dueOn, profile, today, holidays })} /> : null}
        {someoneToTell(correction) ? <StatusBadge tone="warn" label="Somebody to tell" /> : null}
        {wishes.some(({ entry }) => isUnsettled(entry)) ? (
          <StatusBadge tone="progress" label="A step waits for the server" />
        ) : null}
        {wishes.some(({ entry }) => isTroubled(entry)) ? (
          <StatusBadge tone="danger" label="A step was not done" />
        ) : null}
      </div>
      <p className={classes.soft}>
        Received {formatDate(receivedAt, 'date', format)}
        {open ? `, to be decided by ${dayOf(dueOn)}.` : '.'}
      </p>
      {description === '' ? null : (
        <p className={classes.beginning} dir="auto">
          {description}
        </p>
      )}
    </Paper>
  )
}
