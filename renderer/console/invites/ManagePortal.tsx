import { Paper } from '@mantine/core'
import { IconMailOff } from '@tabler/icons-react'
import { useState } from 'react'
import { allows } from '../../../shared/access/roles'
import type { InviteDoc } from '../../../shared/invites/inviteSchemas'
import { displayName } from '../../../shared/participants/participantRules'
import type { Participant } from '../../../shared/participants/participantSchemas'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { EmptyState } from '../../ui/EmptyState'
import { PersonName } from '../../ui/PersonName'
import { AccountPanel } from '../accounts/AccountPanel'
import { CorrectionsPanel } from '../corrections/CorrectionsPanel'
import { useNow } from '../participants/clinicHooks'
import { useSession, useStore, useSyncState } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { InviteEntry } from './InviteEntry'
import classes from './Invites.module.css'
import { inviteLines } from './inviteViews'

export interface ManagePortalProps {
  readonly participant: Participant
  /** Why no invite can be made; null when one can. */
  readonly noInvite: string | null
  readonly onInvite: (previous: InviteDoc | null, how?: 'link' | 'letter') => void
}

/** S0.14 to S0.16, S4.15: the account as staff may know it, and every invite there has been. */
export function ManagePortal({ participant, noInvite, onInvite }: ManagePortalProps) {
  const session = useSession()
  const say = useSay()
  const { replica } = session
  const { link } = useSyncState()
  const now = useNow(1_000)
  const [revoking, setRevoking] = useState<string | null>(null)
  const account = useStore(replica.stores.accounts).get(participant.id) ?? null
  useStore(replica.stores.invites)
  useStore(replica.stores.outbox)
  const lines = inviteLines(replica.stores, participant.id, now)
  const role = session.colleague()?.role
  const revoke = async () => {
    const inviteId = revoking
    setRevoking(null)
    if (inviteId) await replica.enqueue({ kind: 'invite.revoke', writeId: crypto.randomUUID(), inviteId })
  }
  return (
    <div className={classes.manage}>
      <AccountPanel participant={participant} account={account} noInvite={noInvite} onInvite={() => onInvite(null)} />
      <CorrectionsPanel participant={participant} />
      <section aria-label="Invites">
        <div className={classes.listHead}>
          <h2 className={classes.title}>Invites</h2>
          {noInvite ? (
            <span className={classes.soft}>{account ? 'No invite is needed: the account exists.' : noInvite}</span>
          ) : null}
        </div>
        {lines.length === 0 ? (
          <Paper>
            <EmptyState
              icon={IconMailOff}
              title="No invites"
              sentence={noInvite ?? say('Create one to give this participant a way into the portal.')}
            />
          </Paper>
        ) : (
          <ul className={classes.list}>
            {lines.map((line, at) => (
              <InviteEntry
                key={line.id}
                line={line}
                now={now}
                newest={at === 0}
                mayResend={account === null && role !== undefined && allows(role, 'invite.resend')}
                mayRevoke={role !== undefined && allows(role, 'invite.revoke')}
                onResend={onInvite}
                onRevoke={() => setRevoking(line.id)}
              />
            ))}
          </ul>
        )}
      </section>
      <ConfirmDialog
        opened={revoking !== null}
        danger
        title={
          <>
            Revoke the invite of <PersonName name={displayName(participant)} />?
          </>
        }
        consequence={`Its link and code stop working ${link === 'online' ? 'as soon as the server has this' : 'when this console is online again'}. This cannot be undone, but a new invite can be created at any time.`}
        confirmLabel="Revoke invite"
        cancelLabel="Keep invite"
        onConfirm={() => void revoke()}
        onCancel={() => setRevoking(null)}
      />
    </div>
  )
}
