import type { Client } from 'pg'
import { withClient } from '../../../server/platform/database/connectionTarget'
import type { TestDatabase } from '../../support/postgres'

/** Counters of refusals, and nothing that anybody would call state. */
const SEEN = ['last_seen_at', 'idle_expires_at', 'last_contact_at']
const COUNTERS = new Set(['rate_counter', 'attempt'])

/** A mark of each table's rows, and how many events succeeded; refused events may be recorded. */
export async function snapshot({ owner }: TestDatabase): Promise<Readonly<Record<string, string>>> {
  return await withClient(owner, async (client) => {
    const marks: Record<string, string> = {}
    for (const table of await tableNames(client)) if (!COUNTERS.has(table)) marks[table] = await mark(client, table)
    return marks
  })
}

export async function tableNames(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
  )
  return rows.map(({ name }) => name)
}

async function mark(client: Client, table: string): Promise<string> {
  const where = table === 'audit_log' ? "where outcome = 'ok'" : ''
  const { rows } = await client.query<{ mark: string }>(
    `select count(*) || ' ' || coalesce(md5(string_agg(row, '' order by row)), '') as mark
     from (select md5((to_jsonb(t) - $1::text[])::text) as row from "${table}" t ${where}) as rows`,
    [SEEN],
  )
  return rows[0]?.mark ?? ''
}

/** Every row of every table as text, for the search for secrets; bytes as hex, base64 and base64url are searched by the caller. */
export async function dump({ owner }: Pick<TestDatabase, 'owner'>): Promise<string> {
  return await withClient(owner, async (client) => {
    const parts: string[] = []
    for (const table of await tableNames(client)) {
      const { rows } = await client.query<{ text: string }>(`select t::text as text from "${table}" t`)
      parts.push(...rows.map(({ text }) => `${table} ${text}`))
    }
    return parts.join('\n')
  })
}
