import { inviteState, isLiving } from '../../../shared/invites/inviteRules'
import type { InviteDoc, InviteState } from '../../../shared/invites/inviteSchemas'
import { defaultEmailOf, fullName } from '../../../shared/participants/participantRules'
import type { ParticipantDirectory } from '../participants/participantDirectory'
import { isUnsettled } from '../replica/outboxEntries'
import type { Replica } from '../replica/replica'
import { canResend, pauseLeft } from './inviteWords'

const DAY_MS = 86_400_000

/** One invite of the overview. `obstacle`: why it cannot be sent again from here; null when it can. */
export interface OverviewRow {
  readonly id: string
  readonly participantId: string
  readonly name: string
  readonly doc: InviteDoc
  readonly state: Exclude<InviteState, 'draft_offline'>
  readonly expiresSoon: boolean
  readonly email: string | null
  readonly obstacle: string | null
}

export const FILTERS = [
  'all',
  'pending',
  'opened',
  'expires_soon',
  'expired',
  'send_failed',
  'locked',
  'accepted',
  'revoked',
  'superseded',
] as const
export type OverviewFilter = (typeof FILTERS)[number]

type Stores = Pick<Replica['stores'], 'invites' | 'accounts' | 'outbox'>

/** Every invite of this person's scope, newest first. */
export function overviewRows(
  stores: Stores,
  directory: Pick<ParticipantDirectory, 'get'>,
  cooldownMinutes: number,
  now: Date,
): OverviewRow[] {
  const docs = [...stores.invites.all()].map(([, doc]) => doc).sort((a, b) => b.createdAt.localeCompare(a.createdAt))
  const newest = new Map<string, string>()
  for (const doc of docs) if (!newest.has(doc.participantId)) newest.set(doc.participantId, doc.id)
  const busy = resending(stores)
  return docs.map((doc): OverviewRow => {
    const participant = directory.get(doc.participantId)?.participant
    const state = inviteState(doc, now)
    const email = participant ? (defaultEmailOf(participant)?.value ?? null) : null
    const facts = {
      hasAccount: stores.accounts.get(doc.participantId) !== undefined,
      isNewest: newest.get(doc.participantId) === doc.id,
      isBusy: busy.has(doc.id),
      wait: pauseLeft(doc.createdAt, cooldownMinutes, now),
      email,
    }
    return {
      id: doc.id,
      participantId: doc.participantId,
      name: participant ? fullName(participant) : 'Somebody not on this console',
      doc,
      state,
      expiresSoon: isLiving(state) && Date.parse(doc.expiresAt) - now.getTime() < DAY_MS,
      email,
      obstacle: obstacleOf(doc, state, facts),
    }
  })
}

function resending({ outbox }: Stores): ReadonlySet<string> {
  const items = [...outbox.all()].map(([, entry]) => entry).filter(isUnsettled)
  return new Set(items.flatMap(({ item }) => (item.kind === 'invite.resend' ? [item.previousId] : [])))
}

interface ObstacleFacts {
  readonly hasAccount: boolean
  readonly isNewest: boolean
  readonly isBusy: boolean
  readonly wait: number
  readonly email: string | null
}

function obstacleOf(doc: InviteDoc, state: OverviewRow['state'], facts: ObstacleFacts): string | null {
  if (facts.hasAccount) return 'Has an account already'
  if (!facts.isNewest) return 'There is a newer invite'
  if (!canResend(state, doc)) return 'Over; create a new one in the file'
  if (state === 'locked' && doc.hasVerbalCode) return 'Locked: needs a new verbal code, in the file'
  if (facts.email === null) return 'No email address in the file'
  if (facts.isBusy) return 'Is being sent again'
  return facts.wait > 0 ? 'Made a moment ago' : null
}

export function matches(row: OverviewRow, filter: OverviewFilter): boolean {
  if (filter === 'all') return true
  return filter === 'expires_soon' ? row.expiresSoon : row.state === filter
}

/** How far the invited have come, each counted once: invited, opened, accepted, all consents given. */
export interface Funnel {
  readonly invited: number
  readonly opened: number
  readonly accepted: number
  readonly active: number
}

export function funnelOf(rows: readonly OverviewRow[], accounts: Stores['accounts']): Funnel {
  const people = (some: (row: OverviewRow) => boolean) =>
    new Set(rows.filter(some).map(({ participantId }) => participantId))
  const accepted = people(({ state }) => state === 'accepted')
  const active = [...accepted].filter((id) => {
    const account = accounts.get(id)
    return account !== undefined && account.consentsGiven >= account.consentsTotal
  })
  return {
    invited: people(() => true).size,
    opened: people(({ doc }) => doc.openedAt !== null || doc.acceptedAt !== null).size,
    accepted: accepted.size,
    active: active.length,
  }
}
