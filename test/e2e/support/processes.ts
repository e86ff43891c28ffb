import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

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
}

/** Starts a built program and waits for its ready line. It is ended by its own pid, never by name. */
export async function startProgram({ args, env, ready, withinMs = 40_000 }: Wanted): Promise<Running> {
  const child = spawn(process.execPath, args, {
    cwd: PROJECT,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
  })
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
    child.kill('SIGKILL')
    throw error
  }
  return { lines, stop: (signal = 'SIGTERM') => stopChild(child, signal) }
}

async function stopChild(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  child.kill(signal)
  const hard = setTimeout(() => child.kill('SIGKILL'), 15_000)
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
