import { IconCircleCheck, IconCircleOff, IconLock } from '@tabler/icons-react'
import { accountState } from '../../../shared/accounts/accountRules'
import type { AccountDoc } from '../../../shared/accounts/accountSchemas'
import { StatusBadge } from '../../ui/StatusBadge'
import { isUnsettled } from '../replica/outboxEntries'
import classes from './Accounts.module.css'
import { type AccountWish, QUEUED_WORDS } from './accountWishes'
import { isLockedNow } from './accountWords'

export interface AccountBadgesProps {
  readonly account: AccountDoc | null
  readonly wishes: readonly AccountWish[]
  readonly now: Date
  readonly online: boolean
}

/** The state by the server, and beside it what this console has asked for and the server has not done yet. */
export function AccountBadges({ account, wishes, now, online }: AccountBadgesProps) {
  return (
    <div className={classes.badges}>
      <StateBadge account={account} />
      {account !== null && isLockedNow(account, now) ? (
        <StatusBadge tone="warn" label="Locked after wrong passwords" icon={IconLock} />
      ) : null}
      {wishes
        .filter(({ entry }) => isUnsettled(entry))
        .map(({ entry, item }) => (
          <StatusBadge
            key={item.writeId}
            tone="progress"
            title={entry.madeAt}
            label={`${QUEUED_WORDS[item.kind]} ${waitingWords(entry, online)}`}
          />
        ))}
    </div>
  )
}

/** Nothing is said to have happened before the server has answered. */
function waitingWords({ state }: AccountWish['entry'], online: boolean): string {
  if (online) return 'is being sent'
  return state === 'sent' ? 'sent, no answer yet' : 'queued, takes effect when online'
}

function StateBadge({ account }: { readonly account: AccountDoc | null }) {
  const state = accountState(account)
  if (state === 'not_set_up' || account === null) return <StatusBadge tone="neutral" label="Not set up" />
  if (state === 'disabled') return <StatusBadge tone="neutral" label="Disabled" icon={IconCircleOff} />
  if (state === 'active') return <StatusBadge tone="info" label="Active" icon={IconCircleCheck} />
  const { consentsGiven, consentsTotal } = account
  return <StatusBadge tone="progress" label={`Registering, consent ${consentsGiven} of ${consentsTotal}`} />
}
