import type { SyncReport } from '../../../shared/devices/deviceSchemas'
import { REPLICATED } from '../../../shared/sync/syncSchemas'
import type { Replica } from '../replica/replica'
import { unsentEntries } from '../shell/unsentWords'
import type { SyncEngine } from '../sync/syncEngine'

const REPORT_EVERY_MS = 60_000
/** A burst of edits is one note. */
const NOTE_AFTER_MS = 1_000

export interface ReportsOptions {
  readonly replica: Pick<Replica, 'stores' | 'storedBytes' | 'now'>
  readonly sync: Pick<SyncEngine, 'state' | 'subscribe'>
  readonly report: (facts: SyncReport) => Promise<void>
  readonly noteUnsent: (unsent: number) => Promise<void>
  readonly everyMs?: number
}

/**
 * Tells the server after a sync how this copy stands (counts only, at most once a minute, and only when something changed), and the desktop how many
 * writes wait. Both may fail without harm: the next one says the same. Returns how to stop.
 */
export function startReports({
  replica,
  sync,
  report,
  noteUnsent,
  everyMs = REPORT_EVERY_MS,
}: ReportsOptions): () => void {
  const { outbox } = replica.stores
  let heardOf = sync.state().lastSyncAt
  let told: string | null = null
  let waiting: ReturnType<typeof setTimeout> | undefined
  let noting: ReturnType<typeof setTimeout> | undefined
  let nextAt = 0

  const tell = () => {
    waiting = undefined
    if (sync.state().link !== 'online') return
    const facts = reportOf(replica, replica.now().getTime())
    const same = JSON.stringify({ ...facts, oldestUnsentSeconds: facts.oldestUnsentSeconds === null })
    if (same === told) return
    told = same
    nextAt = performance.now() + everyMs
    report(facts).catch(() => {
      told = null
    })
  }
  const stopSync = sync.subscribe(() => {
    const { lastSyncAt } = sync.state()
    if (lastSyncAt === heardOf) return
    heardOf = lastSyncAt
    waiting ??= setTimeout(tell, Math.max(0, nextAt - performance.now()))
  })
  const note = () => {
    noting = undefined
    void noteUnsent(unsentEntries(outbox.all()).length).catch(() => undefined)
  }
  const stopOutbox = outbox.subscribe(() => {
    noting ??= setTimeout(note, NOTE_AFTER_MS)
  })
  note()
  return () => {
    stopSync()
    stopOutbox()
    clearTimeout(waiting)
    clearTimeout(noting)
  }
}

/** Counts, an age and a size; nothing of what is in the records. */
export function reportOf({ stores, storedBytes }: ReportsOptions['replica'], now: number): SyncReport {
  const unsent = unsentEntries(stores.outbox.all())
  const oldest = unsent.map(({ madeAt }) => Date.parse(madeAt)).reduce((least, at) => Math.min(least, at), now)
  return {
    unsent: unsent.length,
    oldestUnsentSeconds: unsent.length === 0 ? null : Math.max(0, Math.floor((now - oldest) / 1000)),
    documents: REPLICATED.reduce((sum, name) => sum + stores[name].size, 0),
    bytes: storedBytes(),
  }
}
