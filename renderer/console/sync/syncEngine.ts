import type { LostSight } from '../../../shared/backup/restoreRules'
import type { LiveEvent, LiveNews } from '../../../shared/sync/liveSchemas'
import type { OutboxItem, PullAnswer, PushAnswer } from '../../../shared/sync/syncSchemas'
import { isUnsettled } from '../replica/outboxEntries'
import type { Replica } from '../replica/replica'
import { applyNews, pullAll, pushAll } from './syncSteps'

/** How the engine reaches the server. Every member rejects with `SyncFailure` when it cannot. */
export interface SyncTransport {
  pull(input: { checkpoint: PullAnswer['checkpoint'] | null; limit: number; witnessCount: number }): Promise<PullAnswer>
  push(items: readonly OutboxItem[]): Promise<PushAnswer>
  /** Those of at most MOST_ASKED participants' ids that the server does not have, for anybody (K2). */
  unknown(ids: readonly string[]): Promise<readonly string[]>
  /** Streams events until the signal aborts or the connection ends; resolves at its end. */
  live(onEvent: (event: LiveEvent) => void, signal: AbortSignal): Promise<void>
}

/** `offline`: no answer, try again later. `server_error`: an answer, and not one that helps. `signed_out`, `not_allowed` (console not approved, or the role has no records), `revoked`: a person must act first. */
export class SyncFailure extends Error {
  constructor(readonly kind: 'offline' | 'server_error' | 'signed_out' | 'not_allowed' | 'revoked') {
    super(kind)
    this.name = 'SyncFailure'
  }
}

export interface SyncState {
  readonly link: 'connecting' | 'online' | SyncFailure['kind']
  /** Present only while the first fill or a full resync runs; participants received and expected. */
  readonly progress: { readonly done: number; readonly total: number } | null
  readonly lastSyncAt: string | null
  readonly alarm: string | null
  /** What this console saw of the audit log and a restored server no longer has. */
  readonly lost: LostSight | null
  /** The replica itself failed (a page could not be written): nothing more can be saved until it is opened again. */
  readonly problem: string | null
}

export interface SyncEngine {
  state(): SyncState
  subscribe(listener: () => void): () => void
  /** Asks for a push and pull now; resolves when the replica is up to date or the try has failed. */
  syncNow(): Promise<void>
  stop(): Promise<void>
}

export interface SyncOptions {
  readonly replica: Replica
  readonly transport: SyncTransport
  /** Waits `ms`; the test harness passes its own. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>
  readonly pageSize?: number
  /** Whether this person's role may have messages and requests: what a restore undid of them is kept for nobody else (D4). */
  readonly reads?: () => boolean
  /** Milliseconds of a clock that never jumps. */
  readonly clock?: () => number
}

/** Rows a pull. Small enough that server, network and this console all have a page to work on during a first sync. */
const PAGE_SIZE = 2000
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 15_000
/** For items that the server could not apply just now although it is there. */
const RETRY_MS = 5_000
/** News say nothing of the audit log: a console that lives on them still pulls this often, to see a fresh head (U3). */
const WITNESS_MS = 60_000
/** All consoles hear of the same change; their pulls for the head are spread over this time. */
const WITNESS_SPREAD_MS = 20_000

/**
 * Keeps one replica and the server in step. One cycle = push everything queued, then pull until nothing remains; cycles never overlap, and a
 * wish that comes during a cycle makes one more. While the live stream is open, an event whose news fit the replica's checkpoint is applied as
 * it is, between cycles, and any other starts a cycle; when the stream ends, tries go on with growing pauses.
 */
