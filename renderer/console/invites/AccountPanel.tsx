import { Paper } from '@mantine/core'
import { IconCircleCheck, IconCircleOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { accountState } from '../../../shared/accounts/accountRules'
import type { AccountDoc } from '../../../shared/accounts/accountSchemas'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { StatusBadge } from '../../ui/StatusBadge'
import { useDateFormat } from '../participants/clinicHooks'
import classes from './Invites.module.css'

/** S0.15, S4.14 to S4.18: not set up, registering, active (blue) or disabled (grey), always in words. */
export function AccountPanel({ account }: { readonly account: AccountDoc | null }) {
  const format = useDateFormat()
  const at = (time: string | null) => (time === null ? 'Not yet' : formatDate(time, 'dateTime', format))
  return (
    <Paper component="section" className={classes.account} aria-label="Portal account">
      <div className={classes.listHead}>
        <h2 className={classes.title}>Portal account</h2>
        <AccountBadge account={account} />
      </div>
      {account === null ? (
        <p className={classes.soft}>
          The participant has no account. They choose an email and a password when they accept an invite.
        </p>
      ) : (
        <dl className={classes.facts2}>
          <Fact label="Username" value={<bdi>{account.email}</bdi>} />
          <Fact label="Display name" value={<PersonName name={account.displayName} />} />
          <Fact label="Set up" value={at(account.createdAt)} />
          <Fact label="Last sign-in" value={at(account.lastSignInAt)} />
          {account.disabledAt ? <Fact label="Disabled" value={at(account.disabledAt)} /> : null}
        </dl>
      )}
    </Paper>
  )
}

function AccountBadge({ account }: { readonly account: AccountDoc | null }) {
  const state = accountState(account)
  if (state === 'not_set_up' || account === null) return <StatusBadge tone="neutral" label="Not set up" />
  if (state === 'disabled') return <StatusBadge tone="neutral" label="Disabled" icon={IconCircleOff} />
  if (state === 'active') return <StatusBadge tone="info" label="Active" icon={IconCircleCheck} />
  const { consentsGiven, consentsTotal } = account
  return <StatusBadge tone="progress" label={`Registering, consent ${consentsGiven} of ${consentsTotal}`} />
}

function Fact({ label, value }: { readonly label: string; readonly value: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}
