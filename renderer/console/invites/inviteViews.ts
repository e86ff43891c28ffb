import { inviteState } from '../../../shared/invites/inviteRules'
import type { InviteDoc, InviteState } from '../../../shared/invites/inviteSchemas'
import { participantOf } from '../replica/outboxEntries'
import type { Replica } from '../replica/replica'
import type { OutboxEntry } from '../replica/replicaDatabase'

/**
 * One line in Manage Portal. `made` and `revoke` are this console's own wishes that the server has not answered, or has refused; the state
 * never runs ahead of the server (product.md: the console never says "revoked" before the server has). `made` is null once the server has it.
 */
export interface InviteLine {
  readonly id: string
  readonly state: InviteState
  readonly doc: InviteDoc | null
  readonly made: OutboxEntry | null
  readonly revoke: OutboxEntry | null
  readonly madeAt: string
}

/** All invites of one participant, newest first: those the server knows, and those made here that it has not heard of yet. */
export function inviteLines(stores: Replica['stores'], participantId: string, now: Date): InviteLine[] {
  const docs = [...stores.invites.all()].map(([, doc]) => doc).filter((doc) => doc.participantId === participantId)
  const known = new Set(docs.map((doc) => doc.id))
  const entries = [...stores.outbox.all()].map(([, entry]) => entry).sort((a, b) => b.order - a.order)
  const revokeOf = (id: string) =>
    entries.find(({ item, state }) => item.kind === 'invite.revoke' && item.inviteId === id && state !== 'applied') ??
    null
  const drafts = entries.flatMap((entry): InviteLine[] => {
    const { item, state } = entry
    if (state === 'applied') return []
    if (item.kind !== 'invite.create' && item.kind !== 'invite.resend') return []
    if (participantOf(item, stores.invites, stores.outbox.all()) !== participantId || known.has(item.inviteId))
      return []
    const revoke = revokeOf(item.inviteId)
    return [{ id: item.inviteId, state: 'draft_offline', doc: null, made: entry, revoke, madeAt: entry.madeAt }]
  })
  const lines = docs
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    .map((doc): InviteLine => {
      const state = inviteState(doc, now)
      return { id: doc.id, state, doc, made: null, revoke: revokeOf(doc.id), madeAt: doc.createdAt }
    })
  return [...drafts, ...lines]
}

/** The revocation that stands last; undefined when there was none. */
export function newestRevoked(invites: Replica['stores']['invites'], participantId: string): InviteDoc | undefined {
  return [...invites.all()]
    .map(([, doc]) => doc)
    .filter((doc) => doc.participantId === participantId && doc.revokedAt !== null)
    .sort((a, b) => (b.revokedAt ?? '').localeCompare(a.revokedAt ?? ''))[0]
}
