import { shell } from 'electron'
import { decideWindowOpen } from './navigation'

/** The only place that hands an address to the system. A link for a participant at this computer goes to `openKiosk`. */
export function openExternalLink(url: string, allowedHosts: readonly string[], openKiosk: (url: string) => void): void {
  const decision = decideWindowOpen(url, allowedHosts)
  if (decision === 'deny') return
  if ('kiosk' in decision) {
    openKiosk(decision.kiosk)
    return
  }
  // Without a browser or mail program there is nothing useful to say, and the address must not reach a log.
  shell.openExternal(decision.external).catch(() => undefined)
}
