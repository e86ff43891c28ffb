import { type Client, escapeIdentifier } from 'pg'

/**
 * Tables of which a backup holds no row (K1), each with the reason. Whoever has the file and its passphrase must find nothing that opens a
 * door: what lives for minutes or days, and what is made anew.
 */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  schema_migration: 'stands in the manifest',
  platform_state: 'written anew from the keys',
  participant_contact: 'an index, filled by a trigger',
  staff_session: 'sessions end',
  portal_session: 'sessions end',
  invite_session: 'sessions end',
  staff_challenge: 'half a sign-in',
  portal_challenge: 'half a sign-in',
  sign_in_request: 'a request for a link or code',
  one_time_secret: 'links and codes',
  recovery_code: 'codes that were used since the backup must not come back',
  rate_counter: 'counts of minutes',
  send_budget: 'counts of hours',
}

/** Tables of which only these rows are held. */
const KEPT_ROWS: Readonly<Record<string, string>> = {
  // Tries that add up for ever (M3) must not begin anew; all others are over in hours.
  attempt: "key like '%-row/%'",
  totp_factor: "status = 'verified'",
}

/** Nobody knows a text with this hash: that of a UUID is not that of a token, and it is drawn and forgotten here. */
const NO_HASH = "sha256(convert_to(gen_random_uuid()::text, 'UTF8'))"
const IS_PENDING = 'accepted_at is null and revoked_at is null and superseded_at is null and locked_at is null'

/** Columns that are written as something else. */
const REPLACED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  invite: {
    token_hash: `case when ${IS_PENDING} then ${NO_HASH} else token_hash end`,
    short_hash: `case when ${IS_PENDING} then ${NO_HASH} else short_hash end`,
    // A mark that there was one. Six digits can be found from their hash.
    verbal_hash: "case when verbal_hash is not null then '-' end",
  },
  // The sealed text of a message holds its link.
  outbox_message: { to_sealed: 'null::bytea', body_sealed: 'null::bytea' },
}

export interface SavedTable {
  readonly name: string
  readonly columns: readonly string[]
}

/** The tables of a backup, each after those that it refers to, so that they can be loaded in this order. */
export async function savedTables(client: Client): Promise<readonly SavedTable[]> {
  const columns = await client.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    group by c.relname order by c.relname`)
  const links = await client.query<{ child: string; parent: string }>(`
    select child.relname as child, parent.relname as parent from pg_constraint k
    join pg_class child on child.oid = k.conrelid join pg_class parent on parent.oid = k.confrelid
    where k.contype = 'f' and child.relnamespace = 'public'::regnamespace and child.oid <> parent.oid`)
  const kept = columns.rows.filter(({ name }) => !Object.hasOwn(LEFT_OUT, name))
  return inOrder(kept, links.rows)
}

function inOrder(tables: readonly SavedTable[], links: readonly { child: string; parent: string }[]): SavedTable[] {
  const ordered: SavedTable[] = []
  let waiting = [...tables]
  while (waiting.length > 0) {
    const blocked = new Set(waiting.map(({ name }) => name))
    const isFree = ({ name }: SavedTable) => !links.some(({ child, parent }) => child === name && blocked.has(parent))
    const free = waiting.filter(isFree)
    if (free.length === 0) throw new Error(`tables refer to each other: ${[...blocked].join(', ')}`)
    ordered.push(...free)
    waiting = waiting.filter((table) => !free.includes(table))
  }
  return ordered
}

export function copyOut({ name, columns }: SavedTable): string {
  const replaced = REPLACED[name] ?? {}
  const list = columns.map((column) => replaced[column] ?? escapeIdentifier(column)).join(', ')
  const where = KEPT_ROWS[name] === undefined ? '' : ` where ${KEPT_ROWS[name]}`
  return `copy (select ${list} from ${escapeIdentifier(name)}${where}) to stdout with (format binary)`
}

export function copyIn({ name, columns }: SavedTable): string {
  const list = columns.map((column) => escapeIdentifier(column)).join(', ')
  return `copy ${escapeIdentifier(name)} (${list}) from stdin with (format binary)`
}
