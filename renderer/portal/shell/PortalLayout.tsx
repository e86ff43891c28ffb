import { type ReactNode, Suspense, useEffect, useRef } from 'react'
import type { PortalMe } from '../../../shared/accounts/portalSchemas'
import { Frame } from './Frame'
import { gateOf, leadsElsewhere, OPEN_PATH } from './gates'
import { IdleWatch } from './IdleWatch'
import { InsidePage } from './InsidePage'
import type { InsidePath } from './insidePaths'
import { LoadFailure } from './LoadFailure'
import { ReloadMe } from './MeContext'
import { PageBoundary } from './PageBoundary'
import { ProblemNotice } from './ProblemNotice'
import { navigate, type PortalPath } from './router'
import { SideBar } from './SideBar'
import { useMe } from './SignedIn'
import { useAppLock } from './useAppLock'
import type { Loading } from './useLoaded'
import { useSignOut } from './useSignOut'
import { Waiting } from './Waiting'

/** S1.3: every page of somebody signed in stands in here, and none is drawn before the session and its gates are known. */
export function PortalLayout({ path }: { readonly path: InsidePath }) {
  const { loaded, reload } = useMe()
  const { busy, problem, signOut } = useSignOut()
  const me = loaded.state === 'ready' ? loaded.value : null
  const elsewhere = useGates(path, me)
  useAtEachPage(path, reload)
  useAppLock(me?.lockMinutes ?? null)
  return (
    <Frame nav={<SideBar path={path} me={me} signingOut={{ busy, signOut }} />}>
      <ProblemNotice problem={problem} />
      <PageBoundary key={path}>
        <Suspense fallback={<Waiting lines={8} />}>
          {me !== null && elsewhere === null ? (
            <ReloadMe value={reload}>
              <InsidePage path={path} me={me} />
            </ReloadMe>
          ) : (
            <NotYet loading={{ loaded, reload }} />
          )}
        </Suspense>
      </PageBoundary>
      {me === null ? null : <IdleWatch idleSeconds={me.idleSeconds} />}
    </Frame>
  )
}

function NotYet({ loading: { loaded, reload } }: { readonly loading: Loading<PortalMe> }): ReactNode {
  if (loaded.state === 'failed' && !leadsElsewhere(loaded.problem.code))
    return <LoadFailure problem={loaded.problem} onRetry={reload} />
  return <Waiting lines={8} />
}

/** Leads to the first open gate, and once from home to the details that registration asked for (S4.13). */
function useGates(path: InsidePath, me: PortalMe | null): PortalPath | null {
  const askedForDetails = useRef(false)
  const wantsDetails = path === '/home' && me?.detailsWanted === true && !askedForDetails.current
  const gate = me === null || path === OPEN_PATH ? null : gateOf(me)
  const elsewhere = gate ?? (wantsDetails ? '/details' : null)
  useEffect(() => {
    if (elsewhere === null) return
    if (elsewhere === '/details') askedForDetails.current = true
    navigate(elsewhere, 'replace')
  }, [elsewhere])
  return elsewhere
}

/** Each page asks anew, because agreements, the second factor and unread messages change meanwhile; the first page has just asked. */
function useAtEachPage(path: InsidePath, reload: () => void): void {
  const asked = useRef(path)
  useEffect(() => {
    if (asked.current === path) return
    asked.current = path
    reload()
  }, [path, reload])
}
