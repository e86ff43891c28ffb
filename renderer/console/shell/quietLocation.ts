import { useSyncExternalStore } from 'react'
import type { BaseLocationHook } from 'wouter'

type BrowserWindow = Pick<Window, 'addEventListener' | 'removeEventListener'> & {
  readonly history: Pick<History, 'pushState' | 'replaceState' | 'state'>
  readonly location: Pick<Location, 'pathname' | 'search'>
}

export interface QuietLocation {
  readonly hook: BaseLocationHook
  readonly searchHook: () => string
  path(): string
  navigate(to: string, options?: { readonly replace?: boolean }): void
  /** Another person does not land where the last one was. */
  openFor(person: string): void
}

/**
 * A location that works with Back and Forward and leaves no record's id in the browser's history, which is a file in the profile
 * folder (R1): the address stays `/`, a history entry holds a number, and the paths live in memory. A path that the page was opened with is
 * taken over once and then removed from the address.
 */
export function createQuietLocation(page: BrowserWindow): QuietLocation {
  const listeners = new Set<() => void>()
  let paths = [page.location.pathname + page.location.search]
  let index = 0
  let owner: string | null = null
  page.history.replaceState({ place: 0 }, '', '/')
  const tell = () => {
    for (const listener of [...listeners]) listener()
  }
  page.addEventListener('popstate', (event) => {
    const place = placeIn((event as PopStateEvent).state)
    index = place !== null && place < paths.length ? place : 0
    tell()
  })

  const navigate = (to: string, options: { readonly replace?: boolean } = {}) => {
    if (to === paths[index]) return
    if (options.replace) {
      paths[index] = to
      page.history.replaceState({ place: index }, '', '/')
    } else {
      paths = [...paths.slice(0, index + 1), to]
      index = paths.length - 1
      page.history.pushState({ place: index }, '', '/')
    }
    tell()
  }
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const part = (which: 0 | 1) => (paths[index] ?? '/').split('?')[which] ?? ''
  const searchHook = () => useSyncExternalStore(subscribe, () => part(1))
  const hook: BaseLocationHook = () => [useSyncExternalStore(subscribe, () => part(0)), navigate]
  hook.searchHook = searchHook
  return {
    hook,
    searchHook,
    path: () => part(0),
    navigate,
    openFor: (person) => {
      if (owner !== null && owner !== person) {
        paths = ['/']
        index = 0
        page.history.replaceState({ place: 0 }, '', '/')
        tell()
      }
      owner = person
    },
  }
}

function placeIn(state: unknown): number | null {
  if (typeof state !== 'object' || state === null || !('place' in state)) return null
  return typeof state.place === 'number' && state.place >= 0 ? state.place : null
}
