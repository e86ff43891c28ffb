import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createKioskWindows } from '../../electron/main/kioskWindow'
import { openKioskPage } from '../../renderer/console/kiosk/openKioskPage'
import { KIOSK_SHOWN_WITHIN_MS } from '../../shared/kiosk/kioskRules'

const { windows } = vi.hoisted(() => ({
  windows: [] as { shown: boolean; gone: boolean; emit(name: string): boolean }[],
}))
vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events')
  class BrowserWindow extends EventEmitter {
    shown = false
    gone = false
    readonly webContents = Object.assign(new EventEmitter(), { setWindowOpenHandler: () => undefined })
    constructor() {
      super()
      windows.push(this)
    }
    show() {
      this.shown = true
    }
    destroy() {
      this.gone = true
      this.emit('closed')
    }
    async loadURL() {}
  }
  const fromPartition = () => ({
    on: () => undefined,
    setPermissionRequestHandler: () => undefined,
    setPermissionCheckHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
    clearStorageData: async () => undefined,
    clearCache: async () => undefined,
  })
  return { BrowserWindow, session: { fromPartition } }
})

beforeEach(() => {
  windows.length = 0
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

const URL_HERE = 'https://portal.example/here#abc'

/** The console of the desktop app around that window: `locks` says what it decides. */
function consoleAsks() {
  const state: { locks?: boolean; blur?: () => void } = {}
  void openKioskPage(URL_HERE, {
    location: { protocol: 'app:' },
    open: (url) => {
      createKioskWindows().open(url)
      return null
    },
    addEventListener: (_type, listener) => {
      state.blur = listener
    },
    setTimeout: (action, ms) => setTimeout(action, ms),
  }).then((there) => {
    state.locks = there
  })
  return state
}

test('product item 11: a page on a slow line never comes up before a console that has given up on it and is open', async () => {
  const desk = consoleAsks()
  const [window] = windows
  await vi.advanceTimersByTimeAsync(KIOSK_SHOWN_WITHIN_MS - 1)
  expect([desk.locks, window?.gone]).toEqual([undefined, false])
  await vi.advanceTimersByTimeAsync(1)
  expect([desk.locks, window?.gone, window?.shown]).toEqual([undefined, true, false])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(desk.locks).toBe(false)
})

test('product item 11: a page that comes up in the last moment is kept, and the console locks', async () => {
  const desk = consoleAsks()
  const [window] = windows
  await vi.advanceTimersByTimeAsync(KIOSK_SHOWN_WITHIN_MS - 1)
  window?.emit('ready-to-show')
  desk.blur?.()
  await vi.advanceTimersByTimeAsync(60_000)
  expect([desk.locks, window?.shown, window?.gone]).toEqual([true, true, false])
})
