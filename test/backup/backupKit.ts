import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { programPaths } from '../../server/app/paths'
import { type RunningServer, startServer } from '../../server/app/startServer'
import { keyOfFile, readBackup } from '../../server/backup/backupFile'
import { decodeRecords } from '../../server/backup/backupRecords'
import { type BackupFacts, makeBackup } from '../../server/backup/makeBackup'
import { type RestoreFacts, restoreBackup } from '../../server/backup/restoreBackup'
import { readConfig } from '../../server/platform/config'
import { connectDatabase } from '../../server/platform/database/connect'
import { PORTAL_ORIGIN } from '../security/support/servers'
import type { TestDatabase } from '../support/postgres'
import { createEmptyDatabase, databaseUrl, dropDatabase } from '../support/postgres'

export const PASSPHRASE = 'seven quiet herons at dusk'
/** Real costs are tried by the command line's tests. */
export const QUICK = { memoryKiB: 1024, passes: 1, lanes: 1 }

export interface Folder {
  readonly path: string
  file(name: string): string
  remove(): void
}

export function openFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'vestibule-backup-'))
  return { path, file: (name) => join(path, name), remove: () => rmSync(path, { recursive: true, force: true }) }
}

export async function backUp(
  { owner, db, secretsDir }: Pick<TestDatabase, 'owner' | 'db' | 'secretsDir'>,
  file: string,
  onBytes?: (table: string) => void,
  headFile = join(secretsDir, 'audit-head.json'),
): Promise<BackupFacts> {
  const options = { owner, db, secretsDir, headFile, file, passphrase: PASSPHRASE, program: '0.0.0-test', cost: QUICK }
  return await makeBackup({ ...options, now: () => new Date(), ...(onBytes && { onBytes }) })
}

/** What is inside, as one text of bytes, and how many pieces it came in. */
export async function contentOf(file: string): Promise<{ readonly bytes: Buffer; readonly keys: readonly string[] }> {
  const keys = await keyOfFile(file, PASSPHRASE)
  const parts: Buffer[] = []
  const names: string[] = []
  for await (const piece of readBackup(file, keys, () => undefined)) parts.push(piece)
  for await (const record of decodeRecords(readBackup(file, keys, () => undefined)))
    if (record.kind === 'key') names.push(record.value.name)
  return { bytes: Buffer.concat(parts), keys: names }
}

/** A database without tables and a folder without keys: where a restore may go. */
export async function emptyPlace(folder: Folder, name: string) {
  const owner = await createEmptyDatabase()
  const secretsDir = folder.file(`${name}-secrets`)
  const dataDir = folder.file(`${name}-data`)
  const config = { dataDir, databaseUrl: databaseUrl(owner), secretsDir, auditHeadFile: join(secretsDir, 'head.json') }
  return { owner, config, drop: async () => await dropDatabase(owner) }
}
export type EmptyPlace = Awaited<ReturnType<typeof emptyPlace>>

export async function restore(
  { config }: Pick<EmptyPlace, 'config'>,
  { migrationsDir }: Pick<TestDatabase, 'migrationsDir'>,
  file: string,
  passphrase = PASSPHRASE,
): Promise<RestoreFacts> {
  return await restoreBackup({ config, migrationsDir, file, passphrase, now: () => new Date() })
}

/** The restored database as a server opens it. */
export async function openPlace({ owner, config }: EmptyPlace, { migrationsDir }: Pick<TestDatabase, 'migrationsDir'>) {
  return await connectDatabase({ owner, secretsDir: config.secretsDir, migrationsDir })
}

/** The whole server on a restored place. */
export async function servePlace(
  { config: { dataDir, databaseUrl, secretsDir, auditHeadFile } }: EmptyPlace,
  more: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const places = {
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    SECRETS_DIR: secretsDir,
    AUDIT_HEAD_FILE: auditHeadFile,
  }
  const config = readConfig({ PORT: '0', PUBLIC_URL: PORTAL_ORIGIN, LOG_LEVEL: 'silent', ...places, ...more })
  if ('problem' in config) throw new Error(config.problem)
  return await startServer({ config, paths: programPaths(), withPages: false })
}
