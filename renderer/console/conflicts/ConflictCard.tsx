import { Alert, Button, Paper } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Link } from 'wouter'
import { allows, mayUseProgram } from '../../../shared/access/roles'
import { fullName, sameValue, valueAt } from '../../../shared/participants/participantRules'
import type { FieldValue, Participant } from '../../../shared/participants/participantSchemas'
import type { Choice, ConflictDoc } from '../../../shared/sync/conflictSchemas'
import { PersonName } from '../../ui/PersonName'
import { StatusBadge } from '../../ui/StatusBadge'
import { fieldLabel } from '../participants/fieldWords'
import { isUnsettled } from '../replica/outboxEntries'
import { useDirectory, useSession, useSyncState } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { CancelButton } from '../sync/CancelButton'
import { outboxReason } from '../sync/outboxWords'
import { stateWords } from '../sync/queueWords'
import classes from './Conflicts.module.css'
import type { ResolveWish } from './conflictViews'
import { resolveConflict } from './resolveConflict'
import { TwoValues } from './TwoValues'
import { useConflictWords } from './useConflictWords'

export interface ConflictCardProps {
  readonly conflict: ConflictDoc
  readonly wish: ResolveWish | null
  /** Asks for a third value; `seen` is the record as it stood on the card that was pressed. */
  readonly onAnother: (seen: Participant) => void
}

/** One open conflict: whose, which field, both values, and the choice. */
export function ConflictCard({ conflict, wish, onAnother }: ConflictCardProps) {
  const session = useSession()
  const { directory } = useDirectory()
  const { participantId, path } = conflict
  const words = useConflictWords(participantId, path)
  const participant = directory.get(participantId)?.participant
  const me = session.colleague()
  if (!participant) return null
  const current = valueAt(participant, path)
  const mayTake = path !== 'programId' || (me !== null && mayUseProgram(me, String(conflict.lostValue)))
  const waiting = wish !== null && isUnsettled(wish.entry)
  const choose = async (choice: Choice, value: FieldValue) =>
    await resolveConflict(session.replica, { conflict, wish, choice, base: current, value })
  return (
    <Paper component="article" className={classes.card} aria-label={`${fieldLabel(path)} of ${fullName(participant)}`}>
      <CardHead conflict={conflict} name={fullName(participant)} />
      <TwoValues conflict={conflict} current={{ value: current }} words={words} />
      {wish ? <WishLine wish={wish} words={words} /> : null}
      {waiting || me === null || !allows(me.role, 'participant.edit_details') ? null : (
        <div className={classes.ways}>
          <Button size="xs" variant="default" onClick={() => void choose('kept', current)}>
            {shortOr(words(current), 'Keep', 'Keep what stands')}
          </Button>
          {sameValue(current, conflict.lostValue) || !mayTake ? null : (
            <Button size="xs" variant="default" onClick={() => void choose('lost', conflict.lostValue)}>
              {shortOr(words(conflict.lostValue), 'Use', 'Use the second value')}
            </Button>
          )}
          <Button size="xs" variant="subtle" onClick={() => onAnother(participant)}>
            Another value
          </Button>
        </div>
      )}
    </Paper>
  )
}

const LONGEST_ON_A_BUTTON = 32

/** A button names the value where that is short; a whole address would hide what the button does. */
function shortOr(value: string, verb: string, otherwise: string): string {
  return value.length <= LONGEST_ON_A_BUTTON ? `${verb} “${value}”` : otherwise
}

export function CardHead({ conflict, name }: { readonly conflict: ConflictDoc; readonly name: string }) {
  return (
    <div className={classes.head}>
      <h2 className={classes.title}>{fieldLabel(conflict.path)}</h2>
      <Link href={`/participants/${conflict.participantId}`} className={classes.person}>
        <PersonName name={name} />
      </Link>
    </div>
  )
}

/** What this console has asked for, never in the past tense; or why it was not done. */
export function WishLine({ wish, words }: { readonly wish: ResolveWish; readonly words: (v: FieldValue) => string }) {
  const { replica } = useSession()
  const { link } = useSyncState()
  const say = useSay()
  const { entry, item } = wish
  const reason = outboxReason(entry)
  if (reason !== null)
    return (
      <Alert color="warn" role="alert" icon={<IconAlertTriangle aria-hidden />}>
        <div className={classes.wish}>
          <span>
            {say(reason)} You had chosen “<bdi>{words(item.value)}</bdi>”.
          </span>
          <Button size="compact-xs" variant="subtle" onClick={() => void replica.dismiss(item.writeId)}>
            Dismiss
          </Button>
        </div>
      </Alert>
    )
  const { tone, label } = stateWords(entry, link === 'online')
  return (
    <div className={classes.wish}>
      <StatusBadge tone={tone} label={link === 'online' ? label : `${label}, takes effect when online`} />
      <span>
        Your choice: “<bdi>{words(item.value)}</bdi>”
      </span>
      {entry.state === 'queued' ? <CancelButton entry={entry} title="your choice" /> : null}
    </div>
  )
}
