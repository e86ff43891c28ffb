import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { PROJECT } from '../../e2e/support/processes'

export interface Programs {
  readonly server: string
  readonly cli: string
  remove(): void
}

/** The server and the command line, bundled from the sources as they are now; below the project, so that packages are found. */
export async function bundlePrograms(): Promise<Programs> {
  const dir = join(PROJECT, 'node_modules/.cache', `vestibule-programs-${process.pid}`)
  mkdirSync(dir, { recursive: true })
  await build({
    absWorkingDir: PROJECT,
    entryPoints: { server: 'server/app/serverMain.ts', cli: 'server/cli/main.ts' },
    outdir: dir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
  })
  return {
    server: join(dir, 'server.mjs'),
    cli: join(dir, 'cli.mjs'),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  }
}

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly ms: number
}

/** Runs a program to its end; one that does not end by itself is killed by its pid after `withinMs`, and its code is null. */
export async function runToEnd(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  withinMs = 120_000,
): Promise<Ended> {
  const begin = performance.now()
  const child = spawn(process.execPath, args, {
    cwd: PROJECT,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err]: [string[], string[]] = [[], []]
  child.stdout.on('data', (chunk: Buffer) => out.push(String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => err.push(String(chunk)))
  const timer = setTimeout(() => child.kill('SIGKILL'), withinMs)
  const code = await new Promise<number | null>((done) => child.once('close', (status) => done(status)))
  clearTimeout(timer)
  return { code, stdout: out.join(''), stderr: err.join(''), ms: performance.now() - begin }
}

/** A command line argument list that calls the bundled `main` and exits with its code. */
export function cliArgs(programs: Programs, ...args: string[]): string[] {
  const script = `const { main } = await import(${JSON.stringify(`file://${programs.cli}`)}); process.exit(await main(process.argv.slice(1)))`
  return ['--input-type=module', '--eval', script, '--', ...args]
}
