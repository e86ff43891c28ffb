import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { withClient } from '../../server/platform/database/connectionTarget'
import { startEmbedded } from '../../server/platform/database/embedded'
import { migrate, readMigrations, withMigrationLock } from '../../server/platform/database/migrations'
import { isLivePostgres, isLiveProcess, readPostmasterNote } from '../../server/platform/database/postmasterFile'
import type { TestCluster } from './postgres'

const PREFIX = 'vestibule-test-'
const MIGRATIONS = resolve(import.meta.dirname, '../../server/platform/database/migrations')

/** One PostgreSQL for the whole run, with a migrated template that each test file copies in a few milliseconds. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepAbandoned()
  const dir = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
  const dataDir = join(dir, 'data')
  mkdirSync(dataDir)
  const embedded = await startEmbedded({
    dataDir,
    secretsDir: join(dir, 'secrets'),
    durable: false,
    maxConnections: 400,
  })
  const template = 'test_template'
  await withClient(embedded.owner, (client) => client.query(`create database ${template}`))
  await withClient({ ...embedded.owner, database: template }, (client) =>
    withMigrationLock(client, () => migrate(client, readMigrations(MIGRATIONS))),
  )
  project.provide('testCluster', { owner: embedded.owner, template, migrationsDir: MIGRATIONS })
  return async () => {
    await embedded.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** A run that was killed leaves its database behind: found by its own folder name, ended by the pid noted in that folder. */
async function sweepAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1] ?? 0)
    if (pid === 0 || isLiveProcess(pid)) continue
    const dir = join(tmpdir(), name)
    const note = readPostmasterNote(join(dir, 'data/postgres'))
    if (note !== null && isLivePostgres(note.pid)) process.kill(note.pid, 'SIGQUIT')
    for (let tries = 0; tries < 100 && existsSync(join(dir, 'data/postgres/postmaster.pid')); tries++) await sleep(20)
    rmSync(dir, { recursive: true, force: true })
  }
}

declare module 'vitest' {
  export interface ProvidedContext {
    testCluster: TestCluster
  }
}
