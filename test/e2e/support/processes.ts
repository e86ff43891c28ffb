import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { spawnInKeyring } from '../../../scripts/keyring-session.mjs'

export const PROJECT = resolve(import.meta.dirname, '../../..')

export interface Running {
  readonly lines: readonly string[]
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export interface Wanted {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Resolves the start when a line matches. */
  readonly ready: RegExp
  readonly withinMs?: number
  /** Inside a keyring session of its own, whose keyring lies in this folder and outlives the session. */
  readonly keyringHome?: string
}

/** Starts a built program and waits for its ready line. It is ended by its own pid, never by name. */
export async function startProgram(wanted: Wanted): Promise<Running> {
  const { args, ready, withinMs = 150_000 } = wanted
  const { child, kill } = spawnProgram(wanted)
  const lines: string[] = []
  const isReady = new Promise<void>((onReady, onFailure) => {
    const failed = (why: string) => onFailure(new Error(`${args[0]}: ${why}\n${lines.join('\n')}`))
    const timer = setTimeout(() => failed(`not ready within ${withinMs} ms`), withinMs)
    const hear = (line: string) => {
      lines.push(line)
      if (!ready.test(line)) return
      clearTimeout(timer)
      onReady()
    }
    createInterface({ input: child.stdout }).on('line', hear)
    createInterface({ input: child.stderr }).on('line', (line) => lines.push(line))
    child.once('exit', (code) => failed(`ended with code ${code}`))
  })
  try {
    await isReady
  } catch (error) {
    kill('SIGKILL')
    throw error
  }
  return { lines, stop: (signal = 'SIGTERM') => stopChild({ child, kill }, signal) }
}

interface Spawned {
  readonly child: ChildProcessWithoutNullStreams
  readonly kill: (signal: NodeJS.Signals) => void
}

function spawnProgram({ args, env, keyringHome }: Wanted): Spawned {
  const options = { cwd: PROJECT, env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env } }
  if (keyringHome === undefined) {
    const child = spawn(process.execPath, args, options)
    return { child, kill: (signal) => void child.kill(signal) }
  }
  // The session's first process passes no signal on to the program, so they are a group that hears it together.
  const session = spawnInKeyring(keyringHome, process.execPath, args, { ...options, detached: true, stdio: 'pipe' })
  const child = session as ChildProcessWithoutNullStreams
  return { child, kill: (signal) => void (child.pid !== undefined && process.kill(-child.pid, signal)) }
}

async function stopChild({ child, kill }: Spawned, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  // Closed, not only exited: then nobody of the program's group holds its output, or its port, any more.
  const ended = new Promise<number | null>((done) => child.once('close', done))
  kill(signal)
  const hard = setTimeout(() => kill('SIGKILL'), 60_000)
  const code = await ended
  clearTimeout(hard)
  return code
}

export function temporaryFolder(name: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `vestibule-${name}-`))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export async function freePort(): Promise<number> {
  return await new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
