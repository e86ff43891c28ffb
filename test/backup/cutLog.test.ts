import { rmSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createHeadKeeper } from '../../server/audit/auditHead'
import { restoreCommand } from '../../server/cli/restoreCommand'
import { withClient } from '../../server/platform/database/connectionTarget'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type Clinic, createClinic, edit } from '../sync/support/clinic'
import { backUp, type EmptyPlace, emptyPlace, type Folder, openFolder, openPlace, PASSPHRASE } from './backupKit'

let database: TestDatabase
let clinic: Clinic
let folder: Folder
const places: EmptyPlace[] = []
beforeAll(async () => {
  folder = openFolder()
  database = await createTestDatabase()
  clinic = await createClinic(database, 6)
  for (const id of clinic.participants) await clinic.push('admin', [edit(id, { address: ['', 'Lane 1'] })])
  const { db, secrets } = database
  const log = { warn: () => undefined, error: () => undefined }
  await createHeadKeeper({ db, file: folder.file('head'), secrets, now: () => new Date(), log }).start()
})
afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  for (const place of places) await place.drop()
  clinic.close()
  await database.drop()
  folder.remove()
})

/** `vestibule restore` into a place of its own: exit code, what it says, and what the restored log says about it. */
async function restored(file: string) {
  const place = await emptyPlace(folder, file)
  places.push(place)
  const { dataDir, databaseUrl, secretsDir } = place.config
  const settings = { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, SECRETS_DIR: secretsDir }
  const words = { VESTIBULE_BACKUP_PASSPHRASE: PASSPHRASE, PUBLIC_URL: 'http://localhost:4300' }
  for (const [name, value] of Object.entries({ ...settings, ...words })) vi.stubEnv(name, value)
  const lines: string[] = []
  const code = await restoreCommand([folder.file(file)], (line) => lines.push(line))
  const { db, close } = await openPlace(place, database)
  const row = await db
    .selectFrom('audit_log')
    .select('detail')
    .where('action', '=', 'server.restored')
    .executeTakeFirstOrThrow()
  await close()
  return { code, said: lines.join('\n'), detail: row.detail }
}

test('K1, U3: a backup of a sound log brings its signed head along, and the restore holds the log against it', async () => {
  const { doubt } = await backUp(database, folder.file('sound'), undefined, folder.file('head'))
  expect(doubt).toBeNull()
  const { code, said, detail } = await restored('sound')
  expect([code, detail]).toMatchObject([0, { holdsHead: true, headRows: 6 }])
  expect(said).toMatch(/SOUND: /)
})

test('K1, K2, U3: a log that was cut before the backup is not made sound by restoring it: both commands say so, and the log does', async () => {
  await withClient(database.owner, async (client) => await client.query('delete from audit_log where seq > 4'))
  const { doubt } = await backUp(database, folder.file('cut'), undefined, folder.file('head'))
  expect(doubt).toMatch(/does not contain its signed head/)
  const noted = await database.db.selectFrom('audit_log').select('detail').orderBy('seq', 'desc').executeTakeFirst()
  expect(noted?.detail).toMatchObject({ holdsHead: false })
  const { code, said, detail } = await restored('cut')
  expect([code, detail]).toMatchObject([2, { holdsHead: false, headRows: 6, auditRows: 4 }])
  expect(said).toMatch(/TAMPERED: first bad row \d+ \((truncated|rewritten)\)/)
})

test('K1: a backup without a head that can be trusted is made, with a warning, and the restore says what that means', async () => {
  rmSync(folder.file('head'))
  const { doubt } = await backUp(database, folder.file('headless'), undefined, folder.file('head'))
  expect(doubt).toMatch(/There is no signed head that could be trusted/)
  const { code, said, detail } = await restored('headless')
  expect([code, detail]).toMatchObject([0, { holdsHead: null, headRows: null }])
  expect(said).toContain('The backup holds no signed head')
})
