import { type OutboxItem, outboxItemSchema } from '../../shared/sync/syncSchemas'

/**
 * One item as a console sent it; null when it can never be stored (Y9). Beside its shape: text that PostgreSQL's jsonb has no place for
 * (NUL, half a surrogate pair) would fail at every retry, and a second spelling of an id would pass as another write (Y2).
 */
export function readOutboxItem(envelope: unknown): OutboxItem | null {
  const parsed = outboxItemSchema.safeParse(envelope)
  if (!parsed.success || !isStorable(parsed.data)) return null
  return idsOf(parsed.data).every((id) => id === id.toLowerCase()) ? parsed.data : null
}

/** What an item is about, by id: two items that share one must be applied in their order. */
export function aboutIds(item: OutboxItem): readonly string[] {
  switch (item.kind) {
    case 'invite.create':
      return [item.participantId, item.inviteId]
    case 'invite.resend':
      return [item.previousId, item.inviteId]
    case 'invite.revoke':
    case 'invite.share':
      return [item.inviteId]
    case 'message.send':
    case 'message.read':
      return [item.participantId, item.messageId]
    case 'correction.acknowledge':
    case 'correction.extend':
    case 'correction.review':
    case 'correction.decide':
    case 'correction.rebut':
    case 'correction.close':
    case 'correction.told':
    case 'correction.accept':
    case 'correction.deny':
      return [item.participantId, item.correctionId]
    case 'conflict.resolve':
      return [item.participantId, item.conflictId]
    default:
      return [item.participantId]
  }
}

function idsOf(item: OutboxItem): readonly string[] {
  const contacts =
    item.kind === 'participant.create' ? [...Object.keys(item.fields.emails), ...Object.keys(item.fields.phones)] : []
  return [item.writeId, ...aboutIds(item), ...contacts]
}

function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !/\0|\p{Cs}/u.test(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorable(inner))
}
