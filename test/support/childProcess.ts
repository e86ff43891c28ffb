import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { build } from 'esbuild'

const ROOT = resolve(import.meta.dirname, '../..')

export interface ScriptProcess {
  readonly child: ChildProcess
  /** Resolves with the line that starts with READY; rejects when the process ends before. */
  readonly ready: Promise<string>
  /** Its status, or the signal that ended it. */
  readonly exit: Promise<number | string | null>
  output(): string
}

/** Bundles a TypeScript entry for plain Node, as the build does: packages stay in node_modules. */
export async function bundleScript(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [resolve(ROOT, entry)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    write: false,
    logLevel: 'silent',
  })
  return result.outputFiles[0]?.text ?? ''
}

/** Runs a bundled script in a process of its own. The caller ends it by its pid. */
export function startScript(code: string, env: Readonly<Record<string, string>>): ScriptProcess {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const exit = new Promise<number | string | null>((done) => {
    child.once('close', (status, signal) => done(status ?? signal))
  })
  const ready = new Promise<string>((done, fail) => {
    const collect = (chunk: Buffer) => {
      output += String(chunk)
      const line = /^READY.*$/m.exec(output)?.[0]
      if (line !== undefined) done(line)
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('close', () => fail(new Error(`ended before it was ready: ${output}`)))
  })
  ready.catch(() => undefined)
  return { child, ready, exit, output: () => output }
}
