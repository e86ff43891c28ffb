import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { addDays, lastExtension } from '../../../shared/corrections/correctionDates'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { useClinic, useDayFormat } from '../participants/clinicHooks'
import { useSay } from '../shell/terms'
import classes from './Corrections.module.css'
import { type StepDialogProps, textFault } from './stepDialogProps'

/** G3: once, by as much as the law allows, with a reason, and the server must hear of it before the due date is over. */
export function ExtendDialog(props: StepDialogProps & { readonly onConfirm: (until: string, reason: string) => void }) {
  const { opened, name, when, correction, onCancel, onConfirm } = props
  const say = useSay()
  const dayOf = useDayFormat()
  const holidays = useClinic()?.settings.corrections?.holidays ?? []
  const [first, last] = [
    addDays(correction.dueOn, 1),
    lastExtension(correction.dueOn, { profile: correction.profile, holidays }),
  ]
  const [until, setUntil] = useState(last)
  const [reason, setReason] = useState('')
  const [strict, setStrict] = useState(false)
  const dateFault = until >= first && until <= last ? null : `Choose a day from ${dayOf(first)} to ${dayOf(last)}.`
  const fault = textFault(reason, 'Give a reason.')
  return (
    <ConfirmDialog
      opened={opened}
      title={<>Extend the time for the request of {name}?</>}
      consequence={`This can be done only once, and only while the due date (${dayOf(correction.dueOn)}) is not over on the server. They read the new date and the reason in the portal ${when}.`}
      confirmLabel="Extend"
      onConfirm={() => {
        setStrict(true)
        if (dateFault === null && fault === null) onConfirm(until, reason.trim())
      }}
      onCancel={onCancel}
    >
      <div className={classes.choices}>
        <TextInput
          type="date"
          label="New due date"
          min={first}
          max={last}
          value={until}
          error={strict ? dateFault : null}
          onChange={({ currentTarget }) => setUntil(currentTarget.value)}
        />
        <Textarea
          label="Reason"
          description={say('The participant reads this in the portal.')}
          rows={3}
          dir="auto"
          value={reason}
          error={strict ? fault : null}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </div>
    </ConfirmDialog>
  )
}
