import { type ReactNode, useCallback, useEffect, useRef } from 'react'
import type { PortalMe } from '../../../shared/accounts/portalSchemas'
import { useLanguage } from '../../ui/LanguageContext'
import type { Language } from '../../ui/language'
import { useClient } from './ClientContext'
import { leadsElsewhere } from './gates'
import { LoadFailure } from './LoadFailure'
import { useReaderLanguage } from './ReaderLanguage'
import { useSession } from './SessionContext'
import { type Loading, useLoaded } from './useLoaded'
import { Waiting } from './Waiting'

export interface SignedInProps {
  readonly children: (me: PortalMe) => ReactNode
}

/** Asks who is signed in before a screen shows anything, and puts the page into the account's language. */
export function SignedIn({ children }: SignedInProps) {
  const { loaded, reload } = useMe()
  if (loaded.state === 'ready') return children(loaded.value)
  if (loaded.state === 'failed' && !leadsElsewhere(loaded.problem.code))
    return <LoadFailure problem={loaded.problem} onRetry={reload} />
  return <Waiting lines={8} />
}

/** What the reader chose is told to the server, for letters and messages. `stored`: the account's language; null while nobody is known. */
function useKeptLanguage(stored: Language | null): void {
  const client = useClient()
  const { language } = useLanguage()
  const { isChosen } = useReaderLanguage()
  const told = useRef<{ readonly stored: Language; readonly language: Language } | null>(null)
  useEffect(() => {
    if (stored === null || !isChosen()) return
    const known = told.current?.stored === stored ? told.current.language : stored
    if (known === language) return
    told.current = { stored, language }
    // Not worth a word to the reader: the next page tries again.
    client.auth.setLanguage.mutate({ language }).catch(() => {
      told.current = null
    })
  }, [client, stored, language, isChosen])
}

/** Who is signed in; a refusal that means another screen is followed. */
export function useMe(): Loading<PortalMe> {
  const client = useClient()
  const { follow } = useSession()
  const { suggest } = useReaderLanguage()
  const load = useCallback(async () => {
    const me = await client.auth.me.query()
    await suggest(me.language)
    return me
  }, [client, suggest])
  const loading = useLoaded(load)
  const { loaded } = loading
  useKeptLanguage(loaded.state === 'ready' ? loaded.value.language : null)
  useEffect(() => {
    if (loaded.state === 'failed') follow(loaded.problem)
  }, [loaded, follow])
  return loading
}
