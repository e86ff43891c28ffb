import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type { Pool, PoolClient } from 'pg'

const MARK = /^\s*\/\* prepared: ([a-z_]+) \*\//

/**
 * The pool as Kysely sees it, but a statement that begins with the comment `prepared: name` is parsed and planned once a connection. For
 * the few statements that every request pays for. One name, one text; its columns are written out, so that a migration beside it does no harm.
 */
export function preparing(pool: Pool): PostgresPool {
  // Kysely knows a connection by its object.
  const known = new WeakMap<PoolClient, PostgresPoolClient>()
  return {
    connect: async () => {
      const client = await pool.connect()
      const wrapped = known.get(client) ?? wrap(client)
      known.set(client, wrapped)
      return wrapped
    },
    end: async () => await pool.end(),
  }
}

function wrap(client: PoolClient): PostgresPoolClient {
  const query = async (text: string, values: readonly unknown[]) => {
    const name = MARK.exec(text)?.[1]
    return await client.query(name === undefined ? { text, values: [...values] } : { name, text, values: [...values] })
  }
  // Kysely's other form of `query` takes a cursor, and only where its dialect was given one.
  return { query, release: () => client.release() } as unknown as PostgresPoolClient
}
