import { newestRevocation } from '../../../shared/invites/inviteRules'
import { MOST_OWN_WRITES, type SeenRevocations } from '../../../shared/invites/inviteSchemas'
import { isUnsettled, participantOf } from '../replica/outboxEntries'
import type { Replica } from '../replica/replica'

/** What this console knows of revocations now, and those that its own queue will make before a new invite arrives (Y7). */
export function seenRevocations(
  { invites, outbox }: Pick<Replica['stores'], 'invites' | 'outbox'>,
  participantId: string,
): SeenRevocations {
  const known = [...invites.all()].map(([, doc]) => doc).filter((doc) => doc.participantId === participantId)
  const own = [...outbox.all()]
    .map(([, entry]) => entry)
    .filter((entry) => isUnsettled(entry) && isRevocation(entry.item.kind))
    .filter(({ item }) => participantOf(item, invites, outbox.all()) === participantId)
    .sort((a, b) => a.order - b.order)
  return { revokedAt: newestRevocation(known), ownWrites: own.map(({ item }) => item.writeId).slice(-MOST_OWN_WRITES) }
}

function isRevocation(kind: string): boolean {
  return kind === 'invite.revoke' || kind === 'account.revoke'
}
