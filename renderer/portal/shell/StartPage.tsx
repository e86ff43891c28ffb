import { useCallback, useEffect } from 'react'
import { useClient } from './ClientContext'
import { LoadFailure } from './LoadFailure'
import { navigate } from './router'
import { useLoaded } from './useLoaded'
import { Waiting } from './Waiting'

/** `/`: leads home, or to the sign-in page without a word about it. */
export function StartPage() {
  const client = useClient()
  const { loaded, reload } = useLoaded(useCallback(() => client.auth.me.query(), [client]))
  const signedOut = loaded.state === 'failed' && loaded.problem.code === 'NOT_SIGNED_IN'
  useEffect(() => {
    if (signedOut) navigate('/sign-in', 'replace')
    if (loaded.state === 'ready') navigate(loaded.value.consentDone ? '/home' : '/consent', 'replace')
  }, [loaded, signedOut])
  if (loaded.state === 'failed' && !signedOut) return <LoadFailure problem={loaded.problem} onRetry={reload} />
  return <Waiting lines={6} />
}
