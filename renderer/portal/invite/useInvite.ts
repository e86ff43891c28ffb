import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { InviteView } from '../../../shared/accounts/portalSchemas'
import { type ApiProblem, problemOf } from '../../api/apiError'
import { useKiosk } from '../kiosk/KioskContext'
import { useClient } from '../shell/ClientContext'
import { useReaderLanguage } from '../shell/ReaderLanguage'
import type { InviteFragments } from './inviteFragment'

/** Where the visitor stands. `given` is the link or code that did not work, for asking again. */
export type InviteStage =
  | { readonly at: 'loading' }
  | { readonly at: 'short_code' }
  | { readonly at: 'not_working'; readonly given: string | null }
  | { readonly at: 'failed'; readonly problem: ApiProblem }
  | { readonly at: 'open'; readonly view: InviteView; readonly reopened: boolean }

export interface Invite {
  readonly stage: InviteStage
  readonly retry: () => void
  readonly typeCode: () => void
  /** The generic page; `code` when it was a typed code that did not work. */
  readonly showNotWorking: (code?: string) => void
  readonly show: (view: InviteView, code?: string) => Promise<void>
  /**
   * The 30 minutes of the invite cookie may have passed while somebody typed. With the link still in memory the invite is opened once more;
   * without it, or when it does not work any more, the generic page follows.
   */
  readonly reopen: () => Promise<void>
}

/** What to go by: the link in the address, else the invite of this browser; that alone; or only a code that is typed. */
export type InviteStart = 'link' | 'cookie' | 'code'

/** What opening sends. On the clinic's own machine the server makes a short visit of it. */
export const openingOf = (token: string, kiosk: boolean) => (kiosk ? ({ token, kiosk } as const) : { token })

/** Opens the link in the address once, or goes on with the invite of this browser (its cookie). */
export function useInvite(fragments: InviteFragments, start: InviteStart = 'link'): Invite {
  const client = useClient()
  const kiosk = useKiosk()
  const { suggest } = useReaderLanguage()
  const link = useSyncExternalStore(fragments.subscribe, fragments.current)
  const [stage, setStage] = useState<InviteStage>({ at: 'loading' })
  const [given, setGiven] = useState<string | null>(null)
  const [round, setRound] = useState(0)

  const show = useCallback(
    async (view: InviteView, code?: string) => {
      await suggest(view.language)
      if (code !== undefined) setGiven(code)
      setStage({ at: 'open', view, reopened: false })
    },
    [suggest],
  )
  const showNotWorking = useCallback((code?: string) => setStage({ at: 'not_working', given: code ?? given }), [given])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again.
  useEffect(() => {
    let wanted = true
    const token = link?.token ?? null
    setGiven(token)
    if (token === null && start === 'code') return setStage({ at: 'short_code' })
    setStage({ at: 'loading' })
    const opening = token === null ? client.invite.current.query() : client.invite.open.mutate(openingOf(token, kiosk))
    opening.then(
      async (view) => {
        if (wanted) await show(view)
      },
      (error: unknown) => wanted && setStage(stageAfter(problemOf(error), token)),
    )
    return () => {
      wanted = false
    }
  }, [client, link, kiosk, start, round, show])

  const reopen = useCallback(async () => {
    if (given === null) return showNotWorking()
    try {
      const view = await client.invite.open.mutate(openingOf(given, kiosk))
      setStage({ at: 'open', view, reopened: true })
    } catch (error) {
      const problem = problemOf(error)
      if (problem.code !== 'LINK_NOT_WORKING') throw error
      showNotWorking()
    }
  }, [client, given, kiosk, showNotWorking])

  const retry = useCallback(() => setRound((before) => before + 1), [])
  const typeCode = useCallback(() => setStage({ at: 'short_code' }), [])
  return { stage, retry, typeCode, showNotWorking, show, reopen }
}

/** Without a link and without an invite in this browser there is only the letter's code to go by. */
function stageAfter(problem: ApiProblem, token: string | null): InviteStage {
  if (problem.code !== 'LINK_NOT_WORKING') return { at: 'failed', problem }
  return token === null ? { at: 'short_code' } : { at: 'not_working', given: token }
}
