import { Client, escapeIdentifier } from 'pg'
import type { ConnectionTarget } from './connectionTarget'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 10_000
const HEARTBEAT_MS = 15_000

type Handler = (payload: string) => void

/** Live signals between processes. A signal may be lost while the connection is down: `onResync` is called after each reconnect. */
export interface Listener {
  subscribe(channel: string, handler: Handler): () => void
  /** Called after every reconnect: whatever was missed must be read again. */
  onResync(handler: () => void): () => void
  /** Resolves when every subscription so far is in effect; a signal sent before that may be missed. Await it, then read the state. */
  ready(): Promise<void>
  stop(): Promise<void>
}

interface State {
  readonly target: ConnectionTarget
  readonly handlers: Map<string, Set<Handler>>
  readonly resyncs: Set<() => void>
  readonly onError: (error: unknown) => void
  client: Client | null
  /** The LISTEN commands under way. */
  listening: Promise<unknown>
  stopped: boolean
  timer: NodeJS.Timeout | null
  pause: number
}

/** Opens the one LISTEN connection of this process. Rejects only when the first connection fails. */
export async function startListener(
  target: ConnectionTarget,
  onError: (error: unknown) => void = () => undefined,
): Promise<Listener> {
  const state: State = {
    target,
    handlers: new Map(),
    resyncs: new Set(),
    onError,
    client: null,
    listening: Promise.resolve(),
    stopped: false,
    timer: null,
    pause: FIRST_PAUSE_MS,
  }
  await connect(state)
  const heartbeat = setInterval(() => beat(state), HEARTBEAT_MS)
  heartbeat.unref()
  return {
    subscribe: (channel, handler) => subscribe(state, channel, handler),
    onResync(handler) {
      state.resyncs.add(handler)
      return () => state.resyncs.delete(handler)
    },
    async ready() {
      await state.listening
    },
    async stop() {
      state.stopped = true
      clearInterval(heartbeat)
      if (state.timer !== null) clearTimeout(state.timer)
      await state.client?.end().catch(() => undefined)
    },
  }
}

async function connect(state: State): Promise<void> {
  const client = new Client({
    ...state.target,
    application_name: 'vestibule-listen',
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
    keepAlive: true,
  })
  client.on('error', state.onError)
  client.on('notification', ({ channel, payload }) => deliver(state, channel, payload ?? ''))
  try {
    await client.connect()
    for (const channel of state.handlers.keys()) await client.query(`listen ${escapeIdentifier(channel)}`)
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
  state.client = client
  state.pause = FIRST_PAUSE_MS
  client.once('end', () => lost(state, client))
  if (state.stopped) await client.end()
}

function lost(state: State, client: Client): void {
  if (state.client !== client || state.stopped) return
  state.client = null
  state.timer = setTimeout(() => void reconnect(state), state.pause)
  state.pause = Math.min(state.pause * 2, LONGEST_PAUSE_MS)
}

async function reconnect(state: State): Promise<void> {
  try {
    await connect(state)
  } catch (error) {
    state.onError(error)
    if (!state.stopped) state.timer = setTimeout(() => void reconnect(state), state.pause)
    state.pause = Math.min(state.pause * 2, LONGEST_PAUSE_MS)
    return
  }
  for (const handler of state.resyncs) guarded(state, handler)
}

function subscribe(state: State, channel: string, handler: Handler): () => void {
  const existing = state.handlers.get(channel)
  const handlers = existing ?? new Set<Handler>()
  state.handlers.set(channel, handlers)
  handlers.add(handler)
  // Channels stay listened to for good: there are a handful, and dropping one would race with the next subscriber.
  if (existing === undefined) {
    const client = state.client
    const listen = async () => await client?.query(`listen ${escapeIdentifier(channel)}`)
    // One after another: a connection takes one query at a time.
    state.listening = state.listening.then(listen).catch((error: unknown) => {
      state.onError(error)
      void client?.end()
    })
  }
  return () => handlers.delete(handler)
}

function deliver(state: State, channel: string, payload: string): void {
  for (const handler of state.handlers.get(channel) ?? []) guarded(state, () => handler(payload))
}

/** One handler's failure must not keep the signal from the others. */
function guarded(state: State, work: () => void): void {
  try {
    work()
  } catch (error) {
    state.onError(error)
  }
}

/** A connection cut by a firewall gives no sign by itself: a query that gets no answer ends it, and the reconnect follows. */
function beat(state: State): void {
  const client = state.client
  client?.query('select 1').catch(() => void client.end().catch(() => undefined))
}
