// Runs a command inside a private D-Bus session with an unlocked, empty-password gnome-keyring (Debian packages: dbus,
// gnome-keyring). Used by tests and by machines without a desktop session.
//   node scripts/keyring-session.mjs HOME_FOLDER COMMAND [ARGS...]
import { spawn } from 'node:child_process'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const TOOLS = ['dbus-run-session', 'dbus-send', 'gnome-keyring-daemon']

/** Names the tools that are missing on this machine; empty when a session can run. */
export function missingKeyringTools(path = process.env.PATH ?? '') {
  const folders = path.split(delimiter)
  return TOOLS.filter((tool) => !folders.some((folder) => isExecutable(join(folder, tool))))
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

// The daemon reads the password from its standard input and goes on in the background before it owns its name on the
// bus. Asking too early would make the bus start a second, locked daemon that waits for a prompt nobody sees, so the
// script waits for the name (10 s at most). The daemon ends with the bus. `"$@"` keeps the command's arguments as they are.
const OWNED =
  'dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets >/dev/null 2>&1'
const SCRIPT = `
printf "\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
tries=0
until ${OWNED}; do
  tries=$((tries + 1))
  if [ $tries -ge 100 ]; then echo "gnome-keyring did not start" >&2; exit 97; fi
  sleep 0.1
done
exec "$@"`

/**
 * Starts `command` in a fresh keyring session. The keyring's files live below `home`, so a second session with the same
 * folder finds what the first one kept. Returns the child process.
 */
export function spawnInKeyring(home, command, args, options = {}) {
  const missing = missingKeyringTools()
  if (missing.length > 0)
    throw new Error(`A keyring session needs ${missing.join(' and ')} (Debian: dbus, gnome-keyring)`)
  const data = join(resolve(home), 'share')
  const runtime = join(resolve(home), 'run')
  for (const folder of [data, runtime]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  const env = { ...process.env, ...options.env, XDG_DATA_HOME: data, XDG_RUNTIME_DIR: runtime, XDG_CACHE_HOME: runtime }
  return spawn('dbus-run-session', ['--', 'sh', '-c', SCRIPT, 'sh', command, ...args], { ...options, env })
}

if (process.argv[1] && fileURLToPath(import.meta.url) === resolve(process.argv[1])) {
  const [home, command, ...args] = process.argv.slice(2)
  if (!home || !command) {
    console.error('usage: node scripts/keyring-session.mjs HOME_FOLDER COMMAND [ARGS...]')
    process.exit(64)
  }
  const child = spawnInKeyring(home, command, args, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('close', (code) => process.exit(code ?? 1))
}
