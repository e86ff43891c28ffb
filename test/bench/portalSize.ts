import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'
import { PROJECT } from '../e2e/support/processes'
import type { Row } from './support/report'

const LIMIT_KB = 170
const FOLDER = join(PROJECT, 'dist/bench/portal')

/** Builds the portal as `npm run build` does, into a folder of its own, and lets scripts/portal-size.mjs weigh its first load. */
export async function portalSize(): Promise<Row[]> {
  process.env.VESTIBULE_RENDERER = 'portal'
  const configFile = join(PROJECT, 'vite.config.ts')
  await build({ configFile, logLevel: 'error', mode: 'production', build: { outDir: FOLDER, emptyOutDir: true } })
  const weigh = promisify(execFile)(process.execPath, [join(PROJECT, 'scripts/portal-size.mjs'), FOLDER])
  // It exits with 1 above the budget, with the same words.
  const { stdout } = await weigh.catch((error: { stdout: string }) => error)
  const ours = Number(/([\d.]+) KB {2}first load/.exec(stdout)?.[1])
  if (!Number.isFinite(ours)) throw new Error('scripts/portal-size.mjs said nothing about the first load')
  const target = `at most ${LIMIT_KB} KB`
  const what = 'gzipped script of the first load of the invite and sign-in pages'
  return [{ bench: 'portal-size', what, unit: 'KB', ours, ratio: ours / LIMIT_KB, target, met: ours <= LIMIT_KB }]
}
