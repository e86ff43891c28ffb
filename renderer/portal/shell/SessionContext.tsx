import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ApiProblem } from '../../api/apiError'
import { type InsidePath, isInside } from './insidePaths'
import { usePulse } from './PulseContext'
import { useReaderLanguage } from './ReaderLanguage'
import { navigate } from './router'

/** Why somebody stands before the sign-in page again. */
export type SignInNote = 'expired' | 'signed_out' | 'idle' | 'reset_done' | 'challenge_over'

export interface SessionState {
  readonly note: SignInNote | null
  /** Leads to the sign-in page and says why. */
  readonly leave: (note: SignInNote) => void
  readonly clearNote: () => void
  /** After a right first factor, or after everything: to the second step, or to where the session ended, else home. */
  readonly enter: (next: 'second' | 'home') => void
  /** Follows a refusal that means another screen. False when it is no such refusal. */
  readonly follow: (problem: Pick<ApiProblem, 'code'>) => boolean
  /** Where to go on after unlocking: the page that was open, else home. */
  readonly resumeAt: () => InsidePath
}

export const SessionStateContext = createContext<SessionState | null>(null)

export function useSession(): SessionState {
  const session = use(SessionStateContext)
  if (!session) throw new Error('no SessionProvider above')
  return session
}

/** The browser's half of the session. The session itself is a cookie that no script can read (W1). */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const { tabs } = usePulse()
  const [note, setNote] = useState<SignInNote | null>(null)
  const { forget } = useReaderLanguage()
  // Kept in memory, so there is no address to tamper with (L3).
  const wanted = useRef<InsidePath | null>(null)
  const leave = useCallback(
    (why: SignInNote) => {
      if (why === 'signed_out') forget()
      const from = location.pathname
      wanted.current = (why === 'expired' || why === 'idle') && isInside(from) ? from : null
      setNote(why)
      navigate('/sign-in', 'replace')
    },
    [forget],
  )
  const clearNote = useCallback(() => setNote(null), [])
  const enter = useCallback((next: 'second' | 'home') => {
    setNote(null)
    if (next === 'second') return navigate('/sign-in/code', 'replace')
    navigate(wanted.current ?? '/home', 'replace')
    wanted.current = null
  }, [])
  const follow = useCallback(
    ({ code }: Pick<ApiProblem, 'code'>) => {
      if (code === 'NOT_SIGNED_IN') leave('expired')
      else if (code === 'SESSION_LOCKED') {
        if (isInside(location.pathname)) wanted.current = location.pathname
        navigate('/unlock', 'replace')
      } else if (code === 'CONSENT_REQUIRED') navigate('/consent', 'replace')
      else if (code === 'MFA_REQUIRED') navigate('/enrol', 'replace')
      // The clinic's state already shows the page for it; see `usePortalOff`.
      else return code === 'PORTAL_OFF'
      return true
    },
    [leave],
  )
  const resumeAt = useCallback(() => wanted.current ?? '/home', [])
  useEffect(
    () => tabs.hear((word) => word === 'signed_out' && isInside(location.pathname) && leave('signed_out')),
    [tabs, leave],
  )
  const value = useMemo(
    () => ({ note, leave, clearNote, enter, follow, resumeAt }),
    [note, leave, clearNote, enter, follow, resumeAt],
  )
  return <SessionStateContext value={value}>{children}</SessionStateContext>
}
