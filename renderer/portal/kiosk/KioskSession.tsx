import { type ReactNode, useMemo } from 'react'
import { SessionStateContext } from '../shell/SessionContext'

/** No page of a kiosk leads to sign-in, home or another gate: whatever would, ends the visit. */
export function KioskSession({ onOver, children }: { readonly onOver: () => void; readonly children: ReactNode }) {
  const value = useMemo(
    () => ({
      note: null,
      leave: onOver,
      clearNote: () => {},
      enter: onOver,
      follow: ({ code }: { readonly code: string }) => {
        if (code === 'NOT_SIGNED_IN') onOver()
        return code === 'NOT_SIGNED_IN' || code === 'PORTAL_OFF'
      },
      resumeAt: () => '/home' as const,
    }),
    [onOver],
  )
  return <SessionStateContext value={value}>{children}</SessionStateContext>
}
