import type { LiveEvent } from '../../../shared/sync/liveSchemas'
import { problemOf } from '../../api/apiError'
import { headersFor, type StaffClient } from '../../api/staffClient'
import { SyncFailure, type SyncTransport } from './syncEngine'

/** A stream that says nothing for this long is dead: the server sends a comment every 15 s. */
const SILENCE_MS = 40_000

/** A line that died without a word must not hold up the engine for ever. A first page of 5,000 over a slow line fits in. */
const ANSWER_MS = 90_000

/** The engine's way to the server: tRPC for pull and push, one fetch-based event stream for live signals (design.md 3). `client` and stream are of `staffId` alone. */
export function serverTransport(client: StaffClient, staffId?: string): SyncTransport {
  return {
    pull: async (input) => await orFailure(client.sync.pull.query(input, inTime())),
    push: async (items) => await orFailure(client.sync.push.mutate({ items: [...items] }, inTime())),
    unknown: async (ids) => await orFailure(client.sync.unknown.query({ ids: [...ids] }, inTime())),
    live: async (onEvent, signal) => await readEvents('/api/live', onEvent, signal, headersFor(staffId)),
  }
}

const inTime = () => ({ signal: AbortSignal.timeout(ANSWER_MS) })

async function orFailure<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    throw failureOf(problemOf(error).code)
  }
}

/** Neither of these is a word of the server. The last one is the desktop's, whose keys do not open just now. */
const NO_ANSWER: ReadonlySet<string> = new Set(['OFFLINE', 'UNREACHABLE', 'UNAVAILABLE', 'KEYCHAIN_UNAVAILABLE'])

export function failureOf(code: string): SyncFailure {
  if (code === 'DEVICE_REVOKED') return new SyncFailure('revoked')
  // A suspended console is locked by its desktop, which takes the page to where that is said.
  if (['NOT_SIGNED_IN', 'DEVICE_PROOF_WRONG', 'DEVICE_SUSPENDED', 'LOCKED'].includes(code))
    return new SyncFailure('signed_out')
  if (code === 'DEVICE_NOT_APPROVED' || code === 'FORBIDDEN') return new SyncFailure('not_allowed')
  return new SyncFailure(NO_ANSWER.has(code) ? 'offline' : 'server_error')
}

/** Reads `data:` lines of a text/event-stream until it ends, the signal aborts or silence says that the line is dead. */
export async function readEvents(
  url: string,
  onEvent: (event: LiveEvent) => void,
  signal: AbortSignal,
  headers: Record<string, string> = {},
): Promise<void> {
  const silent = new AbortController()
  const either = AbortSignal.any([signal, silent.signal])
  let timer = setTimeout(() => silent.abort(), SILENCE_MS)
  try {
    const response = await fetch(url, { headers: { ...headers, accept: 'text/event-stream' }, signal: either })
    if (!response.ok || !response.body) throw failureOf(await codeOf(response))
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    let rest = ''
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      clearTimeout(timer)
      timer = setTimeout(() => silent.abort(), SILENCE_MS)
      const lines = (rest + chunk.value).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.startsWith('data: ')) onEvent(JSON.parse(line.slice(6)) as LiveEvent)
    }
  } catch (error) {
    if (signal.aborted) return
    throw error instanceof SyncFailure ? error : new SyncFailure('offline')
  } finally {
    clearTimeout(timer)
  }
}

async function codeOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null)
  const text = JSON.stringify(body)
  return /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? (response.status === 401 ? 'NOT_SIGNED_IN' : 'UNREACHABLE')
}
