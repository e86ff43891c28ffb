import { Button, Paper } from '@mantine/core'
import { useState } from 'react'
import type { CorrectionDoc, CorrectionPerson } from '../../../shared/corrections/correctionSchemas'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { StatusBadge } from '../../ui/StatusBadge'
import { useDateFormat } from '../participants/clinicHooks'
import { isUnsettled } from '../replica/outboxEntries'
import { useSession } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import classes from './Corrections.module.css'
import { hasAccepted } from './correctionSteps'
import type { CorrectionWish } from './correctionWishes'

export interface PersonsPartProps {
  readonly correction: CorrectionDoc
  readonly wishes: readonly CorrectionWish[]
  readonly mayDecide: boolean
}

/** 45 CFR 164.526(c)(3): whom the participant wants to be told of what was accepted, and who has been. */
export function PersonsPart({ correction, wishes, mayDecide }: PersonsPartProps) {
  const say = useSay()
  const { replica } = useSession()
  const [asking, setAsking] = useState<CorrectionPerson | null>(null)
  const { id, participantId, persons } = correction
  if (persons.length === 0) return null
  const accepted = hasAccepted(correction)
  const pending = new Set(
    wishes.flatMap((wish) =>
      wish.item.kind === 'correction.told' && isUnsettled(wish.entry) ? [wish.item.personId] : [],
    ),
  )
  const note = (personId: string) => {
    const writeId = crypto.randomUUID()
    void replica.enqueue({ kind: 'correction.told', writeId, participantId, correctionId: id, personId })
    setAsking(null)
  }
  return (
    <Paper component="section" className={classes.part ?? ''} aria-label="Persons to be told">
      <h2 className={classes.partTitle}>Persons to be told</h2>
      <p className={classes.soft}>
        {say(
          accepted
            ? 'The participant wants them to know what was corrected. Tell each one, then note it here.'
            : 'The participant wants them to know of a correction. There is something to tell once it is accepted.',
        )}
      </p>
      <ul className={classes.list}>
        {persons.map((person) => (
          <li key={person.id} className={classes.person}>
            <span className={classes.grow}>
              <PersonName name={person.name} />
              {person.contact ? <bdi className={classes.note}>{person.contact}</bdi> : null}
            </span>
            <Told person={person} />
            {person.toldAt === null && pending.has(person.id) ? (
              <StatusBadge tone="progress" label="Note queued" title="It is not noted before the server has it" />
            ) : null}
            {person.toldAt === null && accepted && mayDecide && !pending.has(person.id) ? (
              <Button
                size="xs"
                variant="default"
                aria-label={`Note as told: ${person.name}`}
                onClick={() => setAsking(person)}
              >
                Note as told
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        opened={asking !== null}
        title={
          <>
            Was <PersonName name={asking?.name ?? ''} /> told of the correction?
          </>
        }
        consequence="This is noted with your name and the time, and cannot be taken back. Nothing is sent to them from here."
        confirmLabel="Yes, note it"
        onConfirm={() => asking && note(asking.id)}
        onCancel={() => setAsking(null)}
      />
    </Paper>
  )
}

function Told({ person: { toldAt, toldByName } }: { readonly person: CorrectionPerson }) {
  const format = useDateFormat()
  if (toldAt === null) return null
  return (
    <span className={classes.told}>
      <StatusBadge tone="success" label="Told" />
      <span className={classes.note}>
        {formatDate(toldAt, 'dateTime', format)}
        {toldByName === null ? null : (
          <>
            {' '}
            by <PersonName name={toldByName} />
          </>
        )}
      </span>
    </span>
  )
}
