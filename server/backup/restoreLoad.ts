import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type ClientBase, escapeIdentifier } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Migration } from '../platform/database/migrations'
import { migrateInside } from '../platform/database/migrations'
import { StartProblem } from '../platform/startProblem'
import { type BackupRecord, type Manifest, type TableHead, unreadable } from './backupRecords'
import { copyIn } from './backupTables'

/** The migrations that the backup's tables have, and those that this program adds after them. */
export interface Plan {
  readonly before: readonly Migration[]
  readonly after: readonly Migration[]
}

/** Throws `StartProblem` for a backup of a newer program, or of one whose migrations were others. */
export function planMigrations(manifest: Manifest, known: readonly Migration[]): Plan {
  const wanted = new Map(manifest.migrations.map(({ name, checksum }) => [name, checksum]))
  for (const [name, checksum] of wanted) {
    const own = known.find((migration) => migration.name === name)
    if (own === undefined)
      throw new StartProblem(
        `The backup was made by a newer version of this program (${manifest.program} knows ${name}); restore it with that version or a later one.`,
      )
    if (own.checksum !== checksum)
      throw new StartProblem(`The migration ${name} of the backup is not the one of this program; nothing was changed.`)
  }
  const before = known.filter(({ name }) => wanted.has(name))
  return { before, after: known.filter(({ name }) => !wanted.has(name)) }
}

/**
 * The tables as they were, inside the transaction that `client` is in: the schema of the backup, its rows, and then what this program has
 * added since. Returns the number of rows.
 */
export async function loadTables(
  client: ClientBase,
  { before, after }: Plan,
  manifest: Manifest,
  records: AsyncIterator<BackupRecord>,
  onBytes: (table: string, bytes: number) => void,
): Promise<number> {
  await client.query('set local statement_timeout = 0; set local lock_timeout = 0')
  await client.query('set local idle_in_transaction_session_timeout = 0')
  await migrateInside(client, before)
  let rows = 0
  for (let record = await nextOf(records); record.kind !== 'end'; record = await nextOf(records)) {
    if (record.kind === 'table') rows += await loadTable(client, record.value, records, onBytes)
  }
  for (const { name, value, called } of manifest.sequences)
    await client.query(`select setval($1::regclass, $2::bigint, $3)`, [escapeIdentifier(name), value, called])
  await migrateInside(client, after)
  return rows
}

async function loadTable(
  client: ClientBase,
  table: TableHead,
  records: AsyncIterator<BackupRecord>,
  onBytes: (table: string, bytes: number) => void,
): Promise<number> {
  // What a migration put there itself is in the backup too.
  await client.query(`delete from ${escapeIdentifier(table.name)}`)
  onBytes(table.name, 0)
  let expected = -1
  async function* bytes() {
    for (let record = await nextOf(records); ; record = await nextOf(records)) {
      if (record.kind === 'tableEnd') {
        expected = record.value.rows
        return
      }
      if (record.kind !== 'rows') throw unreadable()
      onBytes(table.name, record.value.length)
      yield record.value
    }
  }
  const stream = client.query(copyFrom(copyIn(table)))
  await pipeline(Readable.from(bytes(), { objectMode: false }), stream)
  if (stream.rowCount !== expected) throw unreadable()
  return stream.rowCount
}

async function nextOf(records: AsyncIterator<BackupRecord>): Promise<BackupRecord> {
  const next = await records.next()
  if (next.done === true) throw unreadable()
  return next.value
}
