import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import type { Replica } from '../replica/replica'
import type { OutboxEntry } from '../replica/replicaDatabase'

export type CorrectionKind = Extract<OutboxItem['kind'], `correction.${string}`>
export type CorrectionItem = Extract<OutboxItem, { kind: CorrectionKind }>

/** What this console wants of a request: not done yet, or not done and why. */
export interface CorrectionWish {
  readonly entry: OutboxEntry
  readonly item: CorrectionItem
}

export const NO_WISHES: readonly CorrectionWish[] = []

/** By the request's id, oldest first. */
export function correctionWishes(
  outbox: Pick<Replica['stores']['outbox'], 'all'>,
): ReadonlyMap<string, readonly CorrectionWish[]> {
  const found = new Map<string, CorrectionWish[]>()
  for (const [, entry] of outbox.all()) {
    const { item } = entry
    if (!isCorrectionItem(item)) continue
    const known = found.get(item.correctionId)
    if (known) known.push({ entry, item })
    else found.set(item.correctionId, [{ entry, item }])
  }
  for (const wishes of found.values()) wishes.sort((a, b) => a.entry.order - b.entry.order)
  return found
}

function isCorrectionItem(item: OutboxItem): item is CorrectionItem {
  return item.kind.startsWith('correction.')
}
