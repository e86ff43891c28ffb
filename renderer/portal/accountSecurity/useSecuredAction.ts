import { useCallback } from 'react'
import { problemOf } from '../../api/apiError'
import { useSession } from '../shell/SessionContext'
import { type Action, useAction } from '../shell/useAction'
import { DeclinedError } from './DeclinedError'
import { useSecured } from './ReauthProvider'
import { useFocusKept } from './useFocusKept'

/**
 * `useAction` for security settings: a fresh password is asked for where the server wants one, a session that is over leads to its page, and
 * the focus comes back to the pressed button. `work` may run twice, so what follows the call belongs behind it.
 */
export function useSecuredAction(): Action {
  const { busy, problem, run, clear } = useAction()
  const secured = useSecured()
  const { follow } = useSession()
  const keepFocus = useFocusKept(busy)
  const securedRun = useCallback(
    (work: () => Promise<void>) => {
      keepFocus()
      run(async () => {
        try {
          await secured(work)
        } catch (error) {
          if (error instanceof DeclinedError || follow(problemOf(error))) return
          throw error
        }
      })
    },
    [run, secured, follow, keepFocus],
  )
  return { busy, problem, run: securedRun, clear }
}
