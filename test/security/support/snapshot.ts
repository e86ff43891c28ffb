import type { Client } from 'pg'
import { withClient } from '../../../server/platform/database/connectionTarget'
import type { TestDatabase } from '../../support/postgres'

/** Counters of refusals, and nothing that anybody would call state. */
const SEEN = ['last_seen_at', 'last_active_at', 'idle_expires_at', 'last_contact_at']
const COUNTERS = new Set(['rate_counter', 'attempt'])

/** A mark of each table's rows, and how many events succeeded; refused events may be recorded. `without`: more tables that are not looked at. */
export async function snapshot(
  { owner }: Pick<TestDatabase, 'owner'>,
  without: readonly string[] = [],
): Promise<Readonly<Record<string, string>>> {
  return await withClient(owner, async (client) => {
    const names = (await tableNames(client)).filter((name) => !COUNTERS.has(name) && !without.includes(name))
    // One statement: hundreds of snapshots are taken in a run.
    const { rows } = await client.query<{ name: string; mark: string }>(names.map(markOf).join(' union all '), [SEEN])
    return Object.fromEntries(rows.map(({ name, mark }) => [name, mark]))
  })
}

export async function tableNames(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
  )
  return rows.map(({ name }) => name)
}

function markOf(table: string): string {
  const where = table === 'audit_log' ? "where outcome = 'ok'" : ''
  return `(select '${table}' as name, count(*) || ' ' || coalesce(md5(string_agg(row, '' order by row)), '') as mark
    from (select md5((to_jsonb(t) - $1::text[])::text) as row from "${table}" t ${where}) as rows)`
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
