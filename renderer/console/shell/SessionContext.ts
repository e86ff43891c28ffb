import { createContext, useContext, useSyncExternalStore } from 'react'
import type { DocStore } from '../replica/docStore'
import type { SyncState } from '../sync/syncEngine'
import type { ConsoleSession } from './session'

export const SessionContext = createContext<ConsoleSession | null>(null)

/** The open session. Screens below the lock always have one. */
export function useSession(): ConsoleSession {
  const session = useContext(SessionContext)
  if (!session) throw new Error('no session is open here')
  return session
}

/** Renders again whenever the store changes; returns the store itself to be read. */
export function useStore<Body>(store: DocStore<Body>): DocStore<Body> {
  useSyncExternalStore(store.subscribe, store.version)
  return store
}

export function useSyncState(): SyncState {
  const { sync } = useSession()
  return useSyncExternalStore(sync.subscribe, sync.state)
}

/** The directory as of its last change; `version` is for memoised lists. */
export function useDirectory() {
  const { directory } = useSession()
  const version = useSyncExternalStore(directory.subscribe, directory.version)
  return { directory, version }
}
