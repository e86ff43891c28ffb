import { lazy } from 'react'
import type { PortalMe } from '../../../shared/accounts/portalSchemas'
import type { InsidePath } from './insidePaths'

// One file each: nobody waits for the words and parts of a page that they did not open.
const MessagesPage = lazy(() => import('../messages/MessagesPage').then((module) => ({ default: module.MessagesPage })))
const SecurityPage = lazy(() =>
  import('../accountSecurity/SecurityPage').then((module) => ({ default: module.SecurityPage })),
)
const AccessLogPage = lazy(() =>
  import('../accessLog/AccessLogPage').then((module) => ({ default: module.AccessLogPage })),
)
const AgreementsPage = lazy(() =>
  import('../consent/AgreementsPage').then((module) => ({ default: module.AgreementsPage })),
)
const CorrectionsPage = lazy(() =>
  import('../corrections/CorrectionsPage').then((module) => ({ default: module.CorrectionsPage })),
)
const DetailsPage = lazy(() => import('../record/DetailsPage').then((module) => ({ default: module.DetailsPage })))
const HomePage = lazy(() => import('../record/HomePage').then((module) => ({ default: module.HomePage })))

export interface InsidePageProps {
  readonly path: InsidePath
  readonly me: PortalMe
}

/** The page of an address, for somebody whose session and gates are known. */
export function InsidePage({ path, me }: InsidePageProps) {
  switch (path) {
    case '/portal/messages':
      return <MessagesPage me={me} />
    case '/portal/access':
      return <AccessLogPage me={me} />
    case '/portal/agreements':
      return <AgreementsPage me={me} />
    case '/portal/corrections':
      return <CorrectionsPage />
    case '/details':
      return <DetailsPage me={me} />
    case '/portal/security':
      return <SecurityPage me={me} />
    default:
      return <HomePage me={me} />
  }
}
