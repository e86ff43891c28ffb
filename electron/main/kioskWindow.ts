import { randomUUID } from 'node:crypto'
import { BrowserWindow, type Session, session, type WebContents } from 'electron'
import { KIOSK_SHOWN_WITHIN_MS } from '../../shared/kiosk/kioskRules'
import { denyPermissions } from './guards'
import { decideKioskNavigation, isKioskOver } from './navigation'
import { kioskWindowOptions } from './windowOptions'

/** Chromium's code of a load that another one overtook. */
const ABORTED = -3

export interface KioskWindows {
  /** Over the whole screen, in a session of its own in memory that is cleared when the window closes. */
  readonly open: (url: string) => void
  readonly owns: (session: Session) => boolean
}

/** Product item 11: the window of a participant who accepts on this computer. One at a time. */
export function createKioskWindows(): KioskWindows {
  const sessions = new WeakSet<Session>()
  let current: BrowserWindow | null = null
  return {
    owns: (one) => sessions.has(one),
    open: (url) => {
      current?.destroy()
      // Without "persist:" it lives in memory only; a new name each time, so that nobody meets what the one before left.
      const partition = `kiosk-${randomUUID()}`
      const own = session.fromPartition(partition, { cache: false })
      sessions.add(own)
      denyPermissions(own)
      own.on('will-download', (event) => event.preventDefault())
      const window = new BrowserWindow(kioskWindowOptions(partition))
      current = window
      guardKiosk(window.webContents, url, () => window.close())
      window.webContents.on('did-navigate', (_event, address) => {
        // Staff have the computer back: an ordinary window, with its button to close it.
        if (isKioskOver(address)) window.setKiosk(false)
      })
      window.webContents.on('did-fail-load', (_event, code, _why, _address, isMainFrame) => {
        if (isMainFrame && code !== ABORTED) window.close()
      })
      // Shown any later it would stand before a console that has stopped waiting for it, and is open.
      const late = setTimeout(() => window.destroy(), KIOSK_SHOWN_WITHIN_MS)
      window.once('ready-to-show', () => {
        clearTimeout(late)
        window.show()
      })
      window.once('closed', () => {
        clearTimeout(late)
        if (current === window) current = null
        void own.clearStorageData()
        void own.clearCache()
      })
      // A page that cannot be reached closes its window above; there is nothing more to say, and the address must not reach a log.
      window.loadURL(url).catch(() => undefined)
    },
  }
}

function guardKiosk(contents: WebContents, opened: string, leave: () => void): void {
  const follow = (event: { readonly url: string; preventDefault(): void }) => {
    if (decideKioskNavigation(event.url, opened) === 'allow') return
    event.preventDefault()
    leave()
  }
  contents.on('will-frame-navigate', follow)
  contents.on('will-redirect', follow)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
