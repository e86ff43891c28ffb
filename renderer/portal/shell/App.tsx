import { lazy, type ReactNode, Suspense, useState } from 'react'
import { AccentStyle } from '../branding/AccentStyle'
import { LanguageLimit } from '../branding/LanguageLimit'
import { InvitePage } from '../invite/InvitePage'
import { isKioskPath } from '../kiosk/kioskMemory'
import { CheckPage } from '../waysIn/CheckPage'
import { ForgotPage } from '../waysIn/ForgotPage'
import { LinkPage } from '../waysIn/LinkPage'
import { LockedOutPage } from '../waysIn/LockedOutPage'
import { ResetPage } from '../waysIn/ResetPage'
import { SafetyPage } from '../waysIn/SafetyPage'
import { SecondStepPage } from '../waysIn/SecondStepPage'
import { SignInPage } from '../waysIn/SignInPage'
import { usePortalOff } from './ClinicContext'
import { Frame } from './Frame'
import type { PortalFragments } from './fragments'
import { isInside } from './insidePaths'
import { PageBoundary } from './PageBoundary'
import { PortalOffPage } from './PortalOffPage'
import { usePath } from './router'
import { useSession } from './SessionContext'
import { SignedIn } from './SignedIn'
import { StartPage } from './StartPage'
import { Waiting } from './Waiting'

// Not part of the first load: nobody reads them before having accepted or signed in.
const ConsentPage = lazy(() => import('../consent/ConsentPage').then((module) => ({ default: module.ConsentPage })))
const EnrolPage = lazy(() => import('../accountSecurity/EnrolPage').then((module) => ({ default: module.EnrolPage })))
const UnlockPage = lazy(() =>
  import('../accountSecurity/UnlockPage').then((module) => ({ default: module.UnlockPage })),
)
const Kiosk = lazy(() => import('../kiosk/Kiosk').then((module) => ({ default: module.Kiosk })))
const PortalLayout = lazy(() => import('./PortalLayout').then((module) => ({ default: module.PortalLayout })))

export interface AppProps {
  readonly fragments: PortalFragments
}

/** Every screen of the portal by its address. */
export function App({ fragments }: AppProps) {
  const path = usePath()
  const off = usePortalOff()
  const kiosk = useKioskTab(path)
  return (
    <>
      <LanguageLimit />
      <AccentStyle />
      {off ? (
        <Outside path="off">{path === '/safety' ? <SafetyPage /> : <PortalOffPage />}</Outside>
      ) : kiosk ? (
        <Suspense
          fallback={
            <Outside path="loading">
              <Waiting lines={8} />
            </Outside>
          }
        >
          <Kiosk path={path} fragments={fragments.kiosk} />
        </Suspense>
      ) : isInside(path) ? (
        <Suspense
          fallback={
            <Outside path="loading">
              <Waiting lines={8} />
            </Outside>
          }
        >
          <PortalLayout path={path} />
        </Suspense>
      ) : (
        <Outside path={path}>
          <Screen path={path} fragments={fragments} />
        </Outside>
      )}
    </>
  )
}

/** A tab that has opened the clinic's machine's page shows nothing else until it is loaded anew. */
function useKioskTab(path: string): boolean {
  const [here] = useState(() => isKioskPath(path))
  return here
}

function Outside({ path, children }: { readonly path: string; readonly children: ReactNode }) {
  return (
    <Frame>
      <PageBoundary key={path}>
        <Suspense fallback=<Waiting lines={8} />>{children}</Suspense>
      </PageBoundary>
    </Frame>
  )
}

function Screen({ path, fragments }: AppProps & { readonly path: string }) {
  switch (path) {
    case '/sign-in':
      return <SignInPage />
    case '/sign-in/check':
      return <CheckPage />
    case '/sign-in/code':
      return <SecondStepPage />
    case '/link':
      return <LinkPage links={fragments.link} />
    case '/forgot':
      return <ForgotPage />
    case '/reset':
      return <ResetPage links={fragments.reset} />
    case '/locked-out':
      return <LockedOutPage />
    case '/safety':
      return <SafetyPage />
    case '/invite':
      return <InvitePage fragments={fragments.invite} />
    case '/consent':
      return <ConsentPage />
    case '/enrol':
      return <SignedIn>{(me) => <EnrolPage me={me} />}</SignedIn>
    case '/unlock':
      return <Unlock />
    default:
      return <StartPage />
  }
}

function Unlock() {
  const { resumeAt } = useSession()
  return <UnlockPage next={resumeAt()} />
}
