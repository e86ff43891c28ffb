import type { SyncEngine, SyncState } from '../sync/syncEngine'

/** Enough to see a pattern, and short enough to read out. */
const MOST = 20

/** What can go wrong, as a code: the words of an error could hold a name. */
export type SyncFault = 'offline' | 'server_error' | 'signed_out' | 'not_allowed' | 'revoked' | 'not_saved' | 'alarm'

export interface JournalEntry {
  /** ISO time of this console's clock, shown to its own user only. */
  readonly at: string
  readonly fault: SyncFault
}

export interface SyncJournal {
  /** Newest first. */
  entries(): readonly JournalEntry[]
  /** This computer's clock ahead of the server's, as the last sync showed it; null before the first one since the records were opened. */
  skewMs(): number | null
  subscribe(listener: () => void): () => void
  stop(): void
}

/** Remembers, in memory, when syncing began to fail and how. Staying in the same trouble is one entry. */
export function openJournal(sync: Pick<SyncEngine, 'state' | 'subscribe'>, now: () => Date): SyncJournal {
  const listeners = new Set<() => void>()
  let entries: readonly JournalEntry[] = []
  let before = new Set<SyncFault>()
  let skew: number | null = null
  let heardOf = sync.state().lastSyncAt
  const look = () => {
    const { lastSyncAt } = sync.state()
    if (lastSyncAt !== null && lastSyncAt !== heardOf) skew = now().getTime() - Date.parse(lastSyncAt)
    heardOf = lastSyncAt
    const present = new Set(faultsOf(sync.state()))
    const fresh = [...present].filter((fault) => !before.has(fault))
    before = present
    if (fresh.length === 0) return
    const at = now().toISOString()
    entries = [...fresh.map((fault) => ({ at, fault })), ...entries].slice(0, MOST)
    for (const listener of [...listeners]) listener()
  }
  look()
  return {
    entries: () => entries,
    skewMs: () => skew,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop: sync.subscribe(look),
  }
}

function faultsOf({ link, problem, alarm }: SyncState): SyncFault[] {
  const faults: SyncFault[] = link === 'online' || link === 'connecting' ? [] : [link]
  if (problem !== null) faults.push('not_saved')
  if (alarm !== null) faults.push('alarm')
  return faults
}
