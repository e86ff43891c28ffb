import { useState } from 'react'
import type { AccountDoc } from '../../../shared/accounts/accountSchemas'
import { defaultEmailOf, displayName } from '../../../shared/participants/participantRules'
import type { Participant } from '../../../shared/participants/participantSchemas'
import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { PersonName } from '../../ui/PersonName'
import { lifeWords } from '../invites/inviteWords'
import { useClinic } from '../participants/clinicHooks'
import { useSession, useSyncState } from '../shell/SessionContext'
import { resetAddress } from './accountWords'
import { ExemptDialog } from './ExemptDialog'
import { ResetMfaDialog } from './ResetMfaDialog'

export type Asking = 'revoke' | 'enable' | 'unlock' | 'send_reset' | 'reset_mfa' | 'exempt' | 'end_exemption'

type Wish = OutboxItem extends infer Item
  ? Item extends { kind: `account.${string}` }
    ? Omit<Item, 'writeId' | 'participantId'>
    : never
  : never

export interface AccountDialogProps {
  readonly participant: Participant
  readonly account: AccountDoc | null
  readonly asking: Asking | null
  readonly onDone: () => void
  /** Only when the action was confirmed, and not when it was called off. */
  readonly onSent?: () => void
}

interface Shown {
  readonly asking: Asking | null
  readonly open: boolean
  readonly disabledAt: string | null
}

/** Asks before each action on an account, names the person and says what it ends. Pressing only queues a command; the server does it. */
export function AccountDialog({ participant, account, asking, onDone, onSent }: AccountDialogProps) {
  const { replica } = useSession()
  const { link } = useSyncState()
  const clinic = useClinic()
  // The dialog fades out with the words it had, and confirms what was standing when it opened: access that a colleague has revoked once more
  // behind it is not given back by somebody who did not see that (decision 0004).
  const [shown, setShown] = useState<Shown>({ asking, open: asking !== null, disabledAt: account?.disabledAt ?? null })
  if (asking === null ? shown.open : !shown.open || asking !== shown.asking)
    setShown({
      asking: asking ?? shown.asking,
      open: asking !== null,
      disabledAt: asking === null ? shown.disabledAt : (account?.disabledAt ?? null),
    })
  if (account === null || shown.asking === null) return null
  const send = (wish: Wish) => {
    void replica.enqueue({ ...wish, writeId: crypto.randomUUID(), participantId: participant.id } as OutboxItem)
    onSent?.()
    onDone()
  }
  const name = <PersonName name={displayName(participant)} />
  const when = link === 'online' ? 'as soon as the server has this' : 'when this console is online again'
  const common = { opened: asking !== null, onCancel: onDone }
  switch (shown.asking) {
    case 'revoke':
      return (
        <ConfirmDialog
          {...common}
          danger
          title={<>Revoke access for {name}?</>}
          consequence={`They are signed out everywhere ${when}, and every link, code and pending invite of theirs stops working. Their record, messages and history stay. Access can be given back with Re-enable; what ended stays ended.`}
          confirmLabel="Revoke access"
          cancelLabel="Keep access"
          onConfirm={() => send({ kind: 'account.revoke' })}
        />
      )
    case 'enable':
      return (
        <ConfirmDialog
          {...common}
          title={<>Give {name} access again?</>}
          consequence={`They can sign in again with the same username ${when}. Old sessions, links and invites stay ended. No new invite is needed.`}
          confirmLabel="Re-enable"
          onConfirm={() => {
            if (shown.disabledAt !== null) send({ kind: 'account.enable', disabledAt: shown.disabledAt })
            else onDone()
          }}
        />
      )
    case 'unlock':
      return (
        <ConfirmDialog
          {...common}
          title={<>Unlock the account of {name}?</>}
          consequence="Wrong passwords locked it. Make sure that it was them who typed, and not somebody who guesses. The lock also ends by itself after 15 minutes."
          confirmLabel="Unlock"
          onConfirm={() => send({ kind: 'account.unlock' })}
        />
      )
    case 'send_reset':
      return (
        <ConfirmDialog
          {...common}
          title={<>Send {name} a link to choose a new password?</>}
          consequence={`The server emails it to ${resetAddress(account, defaultEmailOf(participant)?.value ?? null) ?? 'nobody'} ${when}. It works once, for ${lifeWords(clinic?.settings.resetHours ?? 24)}, and ends older ones. Tell them to expect it, and to look in the spam folder too. You never see the link or the password.`}
          confirmLabel="Send the link"
          onConfirm={() => send({ kind: 'account.send_reset' })}
        />
      )
    case 'end_exemption':
      return (
        <ConfirmDialog
          {...common}
          title={<>Ask {name} for a second factor again?</>}
          consequence="At the next sign-in they are led to setting it up before anything else."
          confirmLabel="End the exemption"
          onConfirm={() => send({ kind: 'account.exempt_mfa', reason: null })}
        />
      )
    case 'exempt':
      return (
        <ExemptDialog {...common} name={name} onConfirm={(reason) => send({ kind: 'account.exempt_mfa', reason })} />
      )
    case 'reset_mfa':
      return (
        <ResetMfaDialog
          {...common}
          name={name}
          required={account.mfa.required}
          onConfirm={(reason, identityCheck) => send({ kind: 'account.reset_mfa', reason, identityCheck })}
        />
      )
  }
}
