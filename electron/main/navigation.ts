import { KIOSK_DONE_PATH, KIOSK_PATH } from '../../shared/kiosk/kioskRules'
import { APP_ORIGIN } from './windowOptions'

/** Where a page or frame may go (E2): only within the console's own origin. */
export function decideNavigation(url: string): 'allow' | 'deny' {
  const target = parse(url)
  return target !== null && `${target.protocol}//${target.host}` === APP_ORIGIN ? 'allow' : 'deny'
}

export type WindowOpenDecision = { readonly external: string } | { readonly kiosk: string } | 'deny'

/**
 * What happens to a link that wants a new window (E2): never a window of the console's. https links to `allowedHosts` and plain
 * mail addresses go to the system's browser or mail program, everything else nowhere. The page of a participant who accepts on this
 * computer gets a window of its own that keeps nothing (product item 11).
 */
export function decideWindowOpen(url: string, allowedHosts: readonly string[]): WindowOpenDecision {
  const target = parse(url)
  if (target === null || url.length > 2048) return 'deny'
  if (target.protocol === 'mailto:') return isPlainMail(target) ? { external: target.href } : 'deny'
  const allowed = target.protocol === 'https:' && allowedHosts.includes(target.host)
  if (!allowed || target.username || target.password) return 'deny'
  return isKioskLink(target) ? { kiosk: target.href } : { external: target.href }
}

function isKioskLink({ pathname, search, hash }: URL): boolean {
  return pathname === KIOSK_PATH && search === '' && hash.length > 1
}

/** Where the page of a kiosk window may go: within the portal that it came from. `leave`: the window closes, so a quick exit ends there. */
export function decideKioskNavigation(url: string, opened: string): 'allow' | 'leave' {
  const [target, from] = [parse(url), parse(opened)]
  return target !== null && from !== null && target.origin === from.origin && target.origin !== 'null'
    ? 'allow'
    : 'leave'
}

/** The visit is over: the window need not hold on to the whole screen any more. */
export function isKioskOver(url: string): boolean {
  return parse(url)?.pathname === KIOSK_DONE_PATH
}

/** Subject and body only: some mail programs attach local files when a link asks for it. */
function isPlainMail(target: URL): boolean {
  const address = /^[^\s@%?,;<>"]+@[^\s@%?,;<>"]+$/.test(target.pathname)
  return address && [...target.searchParams.keys()].every((name) => name === 'subject' || name === 'body')
}

function parse(url: string): URL | null {
  try {
    return new URL(url)
  } catch {
    return null
  }
}
