import { Alert, Skeleton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCloudOff } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DeviceInfo } from '../../../shared/staff/staffSchemas'
import { isOffline, problemOf } from '../../api/apiError'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorState } from '../../ui/ErrorState'
import { PageHeader } from '../../ui/PageHeader'
import { useSession, useSyncState } from '../shell/SessionContext'
import classes from './Devices.module.css'
import { DeviceTable } from './DeviceTable'
import { type Decision, decisionWords, inOrder } from './deviceWords'
import { useConsoles } from './useConsoles'

interface Asked {
  readonly decision: Decision
  readonly device: DeviceInfo
}

/** The registry of consoles (D3), for administrators, online only: an approval made from an old copy would be a guess. */
export function DevicesPage() {
  const { link } = useSyncState()
  const { data, error, refetch, isFetching, isPending } = useConsoles()
  const [asked, setAsked] = useState<Asked | null>(null)
  const offline =
    link === 'offline' ||
    link === 'signed_out' ||
    link === 'not_allowed' ||
    (error !== null && isOffline(problemOf(error)))
  const problem = error === null ? null : problemOf(error)
  return (
    <>
      <PageHeader
        title="Consoles"
        sub="Every computer that works with this clinic's records. A new one works only after an administrator has compared its words."
      />
      {offline ? (
        <Alert color="gray" icon={<IconCloudOff aria-hidden />} mb="md">
          Consoles can be approved and removed only while you are signed in with the server.
          {data ? ' This list may be out of date.' : ''}
        </Alert>
      ) : null}
      {problem !== null && !offline ? (
        <ErrorState
          title="The list could not be fetched"
          sentence={problem.sentence}
          reference={`${problem.code} ${problem.requestId}`}
          onRetry={() => void refetch()}
          retrying={isFetching}
        />
      ) : data ? (
        data.length === 0 ? (
          <EmptyState title="No consoles yet" sentence="A console appears here when somebody signs in on it." />
        ) : (
          <DeviceTable
            devices={inOrder(data)}
            frozen={offline}
            onAsk={(decision, device) => setAsked({ decision, device })}
          />
        )
      ) : isPending && !offline ? (
        <div className={classes.loading} aria-busy="true">
          <Skeleton height={36} />
          <Skeleton height={36} />
          <Skeleton height={36} />
        </div>
      ) : null}
      <Decide asked={asked} onDone={() => setAsked(null)} />
    </>
  )
}

function Decide({ asked, onDone }: { readonly asked: Asked | null; readonly onDone: () => void }) {
  const { client } = useSession()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  // The dialog fades out with the words it had.
  const [shown, setShown] = useState(asked)
  if (asked !== null && asked !== shown) setShown(asked)
  if (shown === null) return null
  const { decision, device } = shown
  const words = decisionWords(decision, device)
  const decide = async () => {
    setBusy(true)
    const input = { deviceId: device.id }
    try {
      await (decision === 'approve' ? client.devices.approve.mutate(input) : client.devices.revoke.mutate(input))
      notifications.show({
        message: decision === 'approve' ? `${device.name} is approved.` : `${device.name} is removed.`,
      })
    } catch (error) {
      notifications.show({ color: 'danger', title: 'Nothing was changed', message: problemOf(error).sentence })
    }
    setBusy(false)
    onDone()
    await queries.invalidateQueries({ queryKey: ['consoles'] })
  }
  return (
    <ConfirmDialog
      opened={asked !== null}
      danger={decision === 'remove'}
      busy={busy}
      title={words.title}
      consequence={words.consequence}
      confirmLabel={words.confirm}
      {...(decision === 'remove' ? { cancelLabel: 'Keep it' } : {})}
      onConfirm={() => void decide()}
      onCancel={onDone}
    >
      {decision === 'approve' ? (
        <p className={classes.compare} translate="no">
          {device.phrase}
        </p>
      ) : null}
    </ConfirmDialog>
  )
}
