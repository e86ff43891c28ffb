import type { Session, WebContents } from 'electron'
import { openExternalLink } from './externalLinks'
import { decideNavigation } from './navigation'

/** Refuses every permission (E2). */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}

/** Refuses every permission and every network request of the page itself: all it needs comes through our scheme (E2). */
export function guardSession(session: Session): void {
  denyPermissions(session)
  const urls = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file://*/*', 'ftp://*/*']
  session.webRequest.onBeforeRequest({ urls }, (_details, callback) => callback({ cancel: true }))
}

/** Keeps a page where it is (E1, E2). */
export function guardContents(
  contents: WebContents,
  allowedHosts: readonly string[],
  openKiosk: (url: string) => void,
): void {
  contents.on('will-frame-navigate', (event) => {
    if (decideNavigation(event.url) === 'deny') event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (decideNavigation(event.url) === 'deny') event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openExternalLink(url, allowedHosts, openKiosk)
    return { action: 'deny' }
  })
}
