import { Alert, Skeleton } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { useState } from 'react'
import { isOffline, problemOf } from '../../api/apiError'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorState } from '../../ui/ErrorState'
import { PageHeader } from '../../ui/PageHeader'
import { HelpLink } from '../help/HelpLink'
import { useSyncState } from '../shell/SessionContext'
import { type Asked, DecideDialog } from './DecideDialog'
import classes from './Devices.module.css'
import { DeviceTable } from './DeviceTable'
import { inOrder } from './deviceWords'
import { useConsoles } from './useConsoles'

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
        sub={
          <>
            Every computer that works with this clinic's records. A new one works only after an administrator has
            compared its words. <HelpLink slug="consoles">How this works</HelpLink>
          </>
        }
      />
      {offline ? (
        <Alert color="gray" icon={<IconCloudOff aria-hidden />} mb="md">
          Consoles can be approved, suspended and wiped only while you are signed in with the server.
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
      <DecideDialog asked={asked} onDone={() => setAsked(null)} />
    </>
  )
}
