import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** After the program has ended, for example because the bus was restarted with an update. */
const AGAIN_MS = 30_000
const LOGIND = 'org.freedesktop.login1'
/** What `gdbus monitor` prints when a session is asked to lock, has locked, or the computer is about to sleep. */
const LOCKING = [
  /: org\.freedesktop\.login1\.Session\.Lock \(\)$/,
  /: org\.freedesktop\.DBus\.Properties\.PropertiesChanged \('org\.freedesktop\.login1\.Session', .*'LockedHint': <true>/,
  /: org\.freedesktop\.login1\.Manager\.PrepareForSleep \(true,\)$/,
]

export interface ScreenLockOptions {
  readonly onLock: () => void
  readonly platform?: NodeJS.Platform
  readonly program?: string
  readonly env?: NodeJS.ProcessEnv
  readonly againMs?: number
}

/**
 * Tells when the screen is locked on Linux, where Electron does not (electron/electron#38088): logind says so on the system bus, which GLib's own
 * `gdbus` reads. Any session of the computer counts; locking once too often costs a PIN. Does nothing on other systems, and without `gdbus` or
 * logind, where the console's own minutes are all there is. Returns what ends it.
 */
export function watchScreenLock(options: ScreenLockOptions): () => void {
  const { onLock, platform = process.platform, program = 'gdbus', env = process.env, againMs = AGAIN_MS } = options
  if (platform !== 'linux') return () => undefined
  let stopped = false
  let end: () => void = () => undefined
  const begin = () => {
    const child = spawn(program, ['monitor', '--system', '--dest', LOGIND], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const lines = createInterface({ input: child.stdout })
    lines.on('line', (line) => {
      if (!stopped && LOCKING.some((pattern) => pattern.test(line))) onLock()
    })
    const again = () => {
      if (stopped) return
      const timer = setTimeout(begin, againMs)
      timer.unref()
      end = () => clearTimeout(timer)
    }
    // A program that is not there closes too, and is tried again like one that ended.
    child.once('error', () => undefined)
    child.once('close', again)
    end = () => void child.kill()
  }
  begin()
  return () => {
    stopped = true
    end()
  }
}
