import { Alert, Button, Paper } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { allows } from '../../../shared/access/roles'
import { isOverdue } from '../../../shared/corrections/correctionDates'
import { isOpen } from '../../../shared/corrections/correctionLimits'
import type { Participant } from '../../../shared/participants/participantSchemas'
import { REFUSAL_SENTENCES } from '../../../shared/sync/refusalSentences'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { StatusBadge } from '../../ui/StatusBadge'
import { useDateFormat, useDayFormat } from '../participants/clinicHooks'
import { fieldLabel } from '../participants/fieldWords'
import { useSession, useSyncState } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import type { Step } from './CorrectionDialog'
import { CorrectionDiff } from './CorrectionDiff'
import { CorrectionHistory } from './CorrectionHistory'
import classes from './Corrections.module.css'
import type { CorrectionLine } from './correctionWishes'
import { dueWords, QUEUED_WORDS, STATE_WORDS } from './correctionWords'

export interface CorrectionEntryProps {
  readonly line: CorrectionLine
  readonly participant: Participant
  /** The calendar day where the clinic is. */
  readonly today: string
  readonly onAsk: (step: Step) => void
}

/** One request: what is asked for, until when it must be decided, and what this console wants that the server has not done yet. */
export function CorrectionEntry({ line, participant, today, onAsk }: CorrectionEntryProps) {
  const { correction, wishes } = line
  const { changes, state, dueOn, authorName, receivedAt } = correction
  const { link } = useSyncState()
  const format = useDateFormat()
  const dayOf = useDayFormat()
  const open = isOpen(state)
  const due = dueWords(dueOn, today)
  const queued = wishes.filter(({ entry }) => entry.state === 'queued')
  return (
    <Paper component="li" className={classes.entry ?? ''}>
      <div className={classes.head}>
        <h3>{changes.length === 0 ? 'Something else' : changes.map(({ path }) => fieldLabel(path)).join(', ')}</h3>
        <StatusBadge {...STATE_WORDS[state]} />
        {open ? <StatusBadge tone={due.tone} label={due.label} /> : null}
        {queued.map(({ entry, item }) => (
          <StatusBadge
            key={item.writeId}
            tone="progress"
            title={formatDate(entry.madeAt, 'dateTime', format)}
            label={`${QUEUED_WORDS[item.kind]} ${link === 'online' ? 'is being sent' : 'queued, takes effect when online'}`}
          />
        ))}
      </div>
      <p className={classes.soft}>
        Asked by <PersonName name={authorName} /> {formatDate(receivedAt, 'dateTime', format)}
        {open ? `. To be decided by ${dayOf(dueOn)}.` : '.'}
      </p>
      {changes.map((change) => (
        <CorrectionDiff key={change.path} change={change} participant={open ? participant : null} />
      ))}
      {correction.description === '' ? null : (
        <blockquote className={classes.words} dir="auto">
          {correction.description}
        </blockquote>
      )}
      <CorrectionHistory correction={correction} />
      <Refusals line={line} />
      {open && queued.length === 0 ? <Actions line={line} today={today} onAsk={onAsk} /> : null}
    </Paper>
  )
}

function Actions({ line: { correction }, today, onAsk }: Pick<CorrectionEntryProps, 'line' | 'today' | 'onAsk'>) {
  const role = useSession().colleague()?.role
  if (role === undefined || !allows(role, 'correction.decide')) return null
  const mayExtend = correction.extendedAt === null && !isOverdue(correction.dueOn, today)
  return (
    <div className={classes.actions}>
      <Button size="sm" onClick={() => onAsk('accept')}>
        Accept
      </Button>
      <Button size="sm" variant="default" onClick={() => onAsk('deny')}>
        Deny
      </Button>
      {correction.state === 'submitted' ? (
        <Button size="sm" variant="subtle" onClick={() => onAsk('acknowledge')}>
          Acknowledge
        </Button>
      ) : null}
      {mayExtend ? (
        <Button size="sm" variant="subtle" onClick={() => onAsk('extend')}>
          Extend
        </Button>
      ) : null}
    </div>
  )
}

/** What the server did not do, each with its reason and the words that were written, until a person has read it. */
function Refusals({ line }: Pick<CorrectionEntryProps, 'line'>) {
  const { replica } = useSession()
  const say = useSay()
  return line.wishes
    .filter(({ entry }) => entry.state === 'refused')
    .map(({ entry: { reason, message }, item }) => (
      <Alert
        key={item.writeId}
        color="danger"
        role="alert"
        icon={<IconAlertTriangle aria-hidden />}
        title={`${QUEUED_WORDS[item.kind]} was not done`}
      >
        <p className={classes.why}>
          {reason ? say(REFUSAL_SENTENCES[reason]) : 'The server did not accept this.'}
          {message ? ` (${message})` : null}
        </p>
        {'answer' in item && item.answer !== '' ? (
          <blockquote className={classes.words} dir="auto">
            {item.answer}
          </blockquote>
        ) : null}
        <Button size="xs" variant="subtle" onClick={() => void replica.dismiss(item.writeId)}>
          Dismiss
        </Button>
      </Alert>
    ))
}
