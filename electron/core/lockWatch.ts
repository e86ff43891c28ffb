import type { LockStatus } from '../../shared/ipc/desktopTypes'
import type { IdleGuard } from './idleGuard'
import type { LockService } from './lockService'
import type { Session } from './session'

/** How often an open console looks at its lease, so that seven days without contact lock it even when nobody touches it. */
export const LEASE_LOOK_MS = 60_000

/** The lock's state now, after each change and at each look at the lease; ends when `signal` aborts. */
export async function* watchLock(
  { session, lock, idle }: { readonly session: Session; readonly lock: LockService; readonly idle: IdleGuard },
  signal: AbortSignal,
  lookMs = LEASE_LOOK_MS,
): AsyncGenerator<LockStatus> {
  let wake = () => {}
  // A change between two waits must not be missed, so it is noted and not only signalled.
  let changed = true
  const note = () => {
    changed = true
    wake()
  }
  const stop = session.onChange(note)
  const left = idle.watched()
  const timer = setInterval(note, lookMs)
  signal.addEventListener('abort', note)
  try {
    while (!signal.aborted) {
      if (!changed) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (signal.aborted) return
      changed = false
      yield await lock.status()
    }
  } finally {
    left()
    stop()
    clearInterval(timer)
    signal.removeEventListener('abort', note)
  }
}
