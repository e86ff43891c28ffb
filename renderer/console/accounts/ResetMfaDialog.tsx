import { Radio } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import {
  IDENTITY_CHECKS,
  type IdentityCheck,
  RESET_MFA_REASONS,
  type ResetMfaReason,
} from '../../../shared/accounts/accountSchemas'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import classes from './Accounts.module.css'
import { IDENTITY_WORDS, RESET_REASON_WORDS } from './accountWords'

export interface ResetMfaDialogProps {
  readonly opened: boolean
  readonly name: ReactNode
  readonly required: boolean
  readonly onConfirm: (reason: ResetMfaReason, check: IdentityCheck) => void
  readonly onCancel: () => void
}

/** S0.22, M8: why, and how identity was checked. Both must be chosen; neither is preset. */
export function ResetMfaDialog({ opened, name, required, onConfirm, onCancel }: ResetMfaDialogProps) {
  const [reason, setReason] = useState<ResetMfaReason | null>(null)
  const [check, setCheck] = useState<IdentityCheck | null>(null)
  const [strict, setStrict] = useState(false)
  const confirm = () => {
    setStrict(true)
    if (reason !== null && check !== null) onConfirm(reason, check)
  }
  return (
    <ConfirmDialog
      opened={opened}
      danger
      title={<>Reset the second factor of {name}?</>}
      consequence={`All their authenticator apps and recovery codes are removed, and they are signed out everywhere. They are told by email. ${
        required
          ? 'At the next sign-in they must set it up again.'
          : 'They can set it up again under Security. This cannot be undone.'
      }`}
      confirmLabel="Reset MFA"
      cancelLabel="Keep it"
      onConfirm={confirm}
      onCancel={onCancel}
    >
      <div className={classes.choices}>
        <Radio.Group
          label="Why"
          value={reason}
          onChange={(value) => setReason(value as ResetMfaReason)}
          error={strict && reason === null ? 'Choose a reason.' : null}
        >
          <div className={classes.options}>
            {RESET_MFA_REASONS.map((value) => (
              <Radio key={value} value={value} label={RESET_REASON_WORDS[value]} />
            ))}
          </div>
        </Radio.Group>
        <Radio.Group
          label="How did you make sure it is them?"
          description="A voice on the phone alone is not enough: this is how accounts are stolen."
          value={check}
          onChange={(value) => setCheck(value as IdentityCheck)}
          error={strict && check === null ? 'Choose how identity was checked.' : null}
        >
          <div className={classes.options}>
            {IDENTITY_CHECKS.map((value) => (
              <Radio key={value} value={value} label={IDENTITY_WORDS[value]} />
            ))}
          </div>
        </Radio.Group>
      </div>
    </ConfirmDialog>
  )
}
