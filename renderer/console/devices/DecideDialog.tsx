import { NativeSelect } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DeviceDecision } from '../../../shared/devices/deviceRules'
import type { DeviceInfo, DeviceReason } from '../../../shared/devices/deviceSchemas'
import { problemOf } from '../../api/apiError'
import type { StaffClient } from '../../api/staffClient'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { changeFailure } from '../shell/changeFailure'
import { useSession } from '../shell/SessionContext'
import classes from './Devices.module.css'
import { decisionWords, REASON_CHOICES } from './deviceWords'

export interface Asked {
  readonly decision: DeviceDecision
  readonly device: DeviceInfo
}

/** Says what a decision means before it is made; suspending and wiping ask why. */
export function DecideDialog({ asked, onDone }: { readonly asked: Asked | null; readonly onDone: () => void }) {
  const { client } = useSession()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [reason, setReason] = useState<DeviceReason | ''>('')
  const [missing, setMissing] = useState(false)
  // The dialog fades out with the words it had.
  const [shown, setShown] = useState(asked)
  if (asked !== null && asked !== shown) {
    setShown(asked)
    setReason('')
    setMissing(false)
  }
  if (shown === null) return null
  const { decision, device } = shown
  const words = decisionWords(decision, device)
  const decide = async () => {
    if (words.asksReason && reason === '') return setMissing(true)
    setBusy(true)
    try {
      await send(client, shown, reason === '' ? 'other' : reason)
      notifications.show({ message: words.done })
    } catch (error) {
      notifications.show({ color: 'danger', ...changeFailure(problemOf(error)) })
    }
    setBusy(false)
    onDone()
    await queries.invalidateQueries({ queryKey: ['consoles'] })
  }
  return (
    <ConfirmDialog
      opened={asked !== null}
      danger={words.danger}
      busy={busy}
      title={words.title}
      consequence={words.consequence}
      confirmLabel={words.confirm}
      {...(words.cancel ? { cancelLabel: words.cancel } : {})}
      onConfirm={() => void decide()}
      onCancel={onDone}
    >
      {decision === 'approve' ? (
        <p className={classes.compare} translate="no">
          {device.phrase}
        </p>
      ) : null}
      {words.asksReason ? (
        <NativeSelect
          label="Why"
          mt="md"
          value={reason}
          error={missing && reason === '' ? 'Choose a reason. It stands in the audit log.' : null}
          onChange={(event) => setReason(event.currentTarget.value as DeviceReason | '')}
          data={[{ value: '', label: 'Choose a reason' }, ...REASON_CHOICES]}
        />
      ) : null}
    </ConfirmDialog>
  )
}

async function send({ devices }: StaffClient, { decision, device }: Asked, reason: DeviceReason): Promise<void> {
  const input = { deviceId: device.id }
  if (decision === 'approve') await devices.approve.mutate(input)
  else if (decision === 'resume') await devices.resume.mutate(input)
  else if (decision === 'suspend') await devices.suspend.mutate({ ...input, reason })
  else await devices.wipe.mutate({ ...input, reason })
}
