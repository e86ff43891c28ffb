import { lazy } from 'react'
import type { PortalMe } from '../../../shared/accounts/portalSchemas'
import type { InsidePath } from './insidePaths'

// One file each: nobody waits for the words and parts of a page that they did not open.
const HomePage = lazy(() => import('../record/HomePage').then((module) => ({ default: module.HomePage })))

export interface InsidePageProps {
  readonly path: InsidePath
  readonly me: PortalMe
}

/** The page of an address, for somebody whose session and gates are known. */
export function InsidePage({ me }: InsidePageProps) {
  return <HomePage me={me} />
}
