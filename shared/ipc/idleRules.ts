/** One moment on two clocks (ms). The wall clock goes on while the computer sleeps and can be set back; the steady one is never set and may stand still in sleep. */
export interface Moment {
  readonly wall: number
  readonly steady: number
}

/** How long nobody was there: whichever clock says more, so that neither a clock set back nor a sleep shortens it (Y5, W2). */
export function elapsed(since: Moment, now: Moment): number {
  return Math.max(now.wall - since.wall, now.steady - since.steady)
}

/** W2: minutes until a console locks, where the clinic's setting is not known yet. */
export const DEFAULT_LOCK_MINUTES = 10
/** How long an open console may be without any page that watches its lock. A page that is loaded again takes a moment. */
export const PAGELESS_MS = 60_000

export interface Presence {
  /** When somebody last touched a page, as far as the desktop was told. */
  readonly touched: Moment
  /** When a page was last there. */
  readonly seen: Moment
  readonly limitMs: number
}

/** Whether an open console has to lock by itself: nobody touches it, or there is no page that could say so (W2, R4). */
export function mustLock({ touched, seen, limitMs }: Presence, now: Moment): boolean {
  return elapsed(touched, now) >= limitMs || elapsed(seen, now) >= PAGELESS_MS
}
