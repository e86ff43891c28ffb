import { join } from 'node:path'
import { withClient } from '../../../server/platform/database/connectionTarget'
import { findRunning } from '../../../server/platform/database/embedded'

/** A statement in the running server's database, by its owner, whom no right of the application binds. */
export async function queryDatabase(dataDir: string, sql: string): Promise<readonly Record<string, string>[]> {
  const database = await findRunning(dataDir, join(dataDir, 'secrets'))
  if (!database) throw new Error('the database of the running server was not found')
  return await withClient(database, async (client) => (await client.query<Record<string, string>>(sql)).rows)
}
