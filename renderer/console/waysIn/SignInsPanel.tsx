import { Alert, Skeleton } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { useState } from 'react'
import type { Participant } from '../../../shared/participants/participantSchemas'
import { isOffline, problemOf } from '../../api/apiError'
import { ErrorState } from '../../ui/ErrorState'
import { AccountDialog, type Asking } from '../accounts/AccountDialog'
import { useSession, useStore, useSyncState } from '../shell/SessionContext'
import { AttemptList } from './AttemptList'
import { ContactCheckForm } from './ContactCheckForm'
import { useDiagnosis } from './useDiagnosis'
import { Verdict } from './Verdict'
import classes from './WaysIn.module.css'

/** product.md item 9: the last tries with their true reason, what stands in the way now, and the remedy at one press. */
export function SignInsPanel({ participant }: { readonly participant: Participant }) {
  const { replica } = useSession()
  const { link } = useSyncState()
  const account = useStore(replica.stores.accounts).get(participant.id) ?? null
  const { data, error, refetch, isFetching } = useDiagnosis(participant.id)
  const [asking, setAsking] = useState<Asking | null>(null)
  const problem = error === null ? null : problemOf(error)
  const offline = link === 'offline' || link === 'signed_out' || (problem !== null && isOffline(problem))
  return (
    <div className={classes.page}>
      {offline ? (
        <Alert color="gray" icon={<IconCloudOff aria-hidden />}>
          Why somebody cannot sign in is known to the server alone. Come back when this console is online.
          {data ? ' What stands here may be out of date.' : ''}
        </Alert>
      ) : null}
      {problem !== null && !offline ? (
        <ErrorState
          title="This could not be looked up"
          sentence={problem.sentence}
          reference={`${problem.code} ${problem.requestId}`}
          onRetry={() => void refetch()}
          retrying={isFetching}
        />
      ) : data ? (
        <>
          <Verdict participantId={participant.id} diagnosis={data} onAsk={setAsking} />
          <AttemptList attempts={data.attempts} />
        </>
      ) : offline ? null : (
        <div className={classes.loading} aria-busy="true">
          <Skeleton height={72} />
          <Skeleton height={36} />
          <Skeleton height={36} />
        </div>
      )}
      <ContactCheckForm participantId={participant.id} frozen={offline} />
      <AccountDialog participant={participant} account={account} asking={asking} onDone={() => setAsking(null)} />
    </div>
  )
}
