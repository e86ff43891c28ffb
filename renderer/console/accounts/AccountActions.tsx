import { Button } from '@mantine/core'
import {
  IconKey,
  IconLockOpen,
  IconMailPlus,
  IconShieldCheck,
  IconShieldOff,
  IconShieldX,
  IconStethoscope,
} from '@tabler/icons-react'
import { Link } from 'wouter'
import { type Action, allows } from '../../../shared/access/roles'
import type { AccountDoc } from '../../../shared/accounts/accountSchemas'
import { defaultEmailOf } from '../../../shared/participants/participantRules'
import type { Participant } from '../../../shared/participants/participantSchemas'
import { clockWords, pauseLeft } from '../invites/inviteWords'
import { useClinic } from '../participants/clinicHooks'
import { useSession } from '../shell/SessionContext'
import type { Asking } from './AccountDialog'
import classes from './Accounts.module.css'
import { type AccountKind, type AccountWish, isQueued } from './accountWishes'
import { isLockedNow, resetAddress } from './accountWords'

export interface AccountActionsProps {
  readonly participant: Participant
  readonly account: AccountDoc | null
  readonly wishes: readonly AccountWish[]
  readonly noInvite: string | null
  readonly onInvite: () => void
  readonly onAsk: (asking: Asking) => void
  readonly now: Date
}

/** What can be done about an account. The first button is one slot with two meanings: invite, or reset the password (S4.24). */
export function AccountActions(props: AccountActionsProps) {
  const { participant, account, wishes, noInvite, onInvite, onAsk, now } = props
  const role = useSession().colleague()?.role
  const may = (action: Action) => role !== undefined && allows(role, action)
  const free = (kind: AccountKind) => !isQueued(wishes, kind)
  const { mfa } = account ?? {}
  return (
    <div className={classes.actions}>
      {account === null ? (
        noInvite === null ? (
          <Button leftSection={<IconMailPlus size={16} aria-hidden />} onClick={onInvite}>
            Create Invite
          </Button>
        ) : null
      ) : (
        <ResetPassword participant={participant} account={account} wishes={wishes} now={now} onAsk={onAsk} />
      )}
      {account && isLockedNow(account, now) && may('account.unlock') && free('account.unlock') ? (
        <Button variant="default" leftSection={<IconLockOpen size={16} aria-hidden />} onClick={() => onAsk('unlock')}>
          Unlock
        </Button>
      ) : null}
      {mfa && (mfa.factors > 0 || mfa.state === 'pending') && may('account.reset_mfa') && free('account.reset_mfa') ? (
        <Button
          variant="default"
          leftSection={<IconShieldX size={16} aria-hidden />}
          onClick={() => onAsk('reset_mfa')}
        >
          Reset MFA
        </Button>
      ) : null}
      {mfa && may('account.exempt_mfa') && free('account.exempt_mfa') ? (
        mfa.exemptByName !== null ? (
          <Button
            variant="subtle"
            leftSection={<IconShieldCheck size={16} aria-hidden />}
            onClick={() => onAsk('end_exemption')}
          >
            End the MFA exemption
          </Button>
        ) : mfa.required && mfa.factors === 0 ? (
          <Button
            variant="subtle"
            leftSection={<IconShieldOff size={16} aria-hidden />}
            onClick={() => onAsk('exempt')}
          >
            Exempt from MFA
          </Button>
        ) : null
      ) : null}
      {may('sign_in.diagnose') ? (
        <Button
          component={Link}
          href={`/participants/${participant.id}/sign-ins`}
          variant="subtle"
          leftSection={<IconStethoscope size={16} aria-hidden />}
        >
          Why can’t they sign in?
        </Button>
      ) : null}
    </div>
  )
}

type ResetProps = Pick<AccountActionsProps, 'participant' | 'wishes' | 'now' | 'onAsk'> & {
  readonly account: AccountDoc
}

function ResetPassword({ participant, account, wishes, now, onAsk }: ResetProps) {
  const clinic = useClinic()
  const to = resetAddress(account, defaultEmailOf(participant)?.value ?? null)
  const wait = pauseLeft(account.resetSentAt, clinic?.settings.resendCooldownMinutes ?? 0, now)
  const obstacle = (): string | null => {
    if (account.disabledAt !== null) return 'Access is revoked. Re-enable it first; then a reset can be sent.'
    if (to === null) return 'There is no email address in the file. Add one, and mark it with the star.'
    if (isQueued(wishes, 'account.send_reset')) return null
    return wait > 0 ? `Sent a moment ago; can be sent again in ${clockWords(wait)}.` : null
  }
  const why = obstacle()
  return (
    <>
      <Button
        leftSection={<IconKey size={16} aria-hidden />}
        disabled={why !== null || isQueued(wishes, 'account.send_reset')}
        onClick={() => onAsk('send_reset')}
      >
        Reset Password
      </Button>
      {why ? <p className={classes.why}>{why}</p> : null}
    </>
  )
}
