import { spawnSync } from 'node:child_process'
import { PROJECT } from './processes'

/** `vestibule audit verify` on an installation, as an auditor would run it. */
export function verifyAudit(dataDir: string, ...more: string[]) {
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', DATA_DIR: dataDir }
  const args = ['scripts/vestibule.mjs', 'audit', 'verify', ...more]
  return spawnSync(process.execPath, args, { cwd: PROJECT, env, encoding: 'utf8', timeout: 180_000 })
}

/** The first wanted word that does not follow the ones before it. */
export function missingInOrder(actual: readonly (string | undefined)[], wanted: readonly string[]): string[] {
  let at = 0
  for (const word of wanted) {
    const found = actual.indexOf(word, at)
    if (found < 0) return [word]
    at = found + 1
  }
  return []
}
