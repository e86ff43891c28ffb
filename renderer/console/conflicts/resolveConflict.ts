import type { FieldValue } from '../../../shared/participants/participantSchemas'
import type { Choice, ConflictDoc } from '../../../shared/sync/conflictSchemas'
import { isTroubled } from '../replica/outboxEntries'
import type { Replica } from '../replica/replica'
import type { ResolveWish } from './conflictViews'

export interface Resolution {
  readonly conflict: Pick<ConflictDoc, 'id' | 'participantId'>
  /** An earlier wish for this conflict, which this one takes the place of. */
  readonly wish: ResolveWish | null
  readonly choice: Choice
  /** What the author saw standing when they chose (decision 0004). */
  readonly base: FieldValue
  readonly value: FieldValue
}

export async function resolveConflict(
  replica: Pick<Replica, 'dismiss' | 'enqueue'>,
  { conflict, wish, choice, base, value }: Resolution,
): Promise<void> {
  if (wish !== null && isTroubled(wish.entry)) await replica.dismiss(wish.item.writeId)
  const about = { writeId: crypto.randomUUID(), participantId: conflict.participantId, conflictId: conflict.id }
  await replica.enqueue({ kind: 'conflict.resolve', ...about, choice, base, value })
}
