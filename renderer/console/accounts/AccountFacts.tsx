import type { ReactNode } from 'react'
import type { AccountDoc } from '../../../shared/accounts/accountSchemas'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { StatusBadge } from '../../ui/StatusBadge'
import { useDateFormat } from '../participants/clinicHooks'
import classes from './Accounts.module.css'
import { EXEMPT_WORDS, isLockedNow, mfaWords, recoveryWords } from './accountWords'

/** Username (S4.14, S4.28), times, second factor, and the last reset link that was sent. */
export function AccountFacts({ account, now }: { readonly account: AccountDoc; readonly now: Date }) {
  const format = useDateFormat()
  const at = (time: string | null) => (time === null ? 'Not yet' : formatDate(time, 'dateTime', format))
  const { tone, label } = mfaWords(account.mfa)
  const recovery = recoveryWords(account.mfa)
  return (
    <dl className={classes.facts}>
      <Fact label="Username">
        <bdi>{account.email}</bdi>
        {account.emailVerified ? null : <span className={classes.note}>not confirmed by them yet</span>}
      </Fact>
      <Fact label="Display name">
        <PersonName name={account.displayName} />
      </Fact>
      {account.holder === 'caregiver' ? <Fact label="Used by">A caregiver</Fact> : null}
      <Fact label="Set up">{at(account.createdAt)}</Fact>
      <Fact label="Last sign-in">{at(account.lastSignInAt)}</Fact>
      <Fact label="Second factor (MFA)">
        <StatusBadge tone={tone} label={label} />
        {recovery ? <span className={classes.note}>{recovery}</span> : null}
        {account.mfa.exemptByName ? (
          <span className={classes.note}>
            by <PersonName name={account.mfa.exemptByName} />
            {account.mfa.exemptReason ? `: ${EXEMPT_WORDS[account.mfa.exemptReason].toLowerCase()}` : ''}
          </span>
        ) : null}
      </Fact>
      {account.lockedUntil !== null && isLockedNow(account, now) ? (
        <Fact label="Locked until">{formatDate(account.lockedUntil, 'time', format)}</Fact>
      ) : null}
      {account.disabledAt ? (
        <Fact label={account.disabledByName ? 'Revoked' : 'Disabled after long inactivity'}>
          {at(account.disabledAt)}
          {account.disabledByName ? (
            <span className={classes.note}>
              by <PersonName name={account.disabledByName} />
            </span>
          ) : null}
        </Fact>
      ) : null}
      {account.resetSentAt ? <ResetFact account={account} now={now} at={at} /> : null}
    </dl>
  )
}

function ResetFact({
  account: { resetSentAt, resetExpiresAt, resetFailedAt },
  now,
  at,
}: {
  readonly account: AccountDoc
  readonly now: Date
  readonly at: (time: string | null) => string
}) {
  const over = resetExpiresAt !== null && Date.parse(resetExpiresAt) <= now.getTime()
  return (
    <Fact label="Reset link sent">
      {at(resetSentAt)}
      {resetFailedAt ? (
        <StatusBadge tone="danger" label="Email could not be delivered" />
      ) : (
        <span className={classes.note}>{over ? 'expired or used' : `works until ${at(resetExpiresAt)}`}</span>
      )}
    </Fact>
  )
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
