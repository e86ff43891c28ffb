import { useCallback, useEffect, useState } from 'react'
import { type ApiProblem, problemOf } from '../../api/apiError'

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly problem: ApiProblem }

export interface Loading<T> {
  readonly loaded: Loaded<T>
  /** Asks again. What is shown stays until the new answer is there, so that nothing jumps. */
  readonly reload: () => void
}

/**
 * Asks once for each `load` (keep it stable with `useCallback`). While a later question is open the earlier answer stays; an answer that
 * arrives after the question changed is dropped.
 */
export function useLoaded<T>(load: () => Promise<T>): Loading<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' })
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again.
  useEffect(() => {
    let wanted = true
    load().then(
      (value) => wanted && setLoaded({ state: 'ready', value }),
      (error: unknown) => wanted && setLoaded({ state: 'failed', problem: problemOf(error) }),
    )
    return () => {
      wanted = false
    }
  }, [load, round])
  const reload = useCallback(() => {
    setLoaded((before) => (before.state === 'failed' ? { state: 'loading' } : before))
    setRound((before) => before + 1)
  }, [])
  return { loaded, reload }
}