export function startSync(options: SyncOptions): SyncEngine {
  const { replica, transport, wait = pause, pageSize = PAGE_SIZE, clock = () => performance.now() } = options
  const reads = options.reads ?? (() => false)
  const stopping = new AbortController()
  const listeners = new Set<() => void>()
  let state: SyncState = {
    link: 'connecting',
    progress: null,
    lastSyncAt: replica.meta().lastSyncAt,
    alarm: replica.meta().alarm,
    lost: replica.meta().lost ?? null,
    problem: null,
  }
  const set = (change: Partial<SyncState>) => {
    state = { ...state, ...change }
    for (const listener of [...listeners]) listener()
  }

  let pulledAt = clock()
  const cycle = async () => {
    const isHeldBack = await pushAll(replica, transport, state.link === 'online', stopping.signal)
    await pullAll(replica, transport, { limit: pageSize, reads, set }, stopping.signal)
    if (stopping.signal.aborted) return
    wanted ||= isHeldBack
    pulledAt = clock()
    const { lastSyncAt, alarm, lost = null } = replica.meta()
    set({ link: 'online', progress: null, lastSyncAt, alarm, lost })
  }
  let running: Promise<void> | null = null
  let wanted = false
  /** News that came while something ran, in their order. */
  let heard: LiveNews[] = []
  const run = async (): Promise<void> => {
    try {
      while ((wanted || heard.length > 0) && !stopping.signal.aborted) {
        const news = wanted ? undefined : heard.shift()
        if (news && (await applyNews(replica, news))) continue
        wanted = false
        await cycle()
      }
    } finally {
      heard = []
      // Here and not in a later turn: a wish that came in between would be told that a run is under way, and be lost.
      running = null
    }
  }
  /** Coalesced: a burst of events costs one more cycle, not one each. */
  const kick = (): Promise<void> => {
    running ??= run()
    return running
  }
  let retrying = false
  const retryLater = () => {
    if (retrying || state.link !== 'online' || !hasQueued(replica)) return
    retrying = true
    void wait(RETRY_MS, stopping.signal).then(async () => {
      retrying = false
      if (!stopping.signal.aborted) await attempt()
    })
  }
  const finish = async (): Promise<void> => {
    await kick().catch((error) => {
      // A page before the one that failed may have raised it.
      const { alarm, lost = null } = replica.meta()
      set({ ...syncFailureState(error), progress: null, alarm, lost })
    })
    retryLater()
  }
  const attempt = async (): Promise<void> => {
    if (stopping.signal.aborted) return
    wanted = true
    await finish()
  }
  let refreshing = false
  const witnessLater = () => {
    if (refreshing || clock() - pulledAt < WITNESS_MS) return
    refreshing = true
    void wait(Math.random() * WITNESS_SPREAD_MS, stopping.signal).then(async () => {
      refreshing = false
      if (clock() - pulledAt >= WITNESS_MS) await attempt()
    })
  }
  const hear = async (event: LiveEvent): Promise<void> => {
    if (event.kind !== 'change' || event.news === undefined) return await attempt()
    if (stopping.signal.aborted) return
    heard.push(event.news)
    await finish()
    witnessLater()
  }

  const unsubscribe = replica.stores.outbox.subscribe((ids) => {
    if (state.link === 'online' && ids.some((id) => replica.stores.outbox.get(id)?.state === 'queued')) void attempt()
  })
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const loop = keepConnected({
    transport,
    attempt,
    hear,
    state: () => state,
    subscribe,
    set,
    signal: stopping.signal,
    wait,
  })
  return {
    state: () => state,
    subscribe,
    syncNow: attempt,
    stop: async () => {
      unsubscribe()
      stopping.abort()
      await loop
      await running?.catch(() => undefined)
    },
  }
}

interface Loop {
  readonly transport: SyncTransport
  readonly attempt: () => Promise<void>
  readonly hear: (event: LiveEvent) => Promise<void>
  readonly state: () => SyncState
  readonly subscribe: SyncEngine['subscribe']
  readonly set: (change: Partial<SyncState>) => void
  readonly signal: AbortSignal
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
}

async function keepConnected(loop: Loop): Promise<void> {
  const { attempt, state, set, signal, wait } = loop
  let delay = FIRST_PAUSE_MS
  while (!signal.aborted) {
    await attempt()
    if (state().link === 'online') {
      delay = FIRST_PAUSE_MS
      await listen(loop).catch((error) => set(syncFailureState(error)))
      if (signal.aborted) return
      if (state().link === 'online') set({ link: 'connecting' })
    }
    await wait(delay, signal)
    delay = Math.min(delay * 2, LONGEST_PAUSE_MS)
  }
}

/** Until the stream ends. It is left when a cycle failed meanwhile: an open stream with nothing to tell would keep anybody from trying again. */
async function listen({ transport, hear, state, subscribe, signal }: Loop): Promise<void> {
  const failed = new AbortController()
  const unsubscribe = subscribe(() => {
    if (state().link !== 'online') failed.abort()
  })
  try {
    await transport.live((event) => void hear(event), AbortSignal.any([signal, failed.signal]))
  } finally {
    unsubscribe()
  }
}

export function syncFailureState(error: unknown): Partial<SyncState> {
  if (!(error instanceof SyncFailure))
    // Only what kind: this ends up in diagnostics, and a message may hold what was being stored.
    return { link: 'offline', problem: error instanceof Error ? error.name : 'unknown' }
  return { link: error.kind }
}

function hasQueued(replica: Replica): boolean {
  for (const [, entry] of replica.stores.outbox.all()) if (isUnsettled(entry)) return true
  return false
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    const end = () => {
      clearTimeout(timer)
      resolve()
    }
    signal.addEventListener('abort', end, { once: true })
  })
}
