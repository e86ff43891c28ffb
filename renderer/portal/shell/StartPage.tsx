import { useCallback, useEffect } from 'react'
import { useClient } from './ClientContext'
import { gateOf, leadsElsewhere } from './gates'
import { LoadFailure } from './LoadFailure'
import { navigate } from './router'
import { useSession } from './SessionContext'
import { useLoaded } from './useLoaded'
import { Waiting } from './Waiting'

/** `/`: leads home, or to the sign-in page without a word about it. */
export function StartPage() {
  const client = useClient()
  const { follow } = useSession()
  const { loaded, reload } = useLoaded(useCallback(() => client.auth.me.query(), [client]))
  useEffect(() => {
    if (loaded.state === 'ready') navigate(gateOf(loaded.value) ?? '/home', 'replace')
    if (loaded.state !== 'failed') return
    if (loaded.problem.code === 'NOT_SIGNED_IN') navigate('/sign-in', 'replace')
    else follow(loaded.problem)
  }, [loaded, follow])
  if (loaded.state === 'failed' && !leadsElsewhere(loaded.problem.code))
    return <LoadFailure problem={loaded.problem} onRetry={reload} />
  return <Waiting lines={6} />
}
