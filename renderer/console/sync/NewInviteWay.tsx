import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { allows } from '../../../shared/access/roles'
import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { InviteDialog } from '../invites/InviteDialog'
import { newestRevoked } from '../invites/inviteViews'
import { useDateFormat } from '../participants/clinicHooks'
import { useDirectory, useSession, useStore } from '../shell/SessionContext'
import classes from './Sync.module.css'

export interface NewInviteWayProps {
  readonly item: Extract<OutboxItem, { kind: 'invite.create' }>
}

/**
 * Who revoked what since, and one press for another invite, made from what is known now. The overtaken entry ends only when the dialog closes: it shows a
 * link that nobody can show again.
 */
export function NewInviteWay({ item }: NewInviteWayProps) {
  const { replica, colleague } = useSession()
  const { directory } = useDirectory()
  const format = useDateFormat()
  const [open, setOpen] = useState(false)
  const made = useRef(false)
  const account = useStore(replica.stores.accounts).get(item.participantId)
  const revoked = newestRevoked(useStore(replica.stores.invites), item.participantId)
  const view = directory.get(item.participantId)
  const role = colleague()?.role
  if (!view) return null
  const close = () => {
    setOpen(false)
    if (made.current) void replica.dismiss(item.writeId)
  }
  return (
    <>
      {revoked ? (
        <p className={classes.stands}>
          Revoked {formatDate(revoked.revokedAt ?? '', 'dateTime', format)} by{' '}
          <PersonName name={revoked.revokedByName ?? ''} />
        </p>
      ) : null}
      {account === undefined && role !== undefined && allows(role, 'invite.create') ? (
        <Button variant="default" size="compact-xs" onClick={() => setOpen(true)}>
          Make a new invite
        </Button>
      ) : null}
      {open ? (
        <InviteDialog
          view={view}
          previous={null}
          onMade={() => {
            made.current = true
          }}
          onClose={close}
        />
      ) : null}
    </>
  )
}
