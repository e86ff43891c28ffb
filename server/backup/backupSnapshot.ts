import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Client, escapeIdentifier } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { GENESIS_HASH } from '../../shared/audit/auditChain'
import type { SignedHead } from '../../shared/audit/auditSchemas'
import { StartProblem } from '../platform/startProblem'
import { encodeRecord, type Manifest } from './backupRecords'
import { copyOut, type SavedTable, savedTables } from './backupTables'

const KEY_FILE = /^[a-z0-9.-]+\.key$/

export interface SnapshotOptions {
  /** The owner of the database: the application's role may not read everything. */
  readonly client: Client
  readonly secretsDir: string
  readonly program: string
  readonly now: Date
  /** The signed head as it was before the snapshot began: the tables must contain it. */
  readonly head: SignedHead | null
  /** Called when a table begins and for each piece of it. */
  readonly onBytes: (table: string, bytes: number) => void
}

/** What a finished snapshot held. */
export interface SnapshotFacts {
  manifest: Manifest | null
  tables: number
  rows: number
}

/**
 * Everything a restore needs, as of one moment: tables are read in one repeatable-read transaction, beside whatever is written meanwhile.
 * Pulled piece by piece, so that the size of the database does not matter. `facts` is filled on the way.
 */
export async function* snapshot(options: SnapshotOptions, facts: SnapshotFacts): AsyncGenerator<Buffer> {
  const { client, secretsDir } = options
  await client.query('begin isolation level repeatable read read only')
  const manifest = await describe(options)
  facts.manifest = manifest
  yield encodeRecord({ kind: 'manifest', value: manifest })
  for (const name of keyFiles(secretsDir)) {
    const base64 = readFileSync(join(secretsDir, name)).toString('base64')
    yield encodeRecord({ kind: 'key', value: { name, base64 } })
  }
  for (const table of await savedTables(client)) {
    const rows = yield* rowsOf(options, table)
    facts.tables++
    facts.rows += rows
  }
  yield encodeRecord({ kind: 'end', value: { tables: facts.tables, rows: facts.rows } })
  await client.query('commit')
}

/** Returns how many rows there were. */
async function* rowsOf({ client, onBytes }: SnapshotOptions, table: SavedTable): AsyncGenerator<Buffer, number> {
  const { name, columns } = table
  yield encodeRecord({ kind: 'table', value: { name, columns: [...columns] } })
  onBytes(name, 0)
  const stream = client.query(copyTo(copyOut(table)))
  for await (const piece of stream) {
    const bytes: Buffer = piece
    onBytes(name, bytes.length)
    yield encodeRecord({ kind: 'rows', value: bytes })
  }
  yield encodeRecord({ kind: 'tableEnd', value: { rows: stream.rowCount } })
  return stream.rowCount
}

async function describe({ client, program, now, head }: SnapshotOptions): Promise<Manifest> {
  const clinic = await client.query<{ epoch: string }>('select epoch from clinic')
  const epoch = clinic.rows[0]?.epoch
  if (epoch === undefined) throw new StartProblem('There is no clinic yet, so there is nothing to back up.')
  const migrations = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migration order by name',
  )
  const last = await client.query<{ count: string; hash: string }>(
    'select seq::text as count, hash from audit_log order by seq desc limit 1',
  )
  return {
    id: randomUUID(),
    madeAt: now.toISOString(),
    program,
    epoch,
    migrations: migrations.rows,
    sequences: await readSequences(client),
    audit: { count: Number(last.rows[0]?.count ?? 0), hash: last.rows[0]?.hash ?? GENESIS_HASH },
    head,
  }
}

/** A sequence knows no snapshot: what is read here is never lower than what the rows of this moment hold. */
async function readSequences(client: Client): Promise<Manifest['sequences']> {
  const found = await client.query<{ name: string }>(
    "select relname as name from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace order by relname",
  )
  const sequences: Manifest['sequences'] = []
  for (const { name } of found.rows) {
    const state = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${escapeIdentifier(name)}`,
    )
    const [row] = state.rows
    if (row) sequences.push({ name, ...row })
  }
  return sequences
}

/** Keys that seal columns and sign the audit head. The password of the embedded database belongs to that database alone. */
export function keyFiles(secretsDir: string): readonly string[] {
  return readdirSync(secretsDir)
    .filter((name) => KEY_FILE.test(name))
    .sort()
}
