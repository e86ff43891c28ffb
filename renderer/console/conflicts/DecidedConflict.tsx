import { Paper } from '@mantine/core'
import { fullName } from '../../../shared/participants/participantRules'
import type { Choice, ConflictDoc } from '../../../shared/sync/conflictSchemas'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { useDateFormat } from '../participants/clinicHooks'
import { fieldLabel } from '../participants/fieldWords'
import { useDirectory } from '../shell/SessionContext'
import { CardHead, WishLine } from './ConflictCard'
import classes from './Conflicts.module.css'
import type { ResolveWish } from './conflictViews'
import { TwoValues } from './TwoValues'
import { useConflictWords } from './useConflictWords'

const CHOICE_WORDS: Readonly<Record<Choice, string>> = {
  kept: 'Kept what stood',
  lost: 'Took the second value',
  other: 'Wrote a third value',
}

/** What was chosen, by whom and when, beside the two values: the row stays. */
export function DecidedConflict({
  conflict,
  wish,
}: {
  readonly conflict: ConflictDoc
  readonly wish: ResolveWish | null
}) {
  const { directory } = useDirectory()
  const format = useDateFormat()
  const { participantId, path, choice, resolvedValue, resolvedByName, resolvedAt } = conflict
  const words = useConflictWords(participantId, path)
  const participant = directory.get(participantId)?.participant
  if (!participant) return null
  return (
    <Paper component="article" className={classes.card} aria-label={`${fieldLabel(path)} of ${fullName(participant)}`}>
      <CardHead conflict={conflict} name={fullName(participant)} />
      <TwoValues conflict={conflict} current={null} words={words} />
      <p className={classes.decision}>
        {CHOICE_WORDS[choice ?? 'kept']}: “<bdi>{words(resolvedValue)}</bdi>”
        <span className={classes.by}>
          {formatDate(resolvedAt ?? '', 'dateTime', format)}, <PersonName name={resolvedByName ?? ''} />
        </span>
      </p>
      {wish ? <WishLine wish={wish} words={words} /> : null}
    </Paper>
  )
}
