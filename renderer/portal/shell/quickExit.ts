import { historyDepth } from './historyDepth'
import type { Tabs } from './tabs'

/** Where a quick exit leads: a site that anybody may have open. The words of the button and of `/safety` name it. */
export const NEUTRAL_SITE = 'https://www.wikipedia.org/'

/** Says in this tab, and nowhere else, that somebody left in a hurry. It tells nothing about whom or what. */
const LEFT_KEY = 'v-left'
/** Going back in the history is asynchronous and may be refused; leaving must not wait for it. */
const LONGEST_WAIT_MS = 150

/** The parts of `window` that leaving needs. */
export interface ExitPage {
  readonly document: { readonly body: { replaceChildren(): void } }
  readonly history: Pick<History, 'state' | 'go'>
  readonly location: { replace(address: string): void }
  readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  fetch(address: string, init: RequestInit): Promise<unknown>
  setTimeout(action: () => void, ms: number): unknown
  addEventListener(type: 'popstate', listener: () => void, options: { once: true }): void
}

export interface QuickExit {
  /** Signs out without waiting, empties the page, and replaces every entry of the portal that this tab has behind it. */
  readonly leave: () => void
  /** True when Back or Forward led to the portal after a quick exit; then the neutral site takes this entry's place too. */
  readonly turnAway: (arrival: 'back_forward' | 'other') => boolean
}

export function quickExit(page: ExitPage, tabs: Tabs): QuickExit {
  const vanish = () => {
    page.document.body.replaceChildren()
    attempt(() => page.sessionStorage.setItem(LEFT_KEY, '1'))
    const go = () => page.location.replace(NEUTRAL_SITE)
    const depth = historyDepth(page.history.state)
    if (depth === 0) return go()
    page.addEventListener('popstate', go, { once: true })
    page.setTimeout(go, LONGEST_WAIT_MS)
    page.history.go(-depth)
  }
  tabs.hear((word) => {
    if (word === 'left') vanish()
  })
  return {
    leave: () => {
      const request = { method: 'POST', keepalive: true, headers: { 'content-type': 'application/json' } }
      page.fetch('/api/portal/auth.signOut', request).catch(() => {})
      tabs.tell('left')
      vanish()
    },
    turnAway: (arrival) => {
      if (attempt(() => page.sessionStorage.getItem(LEFT_KEY)) !== '1') return false
      if (arrival === 'back_forward') page.location.replace(NEUTRAL_SITE)
      else attempt(() => page.sessionStorage.removeItem(LEFT_KEY))
      return arrival === 'back_forward'
    },
  }
}

/** A browser may refuse storage on every use. */
function attempt<T>(action: () => T): T | null {
  try {
    return action()
  } catch {
    return null
  }
}
