import { join, resolve } from 'node:path'
import { app, BrowserWindow, dialog, Menu, powerMonitor, protocol, session } from 'electron'
import { folderFiles } from '../core/adapters/folderFiles'
import { folderStore } from '../core/adapters/folderStore'
import { keychainService } from '../core/adapters/installation'
import { osKeychain } from '../core/adapters/osKeychain'
import { watchScreenLock } from '../core/adapters/screenLock'
import { createDesktopCore, type DesktopCore } from '../core/desktopCore'
import { guardContents, guardSession } from './guards'
import { createKioskWindows } from './kioskWindow'
import { menuTemplate } from './menu'
import { ADDRESS_FILE, findServerAddress } from './serverAddress'
import { APP_ORIGIN, APP_SCHEME, SCHEME_PRIVILEGES, windowOptions } from './windowOptions'

/** Put in by the build from package.json. */
declare const __APP_VERSION__: string

/**
 * Electron's fetch knows the system's proxy and certificates, which clinics need. Its session is one of its own that
 * lives in memory: no cookie or cached answer reaches the disk, and the page's session stays closed to the network.
 */
async function buildCore(serverUrl: string, dataDir: string): Promise<DesktopCore> {
  const store = folderStore(dataDir)
  const traffic = session.fromPartition('server', { cache: false })
  const ports = {
    keychain: osKeychain(await keychainService(store)),
    store,
    files: folderFiles(join(import.meta.dirname, '../console')),
    clock: { now: () => Date.now(), steady: () => performance.now() },
    serverFetch: (url: string, init: RequestInit) =>
      traffic.fetch(url, { ...init, bypassCustomProtocolHandlers: true }),
  }
  const runtime = `electron ${process.versions.electron}`
  return createDesktopCore(ports, { serverUrl, appVersion: __APP_VERSION__, runtime, shell: 'electron' })
}

function openWindow(): void {
  const window = new BrowserWindow(windowOptions(!app.isPackaged))
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${APP_ORIGIN}/`)
}

function showFirstWindow(): void {
  const window = BrowserWindow.getAllWindows()[0]
  if (window?.isMinimized()) window.restore()
  window?.focus()
}

async function start(): Promise<void> {
  const serverUrl = findServerAddress(process.env, [app.getPath('userData'), process.resourcesPath])
  if (serverUrl === null) {
    dialog.showErrorBox(
      'Vestibule does not know its server',
      `Please ask your IT to put the server's address into a file named ${ADDRESS_FILE} in ${app.getPath('userData')}.`,
    )
    return app.quit()
  }
  const core = await buildCore(serverUrl, join(app.getPath('userData'), 'desktop'))
  const own = session.fromPartition('persist:console')
  guardSession(own)
  guardSession(session.defaultSession)
  own.protocol.handle(APP_SCHEME, (request) => core.handle(request))
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform)))
  powerMonitor.on('lock-screen', () => void core.lock())
  powerMonitor.on('suspend', () => void core.lock())
  app.on('will-quit', watchScreenLock({ onLock: () => void core.lock() }))
  const kiosk = createKioskWindows()
  const hosts = [new URL(serverUrl).host]
  app.on('web-contents-created', (_event, contents) => {
    if (!kiosk.owns(contents.session)) guardContents(contents, hosts, kiosk.open)
  })
  openWindow()
}

function run(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: SCHEME_PRIVILEGES }])
  app.enableSandbox()
  app.on('second-instance', showFirstWindow)
  app.on('window-all-closed', () => app.quit())
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      dialog.showErrorBox('Vestibule could not start', error instanceof Error ? error.message : String(error))
      app.exit(1)
    })
}

if (process.env.CONSOLE_DATA_DIR) app.setPath('userData', resolve(process.env.CONSOLE_DATA_DIR))
// One owner per data folder: a second start only brings the first window to the front.
if (app.requestSingleInstanceLock()) run()
else app.quit()
