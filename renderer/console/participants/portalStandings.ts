import { accountState } from '../../../shared/accounts/accountRules'
import type { AccountDoc } from '../../../shared/accounts/accountSchemas'
import { inviteState } from '../../../shared/invites/inviteRules'
import type { InviteDoc, InviteState } from '../../../shared/invites/inviteSchemas'
import type { Tone } from '../../ui/tokens'
import { isUnsettled } from '../replica/outboxEntries'
import type { Replica } from '../replica/replica'

/** Where a participant stands with the portal, in one badge. */
export interface Standing {
  readonly tone: Tone
  readonly label: string
}

const NOT_SET_UP: Standing = { tone: 'neutral', label: 'Not set up' }
const QUEUED: Standing = { tone: 'progress', label: 'Invite queued' }

const BY_INVITE: Readonly<Record<InviteState, Standing>> = {
  draft_offline: QUEUED,
  pending: { tone: 'progress', label: 'Invited' },
  opened: { tone: 'progress', label: 'Invite opened' },
  accepted: { tone: 'progress', label: 'Accepted' },
  expired: { tone: 'warn', label: 'Invite expired' },
  revoked: { tone: 'neutral', label: 'Invite revoked' },
  superseded: NOT_SET_UP,
  locked: { tone: 'danger', label: 'Invite locked' },
  send_failed: { tone: 'danger', label: 'Email failed' },
}

/** S4.15: an account says more than any invite. */
export function accountStanding(account: AccountDoc): Standing {
  const state = accountState(account)
  if (state === 'disabled') return { tone: 'neutral', label: 'Disabled' }
  if (state === 'registering') return { tone: 'progress', label: 'Registering' }
  return { tone: 'info', label: 'Active' }
}

/** One pass over invites and outbox for the whole list: asking per row would be a pass each. */
export function portalStandings(
  { accounts, invites, outbox }: Pick<Replica['stores'], 'accounts' | 'invites' | 'outbox'>,
  now: Date,
): (participantId: string) => Standing {
  const newest = new Map<string, InviteDoc>()
  for (const [, invite] of invites.all()) {
    const other = newest.get(invite.participantId)
    if (!other || other.createdAt < invite.createdAt) newest.set(invite.participantId, invite)
  }
  const queued = new Set<string>()
  for (const [, entry] of outbox.all()) {
    if (!isUnsettled(entry)) continue
    const { item } = entry
    if (item.kind === 'invite.create') queued.add(item.participantId)
    const previous = item.kind === 'invite.resend' ? invites.get(item.previousId) : undefined
    if (previous) queued.add(previous.participantId)
  }
  return (participantId) => {
    const account = accounts.get(participantId)
    if (account) return accountStanding(account)
    if (queued.has(participantId)) return QUEUED
    const invite = newest.get(participantId)
    return invite ? BY_INVITE[inviteState(invite, now)] : NOT_SET_UP
  }
}
