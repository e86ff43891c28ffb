import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { useDayFormat } from '../participants/clinicHooks'
import { KeptWords } from '../shell/KeptWords'
import { useSay } from '../shell/terms'
import { useDraft } from '../shell/useDraft'
import classes from './Corrections.module.css'
import { extensionSpan } from './dueWords'
import { LetterPreview } from './LetterPreview'
import { type StepDialogProps, textFault } from './stepDialogProps'
import { useHolidays } from './useInbox'

export interface ExtendDialogProps extends StepDialogProps {
  /** Of an extension that was not done. */
  readonly begunWith: string
  readonly onConfirm: (until: string, reason: string) => void
}

/** G3: once, by as much as the law allows, with a reason, and the server must hear of it before the due date is over. */
export function ExtendDialog(props: ExtendDialogProps) {
  const { opened, busy, name, when, correction, onCancel, onConfirm } = props
  const say = useSay()
  const dayOf = useDayFormat()
  const holidays = useHolidays()
  const { dueOn, profile } = correction
  const { first, last, rule } = extensionSpan({ dueOn, profile, holidays })
  const [until, setUntil] = useState(last)
  const { found, keep, drop } = useDraft({
    form: 'extension',
    about: correction.id,
    participantId: correction.participantId,
  })
  const [reason, setReason] = useState(props.begunWith || (found ?? ''))
  const change = (words: string) => {
    setReason(words)
    if (words.trim() === '') drop()
    else keep(words)
  }
  const [strict, setStrict] = useState(false)
  const inTime = until >= first && until <= last
  const dateFault = inTime ? null : `Choose a day from ${dayOf(first)} to ${dayOf(last)}.`
  const fault = textFault(reason, 'Give a reason.')
  return (
    <ConfirmDialog
      opened={opened}
      title={<>Extend the time for the request of {name}?</>}
      consequence={`This can be done only once, and only while the due date (${dayOf(dueOn)}) is not over on the server. They get a letter with the new date and the reason, and read it in the portal ${when}.`}
      confirmLabel="Extend"
      onConfirm={() => {
        setStrict(true)
        if (dateFault === null && fault === null) onConfirm(until, reason.trim())
      }}
      busy={busy}
      onCancel={onCancel}
    >
      <div className={classes.choices}>
        <KeptWords shown={props.begunWith === '' && found !== undefined} onDiscard={() => change('')} />
        <TextInput
          type="date"
          label="New due date"
          description={`By law at the latest ${dayOf(last)}: ${rule}, ${dayOf(dueOn)}.`}
          min={first}
          max={last}
          value={until}
          error={strict ? dateFault : null}
          onChange={({ currentTarget }) => setUntil(currentTarget.value)}
        />
        <Textarea
          label="Reason"
          description={say('The participant reads this in the letter and in the portal.')}
          rows={3}
          dir="auto"
          value={reason}
          error={strict ? fault : null}
          onChange={({ currentTarget }) => change(currentTarget.value)}
        />
        {inTime && reason.trim() !== '' ? (
          <details className={classes.over}>
            <summary>Show the letter</summary>
            <LetterPreview
              kind="extension"
              correction={correction}
              request={{ ...correction, dueOn: until, extensionReason: reason.trim() }}
            />
          </details>
        ) : null}
      </div>
    </ConfirmDialog>
  )
}
