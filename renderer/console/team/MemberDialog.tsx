import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { TeamMember } from '../../../shared/team/teamSchemas'
import { problemOf } from '../../api/apiError'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { PersonName } from '../../ui/PersonName'
import { changeFailure } from '../shell/changeFailure'
import { useSession } from '../shell/SessionContext'
import { CaseloadDialog } from './CaseloadDialog'
import { ChangeMemberDialog } from './ChangeMemberDialog'
import { NewPasswordDialog } from './NewPasswordDialog'
import { StaffMfaDialog } from './StaffMfaDialog'

export type MemberAsking = 'change' | 'caseload' | 'suspend' | 'reinstate' | 'reset_mfa' | 'reset_password'

export interface MemberDialogProps {
  readonly asking: MemberAsking
  readonly member: TeamMember
  readonly onClose: () => void
}

/** Each change of a colleague asks first and says what it ends; the server does it at once or says why not. */
export function MemberDialog({ asking, member, onClose }: MemberDialogProps) {
  const { client } = useSession()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const staffId = member.id
  const run = async (work: () => Promise<unknown>, done: string) => {
    setBusy(true)
    try {
      await work()
      notifications.show({ message: done })
      onClose()
    } catch (error) {
      notifications.show({ color: 'danger', ...changeFailure(problemOf(error)) })
    }
    setBusy(false)
    await queries.invalidateQueries({ queryKey: ['team'] })
  }
  const name = <PersonName name={member.displayName} />
  const common = { member, busy, onClose }
  switch (asking) {
    case 'change':
      return (
        <ChangeMemberDialog
          {...common}
          onSave={(change) => void run(() => client.team.change.mutate({ staffId, ...change }), 'Saved.')}
        />
      )
    case 'caseload':
      return (
        <CaseloadDialog
          {...common}
          onSave={(caseload) => void run(() => client.team.setCaseload.mutate({ staffId, caseload }), 'Saved.')}
        />
      )
    case 'reset_mfa':
      return (
        <StaffMfaDialog
          {...common}
          onConfirm={(reason, identityCheck) =>
            void run(
              () => client.team.resetMfa.mutate({ staffId, reason, identityCheck }),
              'The second factor was reset.',
            )
          }
        />
      )
    case 'reset_password':
      return <NewPasswordDialog member={member} onClose={onClose} />
    case 'suspend':
      return (
        <ConfirmDialog
          opened
          danger
          busy={busy}
          title={<>Suspend {name}?</>}
          consequence="They are signed out on every console at once and cannot sign in. What their console holds is locked until they are let back in. What they did stays in the record. This can be undone."
          confirmLabel="Suspend"
          cancelLabel="Keep them"
          onConfirm={() => void run(() => client.team.suspend.mutate({ staffId }), 'Suspended.')}
          onCancel={onClose}
        />
      )
    case 'reinstate':
      return (
        <ConfirmDialog
          opened
          busy={busy}
          title={<>Let {name} back in?</>}
          consequence="They can sign in again with their password and second factor. Old sessions stay ended."
          confirmLabel="Let back in"
          onConfirm={() => void run(() => client.team.reinstate.mutate({ staffId }), 'They can sign in again.')}
          onCancel={onClose}
        />
      )
  }
}
