export interface LaneOptions<T> {
  readonly count: number
  readonly next: () => Promise<T | undefined>
  readonly work: (item: T) => Promise<void>
  readonly failed: (error: unknown) => void
}

export interface Lanes {
  /** Looks for work now, or once more when every lane is busy. */
  wake(): void
  /** Resolves when no lane is at work. */
  idle(): Promise<void>
  /** No new work; resolves when what is under way has ended. */
  stop(): Promise<void>
}

/** Works through what `next` gives, up to `count` at a time: one slow item never holds up the others. */
export function createLanes<T>({ count, next, work, failed }: LaneOptions<T>): Lanes {
  const active = new Set<Promise<void>>()
  let stopped = false
  let missed = false
  const run = async () => {
    do {
      missed = false
      for (let item = await next(); item !== undefined; item = stopped ? undefined : await next()) {
        wake()
        await work(item)
      }
      // Something may have come in between the look that found nothing and now, while no lane was free.
    } while (missed && !stopped)
  }
  const wake = () => {
    if (stopped) return
    if (active.size >= count) {
      missed = true
      return
    }
    const lane: Promise<void> = run()
      .catch(failed)
      .finally(() => active.delete(lane))
    active.add(lane)
  }
  const idle = async () => {
    while (active.size > 0) await Promise.all(active)
  }
  return {
    wake,
    idle,
    async stop() {
      stopped = true
      await idle()
    },
  }
}
