import type { ApiCode } from '../../api/apiError'
import type { Tabs } from './tabs'

/** When this browser last had an answer of the server, in any tab. The clock is this device's own: only distances are used (W2). */
export interface Pulse {
  readonly now: () => number
  readonly lastActiveAt: () => number
  /** For the client: null for a good answer, else the refusal's code. */
  readonly answered: (code: ApiCode | null) => void
  readonly onRefusal: (listener: (code: ApiCode) => void) => () => void
  readonly tabs: Tabs
}

/** A word to the other tabs at most this often: a page that loads five things need not say so five times. */
const TELL_EVERY_MS = 2_000

export function startPulse(tabs: Tabs, now: () => number): Pulse {
  let lastActive = now()
  let lastTold = Number.NEGATIVE_INFINITY
  const listeners = new Set<(code: ApiCode) => void>()
  tabs.hear((word) => {
    if (word === 'active') lastActive = now()
  })
  return {
    now,
    tabs,
    lastActiveAt: () => lastActive,
    answered: (code) => {
      if (code !== null) {
        for (const listener of listeners) listener(code)
        return
      }
      lastActive = now()
      if (lastActive - lastTold < TELL_EVERY_MS) return
      lastTold = lastActive
      tabs.tell('active')
    },
    onRefusal: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
