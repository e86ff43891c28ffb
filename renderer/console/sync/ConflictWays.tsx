import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { allows } from '../../../shared/access/roles'
import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { AccountDialog, type Asking } from '../accounts/AccountDialog'
import { DecisionsCompared } from '../corrections/DecisionsCompared'
import { useDateFormat } from '../participants/clinicHooks'
import { participantOf } from '../replica/outboxEntries'
import type { OutboxEntry } from '../replica/replicaDatabase'
import { useSession, useStore } from '../shell/SessionContext'
import { NewInviteWay } from './NewInviteWay'
import classes from './Sync.module.css'

export interface ConflictWaysProps {
  readonly entry: OutboxEntry
  /** Shown on Manage Portal itself, which needs no link there. */
  readonly onPortal?: boolean
}

/** The ways on from a command that was overtaken. Taking one ends the entry; dismissing it does too. */
export function ConflictWays({ entry, onPortal = false }: ConflictWaysProps) {
  const { item } = entry
  if (entry.state !== 'conflict') return null
  switch (item.kind) {
    case 'invite.create':
      return (
        <>
          <NewInviteWay item={item} />
          {onPortal ? null : <LookAt href={`/participants/${item.participantId}/portal`} label="Open Manage Portal" />}
        </>
      )
    case 'invite.revoke':
      return <AccountWay item={item} asking="revoke" label="Revoke access" onPortal={onPortal} />
    case 'account.enable':
      return <AccountWay item={item} asking="enable" label="Give access back" onPortal={onPortal} />
    case 'correction.decide':
      return <CorrectionWay item={item} />
    case 'correction.accept':
    case 'correction.deny':
      return <LookAt href={`/corrections/${item.correctionId}`} label="Look at the request" />
    case 'conflict.resolve':
      return <LookAt href={conflictHref(entry, item.participantId)} label="Look at the conflict" />
    default:
      return null
  }
}

/** One that somebody else decided is history, and not among the open ones. */
function conflictHref({ reason }: OutboxEntry, participantId: string): string {
  return `/conflicts?participant=${participantId}${reason === 'conflict_over' ? '&part=decided' : ''}`
}

function LookAt({ href, label }: { readonly href: string; readonly label: string }) {
  return (
    <Button component={Link} href={href} variant="default" size="compact-xs">
      {label}
    </Button>
  )
}

interface AccountWayProps {
  readonly item: Extract<OutboxItem, { kind: 'invite.revoke' | 'account.enable' }>
  readonly asking: Extract<Asking, 'revoke' | 'enable'>
  readonly label: string
  readonly onPortal: boolean
}

/** One press and one question: the same command, with the same words, as on Manage Portal. */
function AccountWay({ item, asking, label, onPortal }: AccountWayProps) {
  const session = useSession()
  const { stores, dismiss } = session.replica
  const format = useDateFormat()
  const [open, setOpen] = useState(false)
  const participantId = participantOf(item, useStore(stores.invites), stores.outbox.all()) ?? ''
  const account = useStore(stores.accounts).get(participantId) ?? null
  const participant = session.directory.get(participantId)?.participant
  const role = session.colleague()?.role
  if (!participant || account === null) return null
  const isDisabled = account.disabledAt !== null
  const may = role !== undefined && allows(role, `account.${asking}`)
  return (
    <>
      <p className={classes.stands}>
        {isDisabled ? (
          <>
            Revoked {formatDate(account.disabledAt ?? '', 'dateTime', format)} by{' '}
            <PersonName name={account.disabledByName ?? ''} />
          </>
        ) : (
          'The account is active.'
        )}
      </p>
      {may && isDisabled === (asking === 'enable') ? (
        <Button
          variant="default"
          size="compact-xs"
          {...(asking === 'revoke' ? { color: 'danger', variant: 'outline' } : {})}
          onClick={() => setOpen(true)}
        >
          {label}
        </Button>
      ) : null}
      {onPortal ? null : <LookAt href={`/participants/${participantId}/portal`} label="Open Manage Portal" />}
      <AccountDialog
        participant={participant}
        account={account}
        asking={open ? asking : null}
        onDone={() => setOpen(false)}
        onSent={() => void dismiss(item.writeId)}
      />
    </>
  )
}

/** Both decisions side by side: mine, which was not done, and the one that stands. */
function CorrectionWay({ item }: { readonly item: Extract<OutboxItem, { kind: 'correction.decide' }> }) {
  const { replica } = useSession()
  const correction = useStore(replica.stores.corrections).get(item.correctionId)
  return (
    <>
      {correction && correction.decidedAt !== null ? (
        <div className={classes.compared}>
          <DecisionsCompared correction={correction} mine={item} />
        </div>
      ) : null}
      <LookAt href={`/corrections/${item.correctionId}`} label="Look at the request" />
    </>
  )
}
