import { Radio, Textarea } from '@mantine/core'
import { useState } from 'react'
import { DENIAL_GROUNDS, type DenialGround } from '../../../shared/corrections/correctionLimits'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { useSay } from '../shell/terms'
import classes from './Corrections.module.css'
import { GROUND_WORDS } from './correctionWords'
import { type StepDialogProps, textFault } from './stepDialogProps'

/** G3: a denial needs one of the four grounds and a text, and opens a statement of disagreement. */
export function DenyDialog(
  props: StepDialogProps & { readonly onConfirm: (ground: DenialGround, answer: string) => void },
) {
  const { opened, name, when, onCancel, onConfirm } = props
  const say = useSay()
  const [ground, setGround] = useState<DenialGround | null>(null)
  const [answer, setAnswer] = useState('')
  const [strict, setStrict] = useState(false)
  const fault = textFault(answer, 'Explain the decision in plain words.')
  return (
    <ConfirmDialog
      opened={opened}
      danger
      title={<>Deny the request of {name}?</>}
      consequence={`The record stays as it is. They read ground and text in the portal ${when}, and can answer with a statement of disagreement that is kept with the request. A decision cannot be taken back.`}
      confirmLabel="Deny"
      onConfirm={() => {
        setStrict(true)
        if (ground !== null && fault === null) onConfirm(ground, answer.trim())
      }}
      onCancel={onCancel}
    >
      <div className={classes.choices}>
        <Radio.Group
          label="Ground"
          value={ground}
          onChange={(value) => setGround(value as DenialGround)}
          error={strict && ground === null ? 'Choose a ground.' : null}
        >
          <div className={classes.options}>
            {DENIAL_GROUNDS.map((value) => (
              <Radio key={value} value={value} label={GROUND_WORDS[value]} />
            ))}
          </div>
        </Radio.Group>
        <Textarea
          label="Explanation"
          description={say('The participant reads this in the portal. Plain words, no abbreviations.')}
          rows={4}
          dir="auto"
          value={answer}
          error={strict ? fault : null}
          onChange={({ currentTarget }) => setAnswer(currentTarget.value)}
        />
      </div>
    </ConfirmDialog>
  )
}
