import { APP_ORIGIN } from './windowOptions'

/** Where a page or frame may go (E2): only within the console's own origin. */
export function decideNavigation(url: string): 'allow' | 'deny' {
  const target = parse(url)
  return target !== null && `${target.protocol}//${target.host}` === APP_ORIGIN ? 'allow' : 'deny'
}

export type WindowOpenDecision = { readonly external: string } | 'deny'

/**
 * What happens to a link that wants a new window (E2): never a window of ours. https links to `allowedHosts` and plain
 * mail addresses go to the system's browser or mail program, everything else nowhere.
 */
export function decideWindowOpen(url: string, allowedHosts: readonly string[]): WindowOpenDecision {
  const target = parse(url)
  if (target === null || url.length > 2048) return 'deny'
  if (target.protocol === 'mailto:') return isPlainMail(target) ? { external: target.href } : 'deny'
  const allowed = target.protocol === 'https:' && allowedHosts.includes(target.host)
  return allowed && !target.username && !target.password ? { external: target.href } : 'deny'
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
