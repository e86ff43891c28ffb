import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PROJECT } from '../e2e/support/processes'
import { PORTAL_DIR } from './support/bundles'
import type { Row } from './support/report'

const LIMIT_KB = 170

/** Lets scripts/portal-size.mjs weigh the first load of the portal that the bench has built. */
export async function portalSize(): Promise<Row[]> {
  const weigh = promisify(execFile)(process.execPath, [join(PROJECT, 'scripts/portal-size.mjs'), PORTAL_DIR])
  // It exits with 1 above the budget, with the same words.
  const { stdout } = await weigh.catch((error: { stdout: string }) => error)
  const ours = Number(/([\d.]+) KB {2}first load/.exec(stdout)?.[1])
  if (!Number.isFinite(ours)) throw new Error('scripts/portal-size.mjs said nothing about the first load')
  const target = `at most ${LIMIT_KB} KB`
  const what = 'gzipped script of the first load of the invite and sign-in pages'
  return [{ bench: 'portal-size', what, unit: 'KB', ours, ratio: ours / LIMIT_KB, target, met: ours <= LIMIT_KB }]
}
