import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signHead } from '../../server/audit/headFile'
import { restoreBackup } from '../../server/backup/restoreBackup'
import { withClient } from '../../server/platform/database/connectionTarget'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type Clinic, createClinic, edit } from '../sync/support/clinic'
import {
  backUp,
  type EmptyPlace,
  emptyPlace,
  type Folder,
  openFolder,
  openPlace,
  PASSPHRASE,
  restore,
} from './backupKit'

let database: TestDatabase
let clinic: Clinic
let folder: Folder
let place: EmptyPlace
let former = ''
beforeAll(async () => {
  folder = openFolder()
  database = await createTestDatabase()
  clinic = await createClinic(database, 3)
  for (const id of clinic.participants) await clinic.push('admin', [edit(id, { address: ['', 'Lane 1'] })])
  await backUp(database, folder.file('one'))
  // The head of a log that went far beyond the backup, on a disk that outlived the database.
  const head = { epoch: 'former', count: 500, hash: 'a'.repeat(64), at: new Date().toISOString() }
  former = JSON.stringify(signHead(head, database.secrets.auditKey))
  place = await emptyPlace(folder, 'place')
  mkdirSync(place.config.secretsDir)
  writeFileSync(place.config.auditHeadFile, former)
})
afterAll(async () => {
  await place.drop()
  clinic.close()
  await database.drop()
  folder.remove()
})

/** A restore that fails at its nth look at the clock: the first is inside the transaction, the second when the new head is signed. */
async function failing(at: number): Promise<string> {
  let looks = 0
  const now = () => {
    looks++
    if (looks >= at) throw Object.assign(new Error('no room'), { code: 'ENOSPC' })
    return new Date()
  }
  const { migrationsDir } = database
  const options = { config: place.config, migrationsDir, file: folder.file('one'), passphrase: PASSPHRASE, now }
  return await restoreBackup(options).then(
    () => 'done',
    (error: Error) => error.message,
  )
}
const evidence = () => [
  readFileSync(place.config.auditHeadFile, 'utf8') === former,
  readdirSync(place.config.secretsDir).filter((name) => name.includes('.before-')).length,
]
const marked = () => existsSync(join(place.config.secretsDir, 'restore.unfinished'))

test('K2, U3: a restore that fails leaves the head that knows of the lost rows where it was', async () => {
  expect(await failing(1)).toMatch(/nothing of the restore was kept/)
  expect([...evidence(), marked()]).toEqual([true, 0, false])
})

test('K2: a database of somebody else’s that was filled before the failure stays marked, and no server starts on it', async () => {
  expect(await failing(2)).toMatch(/DATABASE_URL was filled, .*Empty the database and run it again/)
  expect([...evidence(), marked()]).toEqual([true, 0, true])
  expect(readdirSync(place.config.secretsDir).filter((name) => name.endsWith('.key'))).toEqual([])
  await expect(restore(place, database, folder.file('one'))).rejects.toThrow(
    /holds what an unfinished restore has left/,
  )
  expect(marked()).toBe(true)
  await withClient(
    place.owner,
    async (client) => await client.query('drop schema public cascade; create schema public'),
  )
  const { knownRows } = await restore(place, database, folder.file('one'))
  expect([knownRows, marked()]).toEqual([500, false])
  const opened = await openPlace(place, database)
  await opened.close()
})
