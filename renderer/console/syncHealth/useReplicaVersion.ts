import { useCallback, useSyncExternalStore } from 'react'
import type { Replica } from '../replica/replica'

/** Changes with every change of any collection or of the outbox. */
export function useReplicaVersion({ stores }: Pick<Replica, 'stores'>): number {
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = Object.values(stores).map((store) => store.subscribe(listener))
      return () => {
        for (const stop of stops) stop()
      }
    },
    [stores],
  )
  const version = useCallback(() => Object.values(stores).reduce((sum, store) => sum + store.version(), 0), [stores])
  return useSyncExternalStore(subscribe, version)
}
