import type { Clock } from '../platform/clock'
import type { Listener } from '../platform/database/listen'
import { describeError, type Log } from '../platform/log'
import { createLanes } from '../platform/mail/lanes'
import { dispatchNext } from './requestDispatch'
import { REQUEST_CHANNEL } from './requestService'
import type { WaysInDeps } from './waysInParts'

const POLL_MS = 5_000

export interface RequestWorkerOptions {
  readonly deps: WaysInDeps
  readonly clock: Clock
  readonly log: Log
  readonly listener: Listener
}

/**
 * Looks who the waiting requests are for, soon after their answers were given. Every process runs one; each request is taken by exactly one of
 * them, and one that a process died over is taken up by the next.
 */
export function startRequestWorker({ deps, clock, log, listener }: RequestWorkerOptions) {
  const lanes = createLanes<true>({
    count: 1,
    next: async () => ((await dispatchNext(deps, clock.now())) ? true : undefined),
    work: async () => undefined,
    failed: (error) => log.error({ failure: describeError(error) }, 'a sign-in request failed'),
  })
  const timer = setInterval(lanes.wake, POLL_MS)
  const unsubscribe = [listener.subscribe(REQUEST_CHANNEL, () => lanes.wake()), listener.onResync(() => lanes.wake())]
  lanes.wake()
  return {
    async stop() {
      clearInterval(timer)
      for (const end of unsubscribe) end()
      await lanes.stop()
    },
  }
}
