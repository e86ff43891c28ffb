import { Paper, Switch } from '@mantine/core'
import { useState } from 'react'
import { allows } from '../../../shared/access/roles'
import type { AccountDoc } from '../../../shared/accounts/accountSchemas'
import type { Participant } from '../../../shared/participants/participantSchemas'
import { useNow } from '../participants/clinicHooks'
import { useSession, useStore, useSyncState } from '../shell/SessionContext'
import { AccountActions } from './AccountActions'
import { AccountBadges } from './AccountBadges'
import { AccountDialog, type Asking } from './AccountDialog'
import { AccountFacts } from './AccountFacts'
import classes from './Accounts.module.css'
import { accountWishes, isQueued } from './accountWishes'
import { WishNotices } from './WishNotices'

export interface AccountPanelProps {
  readonly participant: Participant
  readonly account: AccountDoc | null
  /** Why no invite can be made; null when one can. */
  readonly noInvite: string | null
  readonly onInvite: () => void
}

/** S0.15, S4.14 to S4.20, S4.24: the account as staff may know it, its toggle, and what can be done about it. */
export function AccountPanel({ participant, account, noInvite, onInvite }: AccountPanelProps) {
  const session = useSession()
  const { replica } = session
  const { link } = useSyncState()
  const now = useNow(1_000)
  useStore(replica.stores.outbox)
  const [asking, setAsking] = useState<Asking | null>(null)
  const role = session.colleague()?.role
  const wishes = accountWishes(replica.stores, participant.id)
  const active = account !== null && account.disabledAt === null
  const mayToggle = role !== undefined && allows(role, active ? 'account.revoke' : 'account.enable')
  const waits = isQueued(wishes, 'account.revoke') || isQueued(wishes, 'account.enable')
  return (
    <Paper component="section" className={classes.account} aria-label="Portal account">
      <div className={classes.head}>
        <div className={classes.titleRow}>
          <h2 className={classes.title}>Portal account</h2>
          <AccountBadges account={account} wishes={wishes} now={now} online={link === 'online'} />
        </div>
        {account === null ? null : (
          <Switch
            className={classes.toggle ?? ''}
            checked={active}
            disabled={!mayToggle || waits}
            onChange={() => setAsking(active ? 'revoke' : 'enable')}
            label="Portal access"
            labelPosition="left"
            data-state={active ? 'active' : 'disabled'}
          />
        )}
      </div>
      {account === null ? (
        <p className={classes.soft}>
          Never set up: there is no username yet. They choose an email and a password when they accept an invite.
        </p>
      ) : (
        <AccountFacts account={account} now={now} />
      )}
      <WishNotices wishes={wishes} />
      <AccountActions
        participant={participant}
        account={account}
        wishes={wishes}
        noInvite={noInvite}
        onInvite={onInvite}
        onAsk={setAsking}
        now={now}
      />
      <AccountDialog participant={participant} account={account} asking={asking} onDone={() => setAsking(null)} />
    </Paper>
  )
}
