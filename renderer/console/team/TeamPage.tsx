import { Alert, Button, Skeleton } from '@mantine/core'
import { IconCloudOff, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { TeamMember } from '../../../shared/team/teamSchemas'
import { isOffline, problemOf } from '../../api/apiError'
import { ErrorState } from '../../ui/ErrorState'
import { PageHeader } from '../../ui/PageHeader'
import { useSyncState } from '../shell/SessionContext'
import { type MemberAsking, MemberDialog } from './MemberDialog'
import { MemberForm } from './MemberForm'
import { RoleTable } from './RoleTable'
import classes from './Team.module.css'
import { TeamTable } from './TeamTable'
import { useTeam } from './useTeam'

export interface AskedMember {
  readonly asking: MemberAsking
  readonly member: TeamMember
}

/** Staff and roles, for administrators, online only: a role changed from an old copy would be a guess. */
export function TeamPage() {
  const { link } = useSyncState()
  const { data, error, refetch, isFetching } = useTeam()
  const [adding, setAdding] = useState(false)
  const [asked, setAsked] = useState<AskedMember | null>(null)
  const problem = error === null ? null : problemOf(error)
  const offline = link === 'offline' || link === 'signed_out' || (problem !== null && isOffline(problem))
  return (
    <div className={classes.page}>
      <PageHeader
        title="Staff and roles"
        sub="Who works with this clinic's records, what they may do, and whom they see."
        actions={
          <Button
            leftSection={<IconUserPlus size={16} aria-hidden />}
            disabled={offline || !data}
            onClick={() => setAdding(true)}
          >
            Add colleague
          </Button>
        }
      />
      {offline ? (
        <Alert color="gray" icon={<IconCloudOff aria-hidden />}>
          Colleagues can be added and changed only while you are signed in with the server.
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
        <TeamTable members={data} frozen={offline} onAsk={(asking, member) => setAsked({ asking, member })} />
      ) : offline ? null : (
        <div className={classes.loading} aria-busy="true">
          <Skeleton height={36} />
          <Skeleton height={36} />
          <Skeleton height={36} />
        </div>
      )}
      <RoleTable />
      {adding ? <MemberForm onClose={() => setAdding(false)} /> : null}
      {asked ? <MemberDialog asking={asked.asking} member={asked.member} onClose={() => setAsked(null)} /> : null}
    </div>
  )
}
