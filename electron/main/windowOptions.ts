import type { BrowserWindowConstructorOptions } from 'electron'

export const APP_SCHEME = 'app'
export const APP_ORIGIN = 'app://console'

/** The one window of the console (E1): no Node anywhere in it, sandboxed, own session, nothing experimental. */
export function windowOptions(devTools: boolean): BrowserWindowConstructorOptions {
  return {
    width: 1280,
    height: 860,
    minWidth: 720,
    minHeight: 560,
    show: false,
    title: 'Vestibule',
    autoHideMenuBar: true,
    webPreferences: preferences('persist:console', devTools),
  }
}

/** The window of a participant who accepts on this computer: the whole screen, and a session in memory that is thrown away (product item 11). */
export function kioskWindowOptions(partition: string): BrowserWindowConstructorOptions {
  return {
    show: false,
    kiosk: true,
    title: 'Vestibule',
    autoHideMenuBar: true,
    webPreferences: preferences(partition, false),
  }
}

function preferences(
  partition: string,
  devTools: boolean,
): NonNullable<BrowserWindowConstructorOptions['webPreferences']> {
  return {
    partition,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // The spell checker fetches word lists from outside and would see clinical text.
    spellcheck: false,
    devTools,
  }
}

/** What our scheme may do: a normal secure origin with fetch and streams, and no CORS for anyone else. */
export const SCHEME_PRIVILEGES = {
  standard: true,
  secure: true,
  supportFetchAPI: true,
  stream: true,
  corsEnabled: false,
  bypassCSP: false,
  allowServiceWorkers: false,
} as const
