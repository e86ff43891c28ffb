import { useCallback } from 'react'
import type { ApiProblem } from '../../api/apiError'
import { useClient } from './ClientContext'
import { usePulse } from './PulseContext'
import { useSession } from './SessionContext'
import { useAction } from './useAction'

export interface SignOut {
  readonly busy: boolean
  /** Signing out did not reach the server, so the session still lives: said, never hidden. */
  readonly problem: ApiProblem | null
  readonly signOut: () => void
}

/** Ends the session on the server and then leaves, here and in the other tabs (W4). */
export function useSignOut(): SignOut {
  const client = useClient()
  const { tabs } = usePulse()
  const { leave } = useSession()
  const { busy, problem, run } = useAction()
  const signOut = useCallback(
    () =>
      run(async () => {
        await client.auth.signOut.mutate()
        tabs.tell('signed_out')
        leave('signed_out')
      }),
    [client, leave, run, tabs],
  )
  return { busy, problem, signOut }
}
