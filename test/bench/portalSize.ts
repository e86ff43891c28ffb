import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import type { Row } from './support/report'

const SCRIPT = 'scripts/portal-size.mjs'
const LIMIT_MS = 120_000

export async function portalSize(): Promise<Row[]> {
  if (!existsSync(SCRIPT)) throw new Error(`${SCRIPT} is not there`)
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, '--json'], { timeout: LIMIT_MS })
  console.log(stdout)
  return []
}
