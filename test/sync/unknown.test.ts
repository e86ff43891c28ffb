import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unknownParticipants } from '../../server/sync/scopeStore'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type Clinic, createClinic } from './support/clinic'

let database: TestDatabase
let clinic: Clinic

beforeAll(async () => {
  database = await createTestDatabase()
  clinic = await createClinic(database, 3)
}, 60_000)
afterAll(async () => {
  clinic.close()
  await database.drop()
})

test('G1: where nothing was restored, the server tells nobody which ids it has', async () => {
  expect(await unknownParticipants(clinic.db, [clinic.participants[0] ?? '', randomUUID()])).toEqual([])
})

test('K2 D4: after a restore it names the ids that nobody has, in whosever scope the others are', async () => {
  await clinic.db.updateTable('clinic').set({ restored: '{}' }).execute()
  const none = randomUUID()
  expect(await unknownParticipants(clinic.db, [...clinic.participants, none])).toEqual([none])
  expect(await unknownParticipants(clinic.db, [])).toEqual([])
})
