import { type AnchorHTMLAttributes, createContext, type MouseEvent, use, useEffect, useSyncExternalStore } from 'react'
import { historyDepth } from './historyDepth'

/** The addresses that the server answers with this page (server/app/mountRoutes.ts). */
export type PortalPath =
  | '/'
  | '/sign-in'
  | '/sign-in/check'
  | '/sign-in/code'
  | '/link'
  | '/forgot'
  | '/reset'
  | '/locked-out'
  | '/safety'
  | '/unlock'
  | '/invite'
  | '/here'
  | '/here/done'
  | '/consent'
  | '/enrol'
  | '/home'
  | '/details'
  | '/portal/security'
  | '/portal/messages'
  | '/portal/access'
  | '/portal/agreements'
  | '/portal/corrections'

const follow = (changed: () => void) => {
  addEventListener('popstate', changed)
  return () => removeEventListener('popstate', changed)
}

/** Where the pages stand instead of the address bar: in the memory of the console's preview. */
export interface Place {
  readonly path: PortalPath
  readonly go: (path: PortalPath) => void
}
export const PlaceContext = createContext<Place | null>(null)

/** The path of the address bar, kept up to date. */
export const usePath = (): string => {
  const address = useSyncExternalStore(follow, () => location.pathname)
  return use(PlaceContext)?.path ?? address
}

/** Goes to another screen. `replace` where going back would only lead forward again. */
export function navigate(path: PortalPath, how: 'push' | 'replace' = 'push'): void {
  const depth = historyDepth(history.state)
  if (how === 'replace') history.replaceState({ depth }, '', path)
  else history.pushState({ depth: depth + 1 }, '', path)
  dispatchEvent(new PopStateEvent('popstate'))
}

const opensElsewhere = (event: MouseEvent) =>
  event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey

export interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'onClick'> {
  readonly to: PortalPath
}

/** A link to another screen that does not load the page anew. */
export function Link({ to, children, ...rest }: LinkProps) {
  const go = (event: MouseEvent) => {
    if (opensElsewhere(event)) return
    event.preventDefault()
    navigate(to)
  }
  return (
    <a {...rest} href={to} onClick={go}>
      {children}
    </a>
  )
}

/** Leads on to another screen as soon as it is drawn. */
export function Redirect({ to }: { readonly to: PortalPath }) {
  const place = use(PlaceContext)
  useEffect(() => (place ? place.go(to) : navigate(to, 'replace')), [place, to])
  return null
}
