import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { validateChange, valueAt } from '../../../shared/participants/participantRules'
import type { FieldValue, Participant } from '../../../shared/participants/participantSchemas'
import { fieldLabel, problemSentence } from '../participants/fieldWords'
import { useSession } from '../shell/SessionContext'
import classes from './Conflicts.module.css'
import { FieldInput } from './FieldInput'

export interface ThirdValueProps {
  readonly path: string
  readonly participant: Participant
  readonly onChosen: (value: FieldValue) => void
  readonly onCancel: () => void
}

/** Neither of the two: checked by the same rule as the field in the record's own form. */
export function ThirdValue({ path, participant, onChosen, onCancel }: ThirdValueProps) {
  const { directory } = useSession()
  const [value, setValue] = useState<FieldValue>(() => valueAt(participant, path) ?? blank(path))
  const [problem, setProblem] = useState<string | null>(null)
  const submit = () => {
    const checked = validateChange(path, value, { now: directory.now() })
    if (checked.ok) onChosen(checked.value)
    else setProblem(problemSentence(path, checked.message))
  }
  return (
    <Modal opened onClose={onCancel} title={`Another value for ${fieldLabel(path).toLowerCase()}`}>
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <FieldInput
          path={path}
          value={value}
          participant={participant}
          problem={problem}
          onChange={(typed) => {
            setProblem(null)
            setValue(typed)
          }}
        />
        <div className={classes.formWays}>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit">Use this value</Button>
        </div>
      </form>
    </Modal>
  )
}

function blank(path: string): FieldValue {
  if (path.startsWith('email:') || path.startsWith('phone:')) return { value: '', label: '' }
  return path === 'birthDate' || path === 'defaultEmail' || path === 'defaultPhone' ? null : ''
}
