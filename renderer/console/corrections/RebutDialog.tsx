import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { KeptWords } from '../shell/KeptWords'
import { useSay } from '../shell/terms'
import { useDraft } from '../shell/useDraft'
import classes from './Corrections.module.css'
import { type StepDialogProps, textFault } from './stepDialogProps'

export interface RebutDialogProps extends StepDialogProps {
  /** Of an answer that was not done. */
  readonly begunWith: string
  readonly onConfirm: (text: string) => void
}

/** 45 CFR 164.526(d)(3): one written answer to the statement; the participant gets a copy. */
export function RebutDialog(props: RebutDialogProps) {
  const { opened, busy, name, when, correction, begunWith, onCancel, onConfirm } = props
  const say = useSay()
  const { found, keep, drop } = useDraft({
    form: 'rebuttal',
    about: correction.id,
    participantId: correction.participantId,
  })
  const [text, setText] = useState(begunWith || (found ?? ''))
  const change = (words: string) => {
    setText(words)
    if (words.trim() === '') drop()
    else keep(words)
  }
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
      busy={busy}
      onCancel={onCancel}
    >
      <div className={classes.choices}>
        <KeptWords shown={begunWith === '' && found !== undefined} onDiscard={() => change('')} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard too. */}
        <section className={classes.statement} tabIndex={0} aria-label="Their statement">
          <blockquote className={classes.words} dir="auto">
            {correction.disagreement}
          </blockquote>
        </section>
        <Textarea
          label="Answer"
          description={say('The participant reads this in the portal.')}
          rows={5}
          resize="vertical"
          dir="auto"
          value={text}
          error={strict ? fault : null}
          onChange={({ currentTarget }) => change(currentTarget.value)}
        />
      </div>
    </ConfirmDialog>
  )
}
