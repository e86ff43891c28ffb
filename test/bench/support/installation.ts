import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { createPool } from '../../../server/platform/database/connect'
import type { ConnectionTarget } from '../../../server/platform/database/connectionTarget'
import { findRunning } from '../../../server/platform/database/embedded'
import { freePort, startProgram, temporaryFolder } from '../../e2e/support/processes'
import { SERVER } from './bundles'

const START_LIMIT_MS = 240_000

/** A server process of its own with the demo clinic on its own PostgreSQL (fsync on), and a way into its database. */
export interface Installation {
  readonly url: string
  readonly port: number
  readonly pool: Pool
  /** The owner's login. */
  readonly owner: ConnectionTarget
  readonly secretsDir: string
  stop(): Promise<void>
}

type Settings = Readonly<Record<string, string>>

/** `settings`: environment of the server beside its folder, port and log level. */
export async function startInstallation(participants: number, settings: Settings = {}): Promise<Installation> {
  const folder = temporaryFolder('bench')
  // As root, PostgreSQL runs as another user, who must be able to pass through.
  chmodSync(folder.path, 0o755)
  const dataDir = join(folder.path, 'data')
  const secretsDir = join(dataDir, 'secrets')
  const port = await freePort()
  const env = { DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'warn', ...settings }
  const args = [...profiling(), SERVER, '--demo', '--participants', String(participants)]
  const server = await startProgram({ args, env, ready: /^Server: /, withinMs: START_LIMIT_MS })
  const owner = await findRunning(dataDir, secretsDir)
  if (owner === null) throw new Error('the database of the bench server was not found')
  const pool = createPool(owner, 4)
  // Fresh tables have no statistics yet; a clinic's autovacuum has long been there.
  await pool.query('vacuum analyze')
  return {
    url: `http://localhost:${port}`,
    port,
    pool,
    owner,
    secretsDir,
    stop: async () => {
      await pool.end()
      await server.stop()
      for (const line of server.lines.filter((text) => text.includes('"level":50'))) console.error(line)
      folder.remove()
    },
  }
}

/** `BENCH_SERVER_OPTIONS=--cpu-prof` makes the server process write a profile when it ends. */
function profiling(): string[] {
  return (process.env.BENCH_SERVER_OPTIONS ?? '').split(' ').filter((option) => option !== '')
}

/** Starts an installation, lends it out and stops it, whatever happens. */
export async function withInstallation<T>(
  participants: number,
  use: (it: Installation) => Promise<T>,
  settings: Settings = {},
): Promise<T> {
  const installation = await startInstallation(participants, settings)
  try {
    return await use(installation)
  } finally {
    await installation.stop()
  }
}
