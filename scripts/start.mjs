// `npm start`: database, server with a demo clinic, portal and console, until Ctrl-C. `--participants N` sets the size of a new demo clinic.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { buildIfNeeded } from './build.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const port = process.env.PORT ?? '4300'
const dataDir = process.env.DATA_DIR ?? 'data'
const children = []
let stopping = false

function start(label, command, args, env, onLine) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  })
  children.push(child)
  createInterface({ input: child.stdout }).on('line', onLine)
  child.on('exit', (code) => {
    if (stopping) return
    console.error(`${label} ended${code === null ? '' : ` (code ${code})`}.`)
    stop(code || 1)
  })
  return child
}

/** In the reverse order of their start, each given time to finish; the server stops the database. */
async function stop(code) {
  if (stopping) return
  stopping = true
  for (const child of [...children].reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
  process.exit(code)
}
process.on('SIGINT', () => void stop(0))
process.on('SIGTERM', () => void stop(0))
// A signal sent to npm alone ends npm and its shell but never arrives here: being orphaned says the same.
const parent = process.ppid
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && void stop(0), 1000).unref()

function startServer() {
  const demo = process.env.DATABASE_URL ? [] : ['--demo', ...process.argv.slice(2)]
  const env = { LOG_LEVEL: 'warn', OUTBOX_DIR: `${dataDir}/outbox`, DATA_DIR: dataDir, PORT: port, ...process.env }
  return new Promise((resolve) => {
    start('The server', process.execPath, ['dist/node/server.mjs', ...demo], env, (line) => {
      if (line.startsWith('Server: ')) resolve()
      else console.log(line)
    })
  })
}

function startConsole() {
  const serverUrl = process.env.SERVER_URL ?? `http://localhost:${port}`
  const env = { SERVER_URL: serverUrl, CONSOLE_DATA_DIR: process.env.CONSOLE_DATA_DIR ?? `${dataDir}/console` }
  const electron = `${root}/node_modules/electron/dist/electron${process.platform === 'win32' ? '.exe' : ''}`
  if (existsSync(electron)) {
    start('The console', electron, ['.'], env, (line) => console.log(line))
    return
  }
  console.log('Electron is not installed here, so the console runs in your browser:')
  const host = start('The console', process.execPath, ['dist/node/host.mjs'], env, (line) => console.log(line))
  if (process.stdin.isTTY) {
    console.log('Each link works once; press Enter for a fresh one. Ctrl-C stops everything.')
    process.stdin.pipe(host.stdin)
  } else console.log('Each link works once. Ctrl-C stops everything.')
}

if (await buildIfNeeded()) console.log('Built.')
await startServer()
startConsole()
