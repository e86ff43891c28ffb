import type { LiveEvent } from '../../shared/sync/liveSchemas'
import type { NewsDesk } from './liveNews'

/** One open live stream of a console. `send` must not throw; `end` closes it. */
export interface LiveStream {
  readonly staffId: string
  readonly deviceId: string
  /** `event` is the JSON text of a LiveEvent, written once for all who get the same. */
  send(event: string): void
  end(): void
}

export interface LiveHub {
  /** Adds a stream; it hears `resync` first, since changes may have passed while it was away. Returns its removal. */
  add(stream: LiveStream): () => void
  changed(rev: number): void
  resync(): void
  /** Ends every stream of a device at once: revoked or signed out there (W4). */
  endDevice(deviceId: string): void
  endAll(): void
}

const RESYNC = JSON.stringify({ kind: 'resync' } satisfies LiveEvent)

/**
 * The open live streams of this process. Changes arrive by NOTIFY from every process; a burst is told once per stream and tick, and what comes
 * while news are being read waits for the next telling. Tellings never overlap, so each stream hears them in their order.
 */
export function createLiveHub(news: NewsDesk, schedule: (run: () => void) => void = setImmediate): LiveHub {
  const streams = new Set<LiveStream>()
  let pending: number | null = null
  let telling = false
  const each = (run: (stream: LiveStream) => void) => {
    for (const stream of [...streams]) run(stream)
  }
  const tellAll = async () => {
    while (pending !== null) {
      const rev = pending
      pending = null
      const readers = new Set(streams)
      const textFor = await news.tell(rev, [...readers])
      // Who came meanwhile has heard `resync`, and pulls; who left or was ended must hear nothing more (W4).
      if (textFor) each((stream) => readers.has(stream) && stream.send(textFor(stream)))
    }
    telling = false
  }
  return {
    add(stream) {
      streams.add(stream)
      stream.send(RESYNC)
      return () => streams.delete(stream)
    },
    changed(rev) {
      pending = Math.max(pending ?? 0, rev)
      if (telling) return
      telling = true
      schedule(() => void tellAll())
    },
    resync: () => each((stream) => stream.send(RESYNC)),
    endDevice: (deviceId) => each((stream) => stream.deviceId === deviceId && stream.end()),
    endAll: () => each((stream) => stream.end()),
  }
}
