import { CodedError } from '../../../shared/errors/errorCodes'

export interface WaitingLineRule {
  /** Jobs that run at the same time. */
  readonly atOnce: number
  /** Jobs that may wait; one more is told to come back: `UNAVAILABLE`. */
  readonly waiting: number
  /** Jobs of one and the same `owner` in the line, running or waiting; one more is `TOO_MANY_REQUESTS`. Without it one owner may take the whole line. */
  readonly ofOne?: number
  /** Told the number of jobs running, whenever one starts. */
  readonly onStart?: (running: number) => void
}

/** Runs a job when its turn has come, and returns what it returns. `owner`: whose it is, where `ofOne` counts. */
export type WaitingLine = <T>(job: () => Promise<T>, owner?: string) => Promise<T>

const RETRY_SECONDS = 5

/** Lets `atOnce` jobs of this process run and `waiting` more wait in the order they came. A job must not ask for a place in its own line. */
export function createWaitingLine({ atOnce, waiting, ofOne = Infinity, onStart }: WaitingLineRule): WaitingLine {
  const queue: (() => void)[] = []
  const held = new Map<string, number>()
  let running = 0
  const run = async <T>(job: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw new CodedError('UNAVAILABLE', {}, RETRY_SECONDS)
      // The one that ends hands its place over without giving it up, so a newcomer cannot slip in between.
      await new Promise<void>((resolve) => queue.push(resolve))
    } else running++
    try {
      onStart?.(running)
      return await job()
    } finally {
      const next = queue.shift()
      if (next) next()
      else running--
    }
  }
  return async (job, owner) => {
    if (owner === undefined) return await run(job)
    const before = held.get(owner) ?? 0
    if (before >= ofOne) throw new CodedError('TOO_MANY_REQUESTS', {}, RETRY_SECONDS)
    held.set(owner, before + 1)
    try {
      return await run(job)
    } finally {
      const left = (held.get(owner) ?? 0) - 1
      if (left > 0) held.set(owner, left)
      else held.delete(owner)
    }
  }
}
