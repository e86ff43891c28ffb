import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { menuTemplate } from '../../electron/main/menu'
import { decideKioskNavigation, decideNavigation, decideWindowOpen, isKioskOver } from '../../electron/main/navigation'
import { APP_ORIGIN, kioskWindowOptions, SCHEME_PRIVILEGES, windowOptions } from '../../electron/main/windowOptions'

const HOSTS = ['portal.example']

test('E1: the window has no Node anywhere, is isolated and sandboxed, and runs nothing experimental', () => {
  const preferences = windowOptions(false).webPreferences ?? {}
  expect(preferences).toMatchObject({
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
    spellcheck: false,
    devTools: false,
  })
  for (const name of ['preload', 'enableBlinkFeatures', 'disableBlinkFeatures', 'additionalArguments']) {
    expect(preferences).not.toHaveProperty(name)
  }
})

test('E1: the console lives on its own secure scheme that bypasses nothing', () => {
  expect(APP_ORIGIN).toBe('app://console')
  expect(SCHEME_PRIVILEGES).toMatchObject({ standard: true, secure: true, supportFetchAPI: true, stream: true })
  expect(SCHEME_PRIVILEGES).toMatchObject({ corsEnabled: false, bypassCSP: false, allowServiceWorkers: false })
})

test('E2: a page can only move within the console', () => {
  expect(decideNavigation('app://console/participants/42')).toBe('allow')
  const elsewhere = [
    'app://other/',
    'https://portal.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'about:blank',
    'app:/x',
    '',
  ]
  expect(elsewhere.map(decideNavigation)).toEqual(elsewhere.map(() => 'deny'))
})

test('E2: a new window is never ours; https to allowed hosts and plain mail go to the system', () => {
  expect(decideWindowOpen('https://portal.example/help', HOSTS)).toEqual({ external: 'https://portal.example/help' })
  expect(decideWindowOpen('mailto:ada@clinic.example?subject=Hello', HOSTS)).toEqual({
    external: 'mailto:ada@clinic.example?subject=Hello',
  })
})

test('E2: other schemes, hosts, credentials in links and mails with attachments go nowhere', () => {
  const links = [
    'http://portal.example/',
    'https://portal.example.evil.example/',
    'https://portal.example:8443/',
    'https://user:pw@portal.example/',
    'file:///bin/sh',
    'ms-msdt:/id',
    'app://console/',
    'mailto:ada@clinic.example?attach=/etc/passwd',
    'mailto:?to=a@b.example',
    `https://portal.example/${'a'.repeat(3000)}`,
    'not a link',
  ]
  expect(links.map((link) => decideWindowOpen(link, HOSTS))).toEqual(links.map(() => 'deny'))
})

test('product item 11 E1: the window of a participant has the console’s limits, its own throw-away session, and the whole screen', () => {
  const options = kioskWindowOptions('kiosk-1')
  const { partition, ...limits } = options.webPreferences ?? {}
  const { partition: consoles, ...same } = windowOptions(false).webPreferences ?? {}
  expect(limits).toEqual(same)
  expect([partition, consoles, options.kiosk]).toEqual(['kiosk-1', 'persist:console', true])
  expect(limits).not.toHaveProperty('preload')
})

test('product item 11 E2: only the page of a visit gets that window: this host, this path, with a link in the fragment', () => {
  const link = 'https://portal.example/here#abc'
  expect(decideWindowOpen(link, HOSTS)).toEqual({ kiosk: link })
  for (const other of ['/here', '/here?x=1#abc', '/here/done#finished-en', '/invite#abc', '/heres#abc', '/here#'])
    expect(decideWindowOpen(`https://portal.example${other}`, HOSTS)).toHaveProperty('external')
  for (const none of [
    'http://portal.example/here#abc',
    'https://portal.example.evil.example/here#abc',
    'https://user:pw@portal.example/here#abc',
    'https://portal.example:8443/here#abc',
    'app://console/here#abc',
  ])
    expect(decideWindowOpen(none, HOSTS)).toBe('deny')
})

test('product item 11 E2: that window stays within the portal; whatever leads out of it closes it', () => {
  const from = 'https://portal.example/here#abc'
  expect(decideKioskNavigation('https://portal.example/here/done#stopped-fr', from)).toBe('allow')
  const out = [
    'https://www.wikipedia.org/',
    'http://portal.example/here',
    'https://portal.example:8443/',
    'https://portal.example.evil.example/',
    'app://console/',
    'file:///etc/passwd',
    'data:text/html,x',
    'javascript:alert(1)',
    'about:blank',
    'not a link',
  ]
  expect(out.map((url) => decideKioskNavigation(url, from))).toEqual(out.map(() => 'leave'))
  expect(decideKioskNavigation('about:blank', 'about:blank')).toBe('leave')
  expect([from, 'https://portal.example/here/done#x'].map(isKioskOver)).toEqual([false, true])
})

test('E1: the menu offers no reload and no developer tools', () => {
  const menus = JSON.stringify((['darwin', 'win32', 'linux'] as const).map(menuTemplate))
  expect(menus).not.toMatch(/devtools|reload|viewMenu/i)
})

interface BuilderFile {
  readonly asar: boolean
  readonly electronFuses: Record<string, boolean>
  readonly mac: Record<string, unknown>
  readonly win: Record<string, unknown>
  readonly publish: Record<string, unknown>
}

test('E4: the fuses are set as required, the app is packed and signed, and no address is written down', () => {
  const config = load(readFileSync('electron-builder.yml', 'utf8')) as BuilderFile
  expect(config.electronFuses).toEqual({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    grantFileProtocolExtraPrivileges: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    resetAdHocDarwinSignature: false,
  })
  expect(config.asar).toBe(true)
  expect(config.mac).toMatchObject({ hardenedRuntime: true, forceCodeSigning: true })
  expect(config.win).toMatchObject({ forceCodeSigning: true })
  // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills this in, not JavaScript
  expect(config.publish).toMatchObject({ provider: 'generic', url: '${env.UPDATE_URL}' })
})

test('E4: the entitlements ask for run-time compilation and nothing else', () => {
  for (const file of ['entitlements.mac.plist', 'entitlements.mac.inherit.plist']) {
    const keys = readFileSync(join('resources', file), 'utf8').match(/<key>[^<]+<\/key>/g)
    expect(keys).toEqual(['<key>com.apple.security.cs.allow-jit</key>'])
  }
})

function sources(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  return names.map((name) => readFileSync(join(folder, name), 'utf8'))
}

test('E3: the core and the host know nothing of Electron, and one file alone hands addresses to the system', () => {
  for (const text of [...sources('electron/core'), ...sources('electron/host')])
    expect(text).not.toMatch(/from 'electron'/)
  const all = sources('electron')
  expect(all.filter((text) => text.includes('shell.openExternal'))).toHaveLength(1)
  expect(all.filter((text) => /ipcMain|contextBridge|executeJavaScript/.test(text))).toHaveLength(0)
})
