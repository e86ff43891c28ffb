import { Radio } from '@mantine/core'
import { useState } from 'react'
import { STAFF_IDENTITY_CHECKS, STAFF_RESET_REASONS, type TeamMember } from '../../../shared/team/teamSchemas'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { PersonName } from '../../ui/PersonName'
import classes from './Team.module.css'
import { STAFF_CHECK_WORDS, STAFF_REASON_WORDS } from './teamWords'

type Reason = (typeof STAFF_RESET_REASONS)[number]
type Check = (typeof STAFF_IDENTITY_CHECKS)[number]

export interface StaffMfaDialogProps {
  readonly member: TeamMember
  readonly busy: boolean
  readonly onConfirm: (reason: Reason, check: Check) => void
  readonly onClose: () => void
}

/** M8 for colleagues: both answers are needed and neither is preset. */
export function StaffMfaDialog({ member, busy, onConfirm, onClose }: StaffMfaDialogProps) {
  const [reason, setReason] = useState<Reason | null>(null)
  const [check, setCheck] = useState<Check | null>(null)
  const [strict, setStrict] = useState(false)
  return (
    <ConfirmDialog
      opened
      danger
      busy={busy}
      title={
        <>
          Reset the second factor of <PersonName name={member.displayName} />?
        </>
      }
      consequence="They are signed out everywhere, and set up a new authenticator app at the next sign-in. This cannot be undone."
      confirmLabel="Reset MFA"
      cancelLabel="Keep it"
      onConfirm={() => {
        setStrict(true)
        if (reason !== null && check !== null) onConfirm(reason, check)
      }}
      onCancel={onClose}
    >
      <div className={classes.form}>
        <Radio.Group
          label="Why"
          value={reason}
          onChange={(value) => setReason(value as Reason)}
          error={strict && reason === null ? 'Choose a reason.' : null}
        >
          <div className={classes.options}>
            {STAFF_RESET_REASONS.map((value) => (
              <Radio key={value} value={value} label={STAFF_REASON_WORDS[value]} />
            ))}
          </div>
        </Radio.Group>
        <Radio.Group
          label="How did you make sure it is them?"
          value={check}
          onChange={(value) => setCheck(value as Check)}
          error={strict && check === null ? 'Choose how identity was checked.' : null}
        >
          <div className={classes.options}>
            {STAFF_IDENTITY_CHECKS.map((value) => (
              <Radio key={value} value={value} label={STAFF_CHECK_WORDS[value]} />
            ))}
          </div>
        </Radio.Group>
      </div>
    </ConfirmDialog>
  )
}
