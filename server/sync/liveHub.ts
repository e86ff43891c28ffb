import type { LiveEvent } from '../../shared/sync/syncSchemas'

/** One open live stream of a console. `send` must not throw; `end` closes it. */
export interface LiveStream {
  readonly deviceId: string
  send(event: LiveEvent): void
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

/**
 * The open live streams of this process. Changes arrive by NOTIFY from every process; a burst is told once per stream and tick, because
 * the console answers each event with a pull that brings everything anyway.
 */
export function createLiveHub(schedule: (run: () => void) => void = setImmediate): LiveHub {
  const streams = new Set<LiveStream>()
  let pending: number | null = null
  const each = (run: (stream: LiveStream) => void) => {
    for (const stream of [...streams]) run(stream)
  }
  const flush = () => {
    const rev = pending
    pending = null
    if (rev !== null) each((stream) => stream.send({ kind: 'change', rev }))
  }
  return {
    add(stream) {
      streams.add(stream)
      stream.send({ kind: 'resync' })
      return () => streams.delete(stream)
    },
    changed(rev) {
      if (pending === null) schedule(flush)
      pending = Math.max(pending ?? 0, rev)
    },
    resync: () => each((stream) => stream.send({ kind: 'resync' })),
    endDevice: (deviceId) => each((stream) => stream.deviceId === deviceId && stream.end()),
    endAll: () => each((stream) => stream.end()),
  }
}
