import { lazy, Suspense } from 'react'
import { SignInPage } from '../accounts/SignInPage'
import { InvitePage } from '../invite/InvitePage'
import type { InviteFragments } from '../invite/inviteFragment'
import { Frame } from './Frame'
import { PageBoundary } from './PageBoundary'
import { usePath } from './router'
import { StartPage } from './StartPage'
import { Waiting } from './Waiting'

// Not part of the first load: nobody reads them before having accepted or signed in.
const ConsentPage = lazy(() => import('../consent/ConsentPage').then((module) => ({ default: module.ConsentPage })))
const HomePage = lazy(() => import('../record/HomePage').then((module) => ({ default: module.HomePage })))

export interface AppProps {
  readonly fragments: InviteFragments
}

/** Every screen of the portal by its address. */
export function App({ fragments }: AppProps) {
  const path = usePath()
  return (
    <Frame>
      <PageBoundary key={path}>
        <Suspense fallback={<Waiting lines={8} />}>
          <Screen path={path} fragments={fragments} />
        </Suspense>
      </PageBoundary>
    </Frame>
  )
}

function Screen({ path, fragments }: AppProps & { readonly path: string }) {
  if (path === '/sign-in') return <SignInPage />
  if (path === '/invite') return <InvitePage fragments={fragments} />
  if (path === '/consent') return <ConsentPage />
  if (path === '/home') return <HomePage />
  return <StartPage />
}
