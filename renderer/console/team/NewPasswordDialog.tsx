import { Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { TeamMember } from '../../../shared/team/teamSchemas'
import { problemOf } from '../../api/apiError'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { PersonName } from '../../ui/PersonName'
import { changeFailure } from '../shell/changeFailure'
import { useSession } from '../shell/SessionContext'
import { FirstPassword } from './FirstPassword'

export function NewPasswordDialog({ member, onClose }: { readonly member: TeamMember; readonly onClose: () => void }) {
  const { client } = useSession()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [password, setPassword] = useState<string | null>(null)
  const give = async () => {
    setBusy(true)
    try {
      setPassword((await client.team.resetPassword.mutate({ staffId: member.id })).password)
    } catch (error) {
      notifications.show({ color: 'danger', ...changeFailure(problemOf(error)) })
      onClose()
    }
    setBusy(false)
    await queries.invalidateQueries({ queryKey: ['team'] })
  }
  if (password !== null)
    return (
      <Modal opened onClose={onClose} title="First password" closeOnClickOutside={false}>
        <FirstPassword name={member.displayName} email={member.email} password={password} onClose={onClose} />
      </Modal>
    )
  return (
    <ConfirmDialog
      opened
      busy={busy}
      title={
        <>
          Give <PersonName name={member.displayName} /> a new first password?
        </>
      }
      consequence="Their old password stops working and they are signed out everywhere. Their second factor stays. Make sure that it is them who asks."
      confirmLabel="New password"
      onConfirm={() => void give()}
      onCancel={onClose}
    />
  )
}
