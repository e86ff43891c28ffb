import { DEFAULT_LOCK_MINUTES, type Moment, mustLock } from '../../shared/ipc/idleRules'
import type { Clock } from './ports'
import type { Session } from './session'

const LOOK_MS = 5_000

export interface IdleGuard {
  /** A page watches the lock; returns how to say that it is gone. */
  watched(): () => void
  /** Somebody touched a page, which locks by itself after `minutes`. */
  touched(minutes: number): void
  stop(): void
}

export interface IdleGuardParts {
  readonly session: Session
  readonly lock: () => Promise<void>
  readonly clock: Clock
  readonly lookMs?: number | undefined
}

/**
 * The idle lock that needs no page (W2, R4): a tab that was closed, has crashed or stands still cannot lock. It looks at times and not at timers, so
 * that a sleep counts.
 */
export function createIdleGuard({ session, lock, clock, lookMs = LOOK_MS }: IdleGuardParts): IdleGuard {
  const now = (): Moment => ({ wall: clock.now(), steady: clock.steady() })
  let [touchedAt, seenAt] = [now(), now()]
  let limitMs = DEFAULT_LOCK_MINUTES * 60_000
  let pages = 0
  const presentNow = () => {
    const presence = session.current()
    return presence.state === 'unlocked' ? presence.staffId : null
  }
  let present = presentNow()
  const stopListening = session.onChange(() => {
    const before = present
    present = presentNow()
    if (present === null || present === before) return
    touchedAt = now()
    seenAt = touchedAt
    limitMs = DEFAULT_LOCK_MINUTES * 60_000
  })
  const timer = setInterval(() => {
    if (pages > 0) seenAt = now()
    if (present !== null && mustLock({ touched: touchedAt, seen: seenAt, limitMs }, now())) void lock()
  }, lookMs)
  timer.unref()
  return {
    watched: () => {
      pages++
      return () => {
        pages--
        seenAt = now()
      }
    },
    touched: (minutes) => {
      touchedAt = now()
      limitMs = minutes * 60_000
    },
    stop: () => {
      stopListening()
      clearInterval(timer)
    },
  }
}
