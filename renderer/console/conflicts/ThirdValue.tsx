import { Button, Modal } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { sameValue, validateChange, valueAt } from '../../../shared/participants/participantRules'
import type { FieldValue, Participant } from '../../../shared/participants/participantSchemas'
import type { ConflictDoc } from '../../../shared/sync/conflictSchemas'
import { PersonName } from '../../ui/PersonName'
import { fieldLabel, problemSentence } from '../participants/fieldWords'
import { useDirectory, useSession, useStore } from '../shell/SessionContext'
import classes from './Conflicts.module.css'
import { resolveWishes } from './conflictViews'
import { FieldInput } from './FieldInput'
import { resolveConflict } from './resolveConflict'
import { useConflictWords } from './useConflictWords'

export interface ThirdValueProps {
  readonly conflict: ConflictDoc
  /** The record as it stood when the dialog was opened: what is chosen goes on from that, whatever has come in behind the dialog (Y6). */
  readonly seen: Participant
  readonly onDone: () => void
}

/** Neither of the two: checked by the same rule as the field in the record's own form. What is typed outlives a decision by somebody else. */
export function ThirdValue({ conflict, seen, onDone }: ThirdValueProps) {
  const { directory, replica } = useSession()
  const { path } = conflict
  const base = valueAt(seen, path)
  const [value, setValue] = useState<FieldValue>(() => base ?? blank(path))
  const [problem, setProblem] = useState<string | null>(null)
  const decided = useStore(replica.stores.conflicts).get(conflict.id)?.resolvedAt !== null
  const submit = () => {
    const checked = validateChange(path, value, { now: directory.now() })
    if (!checked.ok) return setProblem(problemSentence(path, checked.message))
    const wish = resolveWishes(replica.stores).get(conflict.id) ?? null
    void resolveConflict(replica, { conflict, wish, choice: 'other', base, value: checked.value })
    onDone()
  }
  return (
    <Modal
      opened
      onClose={onDone}
      closeOnClickOutside={false}
      title={`Another value for ${fieldLabel(path).toLowerCase()}`}
    >
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (!decided) submit()
        }}
      >
        <FieldInput
          path={path}
          value={value}
          participant={seen}
          problem={problem}
          onChange={(typed) => {
            setProblem(null)
            setValue(typed)
          }}
        />
        <Meanwhile conflict={conflict} base={base} />
        <div className={classes.formWays}>
          <Button variant="default" onClick={onDone}>
            {decided ? 'Close' : 'Cancel'}
          </Button>
          {decided ? null : <Button type="submit">Use this value</Button>}
        </div>
      </form>
    </Modal>
  )
}

/** Says what has come in behind the dialog: a new value of the field, or somebody's decision. */
function Meanwhile({ conflict, base }: { readonly conflict: ConflictDoc; readonly base: FieldValue }) {
  const { replica } = useSession()
  const { directory } = useDirectory()
  const words = useConflictWords(conflict.participantId, conflict.path)
  const now = useStore(replica.stores.conflicts).get(conflict.id)
  const participant = directory.get(conflict.participantId)?.participant
  if (participant === undefined) return null
  const current = valueAt(participant, conflict.path)
  const says = (
    <>
      The record says now: <bdi className={classes.now}>{words(current)}</bdi>
    </>
  )
  if (now?.resolvedAt !== null)
    return (
      <Note>
        {now?.resolvedByName ? <PersonName name={now.resolvedByName} /> : 'Somebody'} has decided this meanwhile. {says}
        . If your value is still the right one, write it into the record itself.
      </Note>
    )
  if (sameValue(current, base)) return null
  return (
    <Note>
      {participant.updatedBy ? <PersonName name={participant.updatedBy} /> : 'Somebody'} changed the field while this
      was open. {says}. If you use your value, theirs stays and you are asked again. To go on from theirs, cancel and
      begin once more.
    </Note>
  )
}

function Note({ children }: { readonly children: ReactNode }) {
  return (
    <p className={classes.meanwhile} role="status">
      {children}
    </p>
  )
}

function blank(path: string): FieldValue {
  if (path.startsWith('email:') || path.startsWith('phone:')) return { value: '', label: '' }
  return path === 'birthDate' || path === 'defaultEmail' || path === 'defaultPhone' ? null : ''
}
