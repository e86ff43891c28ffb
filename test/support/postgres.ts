import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { escapeIdentifier } from 'pg'
import { inject } from 'vitest'
import { type Connected, connectDatabase } from '../../server/platform/database/connect'
import { type ConnectionTarget, withClient } from '../../server/platform/database/connectionTarget'
import { createSecrets } from '../../server/platform/secrets/secrets'

/** What globalSetup hands to the test processes. */
export interface TestCluster {
  readonly owner: ConnectionTarget
  readonly template: string
  readonly migrationsDir: string
}

/** A migrated, empty database of its own, opened as the application role, with secrets of its own. */
export interface TestDatabase extends Connected {
  readonly owner: ConnectionTarget
  readonly secretsDir: string
  readonly migrationsDir: string
  /** As DATABASE_URL, for a server process that a test starts. Works with sockets too. */
  readonly url: string
  /** Opens a second pool on it, as a second server process would. The caller closes it. */
  openAgain(): Promise<Connected>
  drop(): Promise<void>
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const owner = await createCopy(inject('testCluster').template)
  const secretsDir = mkdtempSync(join(tmpdir(), 'vestibule-secrets-'))
  createSecrets(secretsDir)
  const { migrationsDir } = inject('testCluster')
  const openAgain = () => connectDatabase({ owner, secretsDir, migrationsDir })
  const connected = await openAgain()
  return {
    ...connected,
    owner,
    secretsDir,
    migrationsDir,
    url: databaseUrl(owner),
    openAgain,
    async drop() {
      await connected.close()
      await dropDatabase(owner)
      rmSync(secretsDir, { recursive: true, force: true })
    },
  }
}

/** A database that was never migrated, for tests of the first start. */
export function createEmptyDatabase(): Promise<ConnectionTarget> {
  return createCopy('template1')
}

/** Ends every session on the database and drops it with its role. */
export async function dropDatabase(owner: ConnectionTarget): Promise<void> {
  await withClient(inject('testCluster').owner, async (client) => {
    await client.query(`drop database if exists ${escapeIdentifier(owner.database)} with (force)`)
    await client.query(`drop role if exists ${escapeIdentifier(`app_${owner.database}`)}`)
  })
}

export function databaseUrl(target: ConnectionTarget): string {
  const { user, password, host, port, database } = target
  const query = host.startsWith('/')
    ? `localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`
    : `${host}:${port}/${database}`
  return `postgres://${user}:${encodeURIComponent(password)}@${query}`
}

/** By files: through the log it costs twice as much, and nothing here has to survive a crash. */
async function createCopy(template: string): Promise<ConnectionTarget> {
  const { owner } = inject('testCluster')
  const database = `t_${randomBytes(6).toString('hex')}`
  await withClient(owner, (client) =>
    client.query(`create database ${database} template ${template} strategy file_copy`),
  )
  return { ...owner, database }
}
