/** Longest text that the server reads as a link's token; more is cut, and then does not work like any other wrong one. */
const LONGEST = 128

interface Page {
  readonly location: Pick<Location, 'hash' | 'pathname'>
  readonly history: Pick<History, 'replaceState' | 'state'>
  addEventListener(type: 'hashchange', listener: () => void): void
}

/** One opened link. A new object each time, so that the same link opened again is opened again. */
export interface OpenedLink {
  readonly token: string
}

/** The links that this page was opened with; shaped for `useSyncExternalStore`. */
export interface InviteFragments {
  readonly current: () => OpenedLink | null
  readonly subscribe: (changed: () => void) => () => void
}

/**
 * Takes the token out of `/invite#<token>` (or another page's address) and out of the address bar at once (I4), now and whenever another link is
 * pasted into the same tab (the browser then changes the fragment without loading the page). It lives in memory only.
 */
export function inviteFragments(page: Page, path = '/invite'): InviteFragments {
  let link = takeFragment(page, path)
  const listeners = new Set<() => void>()
  page.addEventListener('hashchange', () => {
    const next = takeFragment(page, path)
    if (next === null) return
    link = next
    for (const changed of listeners) changed()
  })
  return {
    current: () => link,
    subscribe: (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
  }
}

function takeFragment({ location, history }: Page, path: string): OpenedLink | null {
  const token = location.hash.replace(/^#/, '')
  if (location.pathname !== path || token === '') return null
  history.replaceState(history.state, '', location.pathname)
  return { token: token.slice(0, LONGEST) }
}
