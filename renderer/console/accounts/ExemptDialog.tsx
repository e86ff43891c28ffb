import { Radio } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { EXEMPT_REASONS, type ExemptReason } from '../../../shared/accounts/accountSchemas'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import classes from './Accounts.module.css'
import { EXEMPT_WORDS } from './accountWords'

export interface ExemptDialogProps {
  readonly opened: boolean
  readonly name: ReactNode
  readonly onConfirm: (reason: ExemptReason) => void
  readonly onCancel: () => void
}

/** Somebody who cannot have a second factor, where the clinic asks for one: who decided it and why stays visible. */
export function ExemptDialog({ opened, name, onConfirm, onCancel }: ExemptDialogProps) {
  const [reason, setReason] = useState<ExemptReason | null>(null)
  const [strict, setStrict] = useState(false)
  return (
    <ConfirmDialog
      opened={opened}
      title={<>Exempt {name} from the second factor?</>}
      consequence="They can sign in without one although the clinic asks for it. Your name and the reason stay visible here, and it can be ended at any time."
      confirmLabel="Exempt"
      onConfirm={() => {
        setStrict(true)
        if (reason !== null) onConfirm(reason)
      }}
      onCancel={onCancel}
    >
      <div className={classes.choices}>
        <Radio.Group
          label="Why"
          value={reason}
          onChange={(value) => setReason(value as ExemptReason)}
          error={strict && reason === null ? 'Choose a reason.' : null}
        >
          <div className={classes.options}>
            {EXEMPT_REASONS.map((value) => (
              <Radio key={value} value={value} label={EXEMPT_WORDS[value]} />
            ))}
          </div>
        </Radio.Group>
      </div>
    </ConfirmDialog>
  )
}
