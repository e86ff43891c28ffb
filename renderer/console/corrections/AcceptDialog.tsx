import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { useSay } from '../shell/terms'
import { CorrectionDiff } from './CorrectionDiff'
import classes from './Corrections.module.css'
import { type StepDialogProps, textFault } from './stepDialogProps'

/** Accepting changes the record; what was only described is changed by hand first, and the answer says what was done. */
export function AcceptDialog(props: StepDialogProps & { readonly onConfirm: (answer: string) => void }) {
  const { opened, name, when, correction, onCancel, onConfirm } = props
  const say = useSay()
  const [answer, setAnswer] = useState('')
  const [strict, setStrict] = useState(false)
  const { changes } = correction
  const described = changes.length === 0
  const fault = textFault(answer, described ? 'Say what was changed.' : null)
  return (
    <ConfirmDialog
      opened={opened}
      title={<>Accept the request of {name}?</>}
      consequence={
        described
          ? `Change the record first: accepting does not change it by itself. They read your answer in the portal ${when}.`
          : `The field changes in the record ${when}, and they read that in the portal. The old value stays readable here. If the field has changed meanwhile, nothing is done and you are told.`
      }
      confirmLabel="Accept"
      onConfirm={() => {
        setStrict(true)
        if (fault === null) onConfirm(answer.trim())
      }}
      onCancel={onCancel}
    >
      <div className={classes.choices}>
        {changes.map((change) => (
          <CorrectionDiff key={change.path} change={change} participant={null} />
        ))}
        <Textarea
          label={described ? 'What was changed' : 'A word to them (optional)'}
          description={say('The participant reads this in the portal.')}
          rows={3}
          dir="auto"
          value={answer}
          error={strict ? fault : null}
          onChange={({ currentTarget }) => setAnswer(currentTarget.value)}
        />
      </div>
    </ConfirmDialog>
  )
}
