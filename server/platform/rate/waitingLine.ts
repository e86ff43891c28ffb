import { CodedError } from '../../../shared/errors/errorCodes'

export interface WaitingLineRule {
  /** Jobs that run at the same time. */
  readonly atOnce: number
  /** Jobs that may wait; one more is told to come back: `UNAVAILABLE`. */
  readonly waiting: number
  /** Told the number of jobs running, whenever one starts. */
  readonly onStart?: (running: number) => void
}

/** Runs a job when its turn has come, and returns what it returns. */
export type WaitingLine = <T>(job: () => Promise<T>) => Promise<T>

const RETRY_SECONDS = 5

/** Lets `atOnce` jobs of this process run and `waiting` more wait in the order they came. A job must not ask for a place in its own line. */
export function createWaitingLine({ atOnce, waiting, onStart }: WaitingLineRule): WaitingLine {
  const queue: (() => void)[] = []
  let running = 0
  return async (job) => {
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
}
