import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Router } from 'wouter'
import { SkipLink } from '../../ui/SkipLink'
import { Banners } from './Banners'
import { useConsole } from './ConsoleContext'
import type { ReplicaTrouble } from './consoleState'
import { FirstSync } from './FirstSync'
import { SessionContext, useSyncState } from './SessionContext'
import classes from './Shell.module.css'
import { ShellRoutes } from './ShellRoutes'
import { SideBar } from './SideBar'
import { askForSearch, isField, shortcutOf } from './searchShortcut'
import type { ConsoleSession } from './session'

export interface ShellProps {
  readonly session: ConsoleSession
  /** Whether the desktop holds a server session; without one the console works on its own copy. */
  readonly signedIn: boolean
  readonly failure: ReplicaTrouble | null
}

/** The frame around an open session. A new session is a new frame: nothing of the last person stays. */
export function Shell({ session, signedIn, failure }: ShellProps) {
  const { place } = useConsole()
  useState(() => place.openFor(session.staffId))
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: false } } }))
  useEffect(() => () => queries.clear(), [queries])
  return (
    <SessionContext value={session} key={session.staffId}>
      <QueryClientProvider client={queries}>
        <Frame signedIn={signedIn} failure={failure} />
      </QueryClientProvider>
    </SessionContext>
  )
}

function Frame({ signedIn, failure }: Omit<ShellProps, 'session'>) {
  const { place } = useConsole()
  const { lastSyncAt } = useSyncState()
  useShortcuts()
  if (lastSyncAt === null) return <FirstSync signedIn={signedIn} />
  return (
    <Router hook={place.hook} searchHook={place.searchHook}>
      <div className={classes.frame}>
        <SkipLink target="main" />
        <SideBar />
        <div className={classes.body}>
          <Banners signedIn={signedIn} failure={failure} />
          <main className={classes.main} id="main" tabIndex={-1}>
            <ShellRoutes />
          </main>
        </div>
      </div>
    </Router>
  )
}

function useShortcuts() {
  const { controller, place } = useConsole()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const wish = shortcutOf(event, isField(event.target))
      if (wish === null || event.defaultPrevented) return
      event.preventDefault()
      if (wish === 'lock') void controller.lock()
      else askForSearch(place.path())
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [controller, place])
}
