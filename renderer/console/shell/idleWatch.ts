/** What counts as somebody being there. */
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
const LOOK_MS = 5_000

export interface IdleOptions {
  /** Milliseconds without a sign of life until `onIdle`. */
  readonly limitMs: number
  readonly onIdle: () => void
  readonly target: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>
  readonly now: () => number
}

/**
 * Calls `onIdle` once nobody has touched the console for the limit (W2). It compares times and does not count timers: a computer that
 * slept for an hour is idle for an hour when it wakes. Returns how to stop.
 */
export function watchIdle({ limitMs, onIdle, target, now }: IdleOptions): () => void {
  let last = now()
  const touched = () => {
    // A touch after a long sleep must not hide that it was long: look first.
    if (now() - last >= limitMs) return over()
    last = now()
  }
  const timer = setInterval(() => {
    if (now() - last >= limitMs) over()
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
  return stop
}
