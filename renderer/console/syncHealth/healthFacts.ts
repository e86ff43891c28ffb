import { type OutboxKind, REPLICATED, type ReplicatedName } from '../../../shared/sync/syncSchemas'
import type { Replica } from '../replica/replica'
import type { OutboxEntry } from '../replica/replicaDatabase'
import { unsentEntries } from '../shell/unsentWords'
import type { SyncState } from '../sync/syncEngine'
import type { JournalEntry } from './syncJournal'

export interface Waiting {
  readonly pending: number
  readonly oldestAt: string | null
}

export interface CollectionHealth extends Waiting {
  readonly name: ReplicatedName
  readonly count: number
}

/** How this console stands with the server: counts, times and codes; nothing of what is in the records. */
export interface HealthFacts extends Waiting {
  readonly link: SyncState['link']
  readonly lastSyncAt: string | null
  /** The newest revision of the server that is here. */
  readonly revision: number | null
  /** This console's clock ahead of the server's, in milliseconds; null until a sync has measured it. */
  readonly skewMs: number | null
  readonly bytes: number | null
  readonly refused: number
  readonly collections: readonly CollectionHealth[]
  readonly pendingKinds: readonly (readonly [OutboxKind, number])[]
  readonly faults: readonly JournalEntry[]
}

export interface HealthSources {
  readonly replica: Pick<Replica, 'stores' | 'meta' | 'storedBytes'>
  readonly sync: SyncState
  readonly faults: readonly JournalEntry[]
  readonly skewMs: number | null
}

export function healthFacts({ replica, sync, faults, skewMs }: HealthSources): HealthFacts {
  const { stores } = replica
  const unsent = unsentEntries(stores.outbox.all())
  const entries = [...stores.outbox.all()].map(([, entry]) => entry)
  return {
    link: sync.link,
    lastSyncAt: sync.lastSyncAt,
    revision: replica.meta().checkpoint?.rev ?? null,
    skewMs,
    bytes: replica.storedBytes(),
    refused: entries.filter(({ state }) => state === 'refused').length,
    ...waiting(unsent),
    collections: REPLICATED.map((name) => ({
      name,
      count: stores[name].size,
      ...waiting(unsent.filter(({ item }) => collectionOf(item.kind) === name)),
    })),
    pendingKinds: countKinds(unsent),
    faults,
  }
}

function waiting(entries: readonly OutboxEntry[]): Waiting {
  const oldestAt = entries.map(({ madeAt }) => madeAt).sort()[0] ?? null
  return { pending: entries.length, oldestAt }
}

const COLLECTIONS: Readonly<Record<string, ReplicatedName>> = {
  invite: 'invites',
  account: 'accounts',
  message: 'messages',
  correction: 'corrections',
  conflict: 'conflicts',
}

/** Where the outcome of a write will be seen. */
function collectionOf(kind: OutboxKind): ReplicatedName {
  return COLLECTIONS[kind.split('.')[0] ?? ''] ?? 'participants'
}

function countKinds(entries: readonly OutboxEntry[]): (readonly [OutboxKind, number])[] {
  const counts = new Map<OutboxKind, number>()
  for (const { item } of entries) counts.set(item.kind, (counts.get(item.kind) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => a.localeCompare(b))
}
