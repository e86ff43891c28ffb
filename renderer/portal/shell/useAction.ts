import { useCallback, useRef, useState } from 'react'
import { type ApiProblem, problemOf } from '../../api/apiError'

export interface Action {
  readonly busy: boolean
  readonly problem: ApiProblem | null
  /** Does nothing while an earlier press is still under way: one press is one request. */
  readonly run: (work: () => Promise<void>) => void
  readonly clear: () => void
}

/** One button's work: busy while it lasts, and the refusal if there was one. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const running = useRef(false)
  const run = useCallback((work: () => Promise<void>) => {
    if (running.current) return
    running.current = true
    setBusy(true)
    setProblem(null)
    work()
      .catch((error: unknown) => setProblem(problemOf(error)))
      .finally(() => {
        running.current = false
        setBusy(false)
      })
  }, [])
  const clear = useCallback(() => setProblem(null), [])
  return { busy, problem, run, clear }
}
