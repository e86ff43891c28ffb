import { useCallback, useEffect, useRef, useState } from 'react'
import type { Preview } from '../../../shared/preview/previewSchemas'
import { type ApiProblem, problemOf } from '../../api/apiError'
import { useSession } from '../shell/SessionContext'

export interface PreviewState {
  readonly preview: Preview | null
  readonly problem: ApiProblem | null
  readonly busy: boolean
  /** Looks anew, which is one more row of the audit log. */
  readonly refresh: () => void
}

/** The snapshot, in this component's memory and nowhere else: leaving the page and locking the console drop it. Asked for once a visit, since each look is recorded. */
export function usePreview(participantId: string, isOnline: boolean): PreviewState {
  const { client } = useSession()
  const [state, setState] = useState<Omit<PreviewState, 'refresh'>>({ preview: null, problem: null, busy: false })
  const asked = useRef(false)
  const wanted = useRef(true)
  const refresh = useCallback(() => {
    setState((before) => ({ ...before, problem: null, busy: true }))
    const done = (answer: Partial<PreviewState>) => {
      if (wanted.current) setState((before) => ({ ...before, ...answer, busy: false }))
    }
    client.preview.open.mutate({ participantId }).then(
      (preview) => done({ preview }),
      (error: unknown) => done({ preview: null, problem: problemOf(error) }),
    )
  }, [client, participantId])
  useEffect(() => {
    wanted.current = true
    if (isOnline && !asked.current) {
      asked.current = true
      refresh()
    }
    return () => {
      wanted.current = false
    }
  }, [isOnline, refresh])
  return { ...state, refresh }
}
