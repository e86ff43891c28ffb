import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react'
import type { ApiProblem } from '../../api/apiError'
import { useReaderLanguage } from './ReaderLanguage'
import { navigate } from './router'

/** Why somebody stands before the sign-in page again. */
export type SignInNote = 'expired' | 'signed_out'

interface SessionState {
  readonly note: SignInNote | null
  /** Leads to the sign-in page and says why. */
  readonly leave: (note: SignInNote) => void
  readonly clearNote: () => void
  /** Follows a refusal that means another screen: signed out, or consent first. False when it is no such refusal. */
  readonly follow: (problem: ApiProblem) => boolean
}

const Context = createContext<SessionState | null>(null)

export function useSession(): SessionState {
  const session = use(Context)
  if (!session) throw new Error('no SessionProvider above')
  return session
}

/** The browser's half of the session. The session itself is a cookie that no script can read (W1). */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [note, setNote] = useState<SignInNote | null>(null)
  const { forget } = useReaderLanguage()
  const leave = useCallback(
    (why: SignInNote) => {
      if (why === 'signed_out') forget()
      setNote(why)
      navigate('/sign-in', 'replace')
    },
    [forget],
  )
  const clearNote = useCallback(() => setNote(null), [])
  const follow = useCallback(
    ({ code }: ApiProblem) => {
      if (code === 'NOT_SIGNED_IN') leave('expired')
      else if (code === 'CONSENT_REQUIRED') navigate('/consent', 'replace')
      else return false
      return true
    },
    [leave],
  )
  const value = useMemo(() => ({ note, leave, clearNote, follow }), [note, leave, clearNote, follow])
  return <Context value={value}>{children}</Context>
}
