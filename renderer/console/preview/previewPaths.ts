import type { Preview } from '../../../shared/preview/previewSchemas'
import { INSIDE_PATHS } from '../../portal/shell/insidePaths'
import type { PortalPath } from '../../portal/shell/router'

const INSIDE: readonly PortalPath[] = [...INSIDE_PATHS, '/consent', '/enrol', '/safety']
const OUTSIDE: readonly PortalPath[] = ['/sign-in', '/safety']

/** Where the portal leads this participant first. */
export function firstPath({ pages }: Pick<Preview, 'pages'>): PortalPath {
  if (pages === null) return '/sign-in'
  const { consentDone, mfaDone, detailsWanted } = pages.me
  if (!consentDone) return '/consent'
  if (!mfaDone) return '/enrol'
  return detailsWanted ? '/details' : '/home'
}

/** The page that a link leads to for this participant, gates included; null when the preview has no such page. */
export function pathFor({ pages }: Pick<Preview, 'pages'>, wanted: string): PortalPath | null {
  const path = wanted === '/' ? firstPath({ pages }) : (pages === null ? OUTSIDE : INSIDE).find((one) => one === wanted)
  if (path === undefined) return null
  if (pages === null || path === '/safety' || path === '/portal/agreements') return path
  if (!pages.me.consentDone || !pages.me.mfaDone) return firstPath({ pages })
  const isOver = path === '/consent' || path === '/enrol' || (path === '/details' && !pages.me.detailsWanted)
  return isOver ? '/home' : path
}
