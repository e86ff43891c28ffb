import { useEffect, useState } from 'react'

export interface Countdown {
  /** Whole seconds to go; 0 when it is over. */
  readonly left: number
  readonly start: (seconds: number) => void
}

/** Counts down by the clock, so that a tab that slept is right again at once. */
export function useCountdown(seconds: number): Countdown {
  const [end, setEnd] = useState(() => Date.now() + seconds * 1000)
  const [now, setNow] = useState(() => Date.now())
  const left = Math.max(0, Math.ceil((end - now) / 1000))
  const running = left > 0
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [running])
  const start = (fresh: number) => {
    const moment = Date.now()
    setNow(moment)
    setEnd(moment + fresh * 1000)
  }
  return { left, start }
}
