import { Alert, Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { REFUSAL_SENTENCES } from '../../../shared/sync/refusalSentences'
import type { OutboxEntry } from '../replica/replicaDatabase'
import { useSession } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { useDayFormat, usePrograms } from './clinicHooks'
import { fieldLabel, valueWords } from './fieldWords'
import type { ParticipantView } from './participantDirectory'
import classes from './Record.module.css'

export interface RefusedWritesProps {
  readonly view: ParticipantView
  /** Absent while a form is open: one at a time. */
  readonly onEditAgain: ((entry: OutboxEntry) => void) | null
}

/** What the server did not accept about this record, with what was tried. It stays until a person has read it (Y9). */
export function RefusedWrites({ view, onEditAgain }: RefusedWritesProps) {
  const { replica } = useSession()
  const say = useSay()
  const programs = usePrograms()
  const dayOf = useDayFormat()
  const facts = { fields: view.participant, programs, dayOf }
  const entries = view.refused.filter(({ item }) => item.kind === 'edit' || item.kind === 'participant.create')
  return entries.map((entry) => {
    const { item, reason, message } = entry
    const created = item.kind === 'participant.create'
    return (
      <Alert
        key={item.writeId}
        className={classes.alert ?? ''}
        color="danger"
        role="alert"
        icon={<IconAlertTriangle aria-hidden />}
        title={created ? say('This participant was not added') : 'A change was not accepted'}
      >
        {reason ? say(REFUSAL_SENTENCES[reason]) : 'The server did not accept this, so nothing was changed.'}
        {message ? ` (${message})` : null}
        {item.kind === 'edit' ? (
          <ul className={classes.tried}>
            {item.changes.map(({ path, value }) => (
              <li key={path}>
                {fieldLabel(path)}: <bdi>{valueWords(path, value, facts)}</bdi>
              </li>
            ))}
          </ul>
        ) : null}
        <div className={classes.alertWays}>
          {onEditAgain && reason === 'invalid_value' ? (
            <Button size="xs" variant="default" onClick={() => onEditAgain(entry)}>
              Edit again
            </Button>
          ) : null}
          <Button size="xs" variant="subtle" onClick={() => void replica.dismiss(item.writeId)}>
            {created ? 'Remove from this console' : 'Dismiss'}
          </Button>
        </div>
      </Alert>
    )
  })
}
