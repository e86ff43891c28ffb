import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { watchScreenLock } from '../core/adapters/screenLock'
import { DEFAULT_HOST_PORT, type HostOptions, startHost } from './startHost'

/** Paths are relative to the built file, dist/host/main.js. */
const nextToUs = (path: string) => fileURLToPath(new URL(path, import.meta.url))

async function readOptions(env: NodeJS.ProcessEnv): Promise<HostOptions> {
  if (!env.SERVER_URL)
    throw new Error('SERVER_URL is missing: the address of the clinic server, such as https://portal.example')
  const port = Number(env.HOST_PORT ?? DEFAULT_HOST_PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('HOST_PORT must be a port number')
  const about = JSON.parse(await readFile(nextToUs('../../package.json'), 'utf8')) as { readonly version: string }
  return {
    serverUrl: env.SERVER_URL,
    port,
    dataDir: resolve(env.CONSOLE_DATA_DIR ?? 'data/console'),
    consoleDir: nextToUs('../console'),
    appVersion: about.version,
  }
}

async function run(): Promise<void> {
  const host = await startHost(await readOptions(process.env))
  const show = () => console.log(`Console: ${host.url()}`)
  show()
  const lines = createInterface({ input: process.stdin })
  if (process.stdin.isTTY) console.log('The link works once. Press Enter for a fresh one.')
  lines.on('line', show)
  const stopWatching = watchScreenLock({ onLock: () => void host.lock() })
  const stop = () => {
    stopWatching()
    lines.close()
    void host.close().then(() => process.exit(0))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

run().catch((error: unknown) => {
  console.error(`The console could not start: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
})
