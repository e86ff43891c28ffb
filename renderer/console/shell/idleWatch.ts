import { elapsed, type Moment } from '../../../shared/ipc/idleRules'

/** What counts as somebody being there. */
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
const LOOK_MS = 5_000

export interface IdleOptions {
  /** Milliseconds without a sign of life until `onIdle`. */
  readonly limitMs: number
  readonly onIdle: () => void
  /** Somebody is there: said at the start and then at each look that finds a new sign. */
  readonly onTouched?: () => void
  readonly target: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>
  readonly now: () => Moment
}

export function momentNow(): Moment {
  return { wall: Date.now(), steady: performance.now() }
}

/**
 * Calls `onIdle` once nobody has touched the console for the limit (W2). It compares times and does not count timers: a computer that
 * slept for an hour is idle for an hour when it wakes, and one whose clock was set back is idle for as long as it was (Y5). Returns how to stop.
 */
export function watchIdle({ limitMs, onIdle, onTouched, target, now }: IdleOptions): () => void {
  let last = now()
  let told: Moment | null = null
  const isOver = () => elapsed(last, now()) >= limitMs
  const tell = () => {
    if (told === last) return
    told = last
    onTouched?.()
  }
  const touched = () => {
    // A touch after a long sleep must not hide that it was long: look first.
    if (isOver()) return over()
    last = now()
  }
  const timer = setInterval(() => {
    if (isOver()) over()
    else tell()
  }, LOOK_MS)
  const stop = () => {
    clearInterval(timer)
    for (const sign of SIGNS) target.removeEventListener(sign, touched)
  }
  const over = () => {
    stop()
    onIdle()
  }
  for (const sign of SIGNS) target.addEventListener(sign, touched, { passive: true })
  tell()
  return stop
}
