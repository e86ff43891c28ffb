import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { withClient } from '../../../server/platform/database/connectionTarget'
import { findRunning } from '../../../server/platform/database/embedded'
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

/** How often each of these actions stands in the log of a running installation. */
export async function loggedEffects(dataDir: string, actions: readonly string[]): Promise<Record<string, number>> {
  const rows = await readLog(dataDir, 'select action as words from audit_log where action = any($1)', [actions])
  return Object.fromEntries(actions.map((action) => [action, rows.filter((one) => one === action).length]))
}

/** Every refused write of the log: its kind and why. Without the notes that a record was opened: whether one is made depends on how long it was open. */
export async function loggedRefusals(dataDir: string): Promise<readonly string[]> {
  const words = `detail->>'kind' || ' ' || (detail->>'reason')`
  const where = `action = 'write.refused' and detail->>'kind' <> 'participant.view'`
  return (await readLog(dataDir, `select ${words} as words from audit_log where ${where}`, [])).sort()
}

async function readLog(dataDir: string, query: string, values: readonly unknown[]): Promise<string[]> {
  const database = await findRunning(dataDir, join(dataDir, 'secrets'))
  if (!database) throw new Error('the database of the running server was not found')
  let words: string[] = []
  await withClient(database, async (client) => {
    words = (await client.query<{ words: string }>(query, [...values])).rows.map((row) => row.words)
  })
  return words
}
