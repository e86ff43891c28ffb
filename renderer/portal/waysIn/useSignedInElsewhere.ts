import { useEffect } from 'react'
import { problemOf } from '../../api/apiError'
import { useClient } from '../shell/ClientContext'

/** How often the page asks while somebody looks at it. */
export const ASK_EVERY_MS = 5_000

/**
 * S3.13: notices that the link was opened in another tab of this browser. Asks when the tab is looked at again and every few seconds while it is;
 * a hidden tab asks nothing. Refusals but "not signed in" are told too, since they mean a session (locked, for one).
 */
export function useSignedInElsewhere(waiting: boolean, onSession: (code: string | null) => void): void {
  const client = useClient()
  useEffect(() => {
    if (!waiting) return
    let asking = false
    let over = false
    const answer = (code: string | null) => {
      asking = false
      if (!over && (code === null || code === 'SESSION_LOCKED')) onSession(code)
    }
    const ask = () => {
      if (asking || document.visibilityState !== 'visible') return
      asking = true
      client.auth.me.query().then(
        () => answer(null),
        (error: unknown) => answer(problemOf(error).code),
      )
    }
    const timer = setInterval(ask, ASK_EVERY_MS)
    addEventListener('focus', ask)
    document.addEventListener('visibilitychange', ask)
    return () => {
      over = true
      clearInterval(timer)
      removeEventListener('focus', ask)
      document.removeEventListener('visibilitychange', ask)
    }
  }, [client, waiting, onSession])
}
