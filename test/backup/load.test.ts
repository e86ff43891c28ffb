import { afterAll, beforeAll, expect, test } from 'vitest'
import { withClient } from '../../server/platform/database/connectionTarget'
import { inTransaction, nextRev } from '../../server/platform/database/transaction'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type Clinic, createClinic, creation, edit, inviteFor } from '../sync/support/clinic'
import { backUp, emptyPlace, type Folder, openFolder, openPlace, restore } from './backupKit'

let folder: Folder
let database: TestDatabase
let clinic: Clinic
beforeAll(async () => {
  folder = openFolder()
  database = await createTestDatabase()
  clinic = await createClinic(database, 60)
})
afterAll(async () => {
  clinic.close()
  await database.drop()
  folder.remove()
})

/** Four writers that never pause: edits of a field, new people, invites. Returns how many writes were acknowledged. */
function startWriters() {
  let [running, acknowledged] = [true, 0]
  const write = async (lane: number) => {
    for (let turn = 0; running; turn++) {
      const id = clinic.participants[(turn * 4 + lane) % 60] ?? ''
      const items = [edit(id, { address: [null, `turn ${turn}`] }), creation(clinic), inviteFor(id)]
      const results = await clinic.push('admin', items)
      acknowledged += results.filter(({ outcome }) => outcome !== 'failed').length
    }
  }
  const lanes = Promise.all([0, 1, 2, 3].map(write))
  return {
    acknowledged: () => acknowledged,
    async stop() {
      running = false
      await lanes
    },
  }
}

test('K1: a backup made while four writers write is one moment: every write is wholly in it or not at all', async () => {
  const writers = startWriters()
  const counts: number[] = []
  // Each table is waited for, so that writes surely fall between the reading of two tables.
  const waitForWrites = (table: string) => {
    if (['audit_log', 'participant', 'sync_write'].includes(table)) counts.push(writers.acknowledged())
  }
  let made = 0
  do {
    made++
    counts.length = 0
    await backUp(database, folder.file(`load-${made}`), waitForWrites)
  } while (new Set(counts).size < 2 && made < 50)
  await writers.stop()
  expect(new Set(counts).size).toBeGreaterThan(1)

  const place = await emptyPlace(folder, 'load')
  const { audit } = await restore(place, database, folder.file(`load-${made}`))
  expect([audit.firstBad, audit.unproven]).toEqual([null, null])
  const sums = await withClient(place.owner, async (client) => {
    const { rows } = await client.query<Record<string, number>>(
      `select
      (select count(*)::int from participant) - 60 as people,
      (select count(*)::int from audit_log where action = 'participant.created') as created,
      (select count(*)::int from sync_write) as writes,
      (select count(*)::int from invite) as invites,
      (select count(*)::int from audit_log where action = 'invite.created') as invited,
      (select count(*)::int from invite where superseded_at is not null) as superseded,
      (select count(*)::int from audit_log where action = 'invite.superseded') as ended`,
    )
    return rows[0] ?? {}
  })
  expect(sums.people).toBe(sums.created)
  expect(sums.invites).toBe(sums.invited)
  expect(sums.superseded).toBe(sums.ended)
  expect(sums.writes).toBeGreaterThan(0)

  // Sequences know no snapshot: the next rev is above every one in the rows (Y3).
  const opened = await openPlace(place, database)
  const next = await inTransaction(opened.db, async (tx) => await nextRev(tx))
  const highest = await opened.db
    .selectFrom('participant')
    .select((eb) => eb.fn.max('rev').as('rev'))
    .executeTakeFirstOrThrow()
  expect(next).toBeGreaterThan(Number(highest.rev))
  await opened.close()
  await place.drop()
}, 120_000)
