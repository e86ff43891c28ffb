import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { useSay } from '../shell/terms'
import classes from './Corrections.module.css'
import { type StepDialogProps, textFault } from './stepDialogProps'

export interface RebutDialogProps extends StepDialogProps {
  /** Of an answer that was not done. */
  readonly begunWith: string
  readonly onConfirm: (text: string) => void
}

/** 45 CFR 164.526(d)(3): one written answer to the statement; the participant gets a copy. */
export function RebutDialog({ opened, name, when, correction, begunWith, onCancel, onConfirm }: RebutDialogProps) {
  const say = useSay()
  const [text, setText] = useState(begunWith)
  const [strict, setStrict] = useState(false)
  const fault = textFault(text, 'Write the answer.')
  return (
    <ConfirmDialog
      opened={opened}
      title={<>Answer the statement of {name}?</>}
      consequence={`The answer is kept with the request and the statement, and goes along wherever those are disclosed. They read it in the portal ${when}. It cannot be changed afterwards, and none is required.`}
      confirmLabel="Send the answer"
      onConfirm={() => {
        setStrict(true)
        if (fault === null) onConfirm(text.trim())
      }}
      onCancel={onCancel}
    >
      <div className={classes.choices}>
        <blockquote className={classes.words} dir="auto">
          {correction.disagreement}
        </blockquote>
        <Textarea
          label="Answer"
          description={say('The participant reads this in the portal.')}
          rows={5}
          resize="vertical"
          dir="auto"
          value={text}
          error={strict ? fault : null}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      </div>
    </ConfirmDialog>
  )
}
