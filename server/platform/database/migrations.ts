import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client, ClientBase } from 'pg'
import { StartProblem } from '../startProblem'

/** Held by the process that migrates and grants; others wait and then find the work done. */
const MIGRATION_LOCK = 4_300_432
const FILE_NAME = /^\d{3,}-[a-z0-9-]+\.sql$/

export interface Migration {
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

const HISTORY_TABLE =
  'create table if not exists schema_migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())'

/** Reads `NNN-name.sql` in order. Line ends do not count: a checkout on Windows must give the same checksums. */
export function readMigrations(dir: string): readonly Migration[] {
  return readdirSync(dir)
    .filter((name) => FILE_NAME.test(name))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1))
    .map((name) => {
      const sql = readFileSync(join(dir, name), 'utf8').replaceAll('\r\n', '\n')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/** Runs `work` alone among all processes on this database. */
export async function withMigrationLock<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
  try {
    return await work()
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK])
  }
}

/** Whether the database was never migrated. */
export async function isEmptyDatabase(client: Client): Promise<boolean> {
  const found = await client.query<{ there: boolean }>("select to_regclass('schema_migration') is not null as there")
  return found.rows[0]?.there !== true
}

/** Applies what is missing, each file in its own transaction. Returns the names applied. Call it inside `withMigrationLock`. */
export async function migrate(client: Client, migrations: readonly Migration[]): Promise<readonly string[]> {
  await client.query(HISTORY_TABLE)
  const done = await client.query<{ name: string; checksum: string }>('select name, checksum from schema_migration')
  checkHistory(done.rows, migrations)
  const names = new Set(done.rows.map((row) => row.name))
  const missing = migrations.filter((migration) => !names.has(migration.name))
  for (const migration of missing) await apply(client, migration)
  return missing.map((migration) => migration.name)
}

function checkHistory(done: readonly { name: string; checksum: string }[], migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]))
  for (const row of done) {
    const checksum = known.get(row.name)
    if (checksum === undefined) {
      throw new StartProblem(
        `The database was made by a newer version of this program (it knows ${row.name}); nothing was changed.`,
      )
    }
    if (checksum !== row.checksum) {
      throw new StartProblem(
        `The migration ${row.name} was changed after it was applied to this database; nothing was changed.`,
      )
    }
  }
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    await applyInside(client, migration)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    const reason = error instanceof Error ? error.message : 'unknown reason'
    throw new StartProblem(`The migration ${migration.name} failed and was undone: ${reason}.`)
  }
}

/** For a restore, which makes the schema and everything in it in one transaction of its own. The database must be empty. */
export async function migrateInside(client: ClientBase, migrations: readonly Migration[]): Promise<void> {
  await client.query(HISTORY_TABLE)
  for (const migration of migrations) await applyInside(client, migration)
}

async function applyInside(client: ClientBase, { name, sql, checksum }: Migration): Promise<void> {
  await client.query(sql)
  await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [name, checksum])
}
