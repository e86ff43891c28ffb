import type { ConflictDoc } from '../../../shared/sync/conflictSchemas'
import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import type { Replica } from '../replica/replica'
import type { OutboxEntry } from '../replica/replicaDatabase'

type Stores = Pick<Replica['stores'], 'conflicts' | 'outbox'>

/** What this console wants done about a conflict, or could not have. */
export interface ResolveWish {
  readonly entry: OutboxEntry
  readonly item: Extract<OutboxItem, { kind: 'conflict.resolve' }>
}

export interface ConflictLists {
  /** Newest first. */
  readonly open: readonly ConflictDoc[]
  /** The one that was decided last comes first. */
  readonly decided: readonly ConflictDoc[]
}

/** Every conflict of this person's scope (Y6); those of one participant when `participantId` is not null. */
export function conflictLists({ conflicts }: Pick<Stores, 'conflicts'>, participantId: string | null): ConflictLists {
  const open: ConflictDoc[] = []
  const decided: ConflictDoc[] = []
  for (const [, conflict] of conflicts.all()) {
    if (participantId !== null && conflict.participantId !== participantId) continue
    if (conflict.resolvedAt === null) open.push(conflict)
    else decided.push(conflict)
  }
  open.sort((a, b) => b.lostAt.localeCompare(a.lostAt) || a.id.localeCompare(b.id))
  decided.sort((a, b) => (b.resolvedAt ?? '').localeCompare(a.resolvedAt ?? '') || a.id.localeCompare(b.id))
  return { open, decided }
}

/** How many wait for a decision: all, or those of one participant. */
export function openCount({ conflicts }: Pick<Stores, 'conflicts'>, participantId?: string): number {
  let count = 0
  for (const [, conflict] of conflicts.all())
    if (conflict.resolvedAt === null && (participantId === undefined || conflict.participantId === participantId))
      count++
  return count
}

/** The newest wish of each conflict that the server has not done. */
export function resolveWishes({ outbox }: Pick<Stores, 'outbox'>): ReadonlyMap<string, ResolveWish> {
  const wishes = new Map<string, ResolveWish>()
  for (const [, entry] of outbox.all()) {
    const { item, state, order } = entry
    if (item.kind !== 'conflict.resolve' || state === 'applied') continue
    if ((wishes.get(item.conflictId)?.entry.order ?? -1) < order) wishes.set(item.conflictId, { entry, item })
  }
  return wishes
}
