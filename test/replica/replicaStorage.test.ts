import { addRxPlugin, createRxDatabase, type RxJsonSchema } from 'rxdb/plugins/core'
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema'
import { expect, test, vi } from 'vitest'
import type { PageLogPorts } from '../../renderer/console/replica/pageLog/pageLog'
import {
  getMemoryReplicaStorage,
  getReplicaStorage,
  type ReplicaStorage,
} from '../../renderer/console/replica/replicaStorage'
import { freshProfile, keyOf, openLog, refusal, storedRecords } from './pageLogKit'

addRxPlugin(RxDBMigrationSchemaPlugin)

interface Person {
  id: string
  name: string
  born?: number
}

const personSchema: RxJsonSchema<Person> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 40 },
    name: { type: 'string', maxLength: 80 },
    born: { type: 'number' },
  },
  required: ['id', 'name'],
  indexes: ['name'],
}

async function openClinic(storage: ReplicaStorage, schema = personSchema) {
  const database = await createRxDatabase({ name: 'clinic', storage, multiInstance: false })
  const { people, notes } = await database.addCollections({ people: { schema }, notes: { schema: personSchema } })
  if (people === undefined || notes === undefined) throw new Error('collections were not created')
  return { database, people, notes }
}

async function sealed(ports: PageLogPorts, keyByte = 7) {
  return getReplicaStorage({ databaseName: 'clinic', key: await keyOf(keyByte), ports })
}

test('Y1: what was inserted, edited and removed is there after closing and opening again', async () => {
  const ports = freshProfile()
  const first = await openClinic(await sealed(ports))
  await first.people.bulkInsert([
    { id: 'a', name: 'Ada' },
    { id: 'b', name: 'Bea' },
    { id: 'c', name: 'Cid' },
  ])
  await first.notes.insert({ id: 'a', name: 'a note' })
  await (await first.people.findOne('b').exec(true)).incrementalPatch({ name: 'Beatrix' })
  await (await first.people.findOne('c').exec(true)).remove()
  await first.database.close()

  const second = await openClinic(await sealed(ports))
  const names = (await second.people.find({ sort: [{ name: 'desc' }] }).exec()).map((person) => person.get('name'))
  expect(names).toEqual(['Beatrix', 'Ada'])
  expect(await second.notes.count().exec()).toBe(1)
  await second.people.insert({ id: 'c', name: 'Cid again' })
  await second.database.close()

  const third = await openClinic(await sealed(ports))
  expect(await third.people.count().exec()).toBe(3)
  await third.database.close()
})

test('a schema that changed without a new version is noticed after opening again', async () => {
  const ports = freshProfile()
  await (await openClinic(await sealed(ports))).database.close()
  const storage = await sealed(ports)
  const database = await createRxDatabase({ name: 'clinic', storage, multiInstance: false })
  const changed = { ...personSchema, indexes: ['born'], required: ['id', 'name', 'born'] }
  await expect(database.addCollections({ people: { schema: changed } })).rejects.toMatchObject({ code: 'DB6' })
  await database.close()
})

test('Y1: documents move to a new schema version once, and the old pages are let go', async () => {
  const ports = freshProfile()
  const first = await openClinic(await sealed(ports))
  await first.people.bulkInsert([
    { id: 'a', name: 'Ada' },
    { id: 'b', name: 'Bea' },
  ])
  await first.database.close()
  const schema = { ...personSchema, version: 1 }
  for (const _opening of ['migrating', 'again']) {
    const database = await createRxDatabase({ name: 'clinic', storage: await sealed(ports), multiInstance: false })
    await database.addCollections({
      people: { schema, migrationStrategies: { 1: (old: Person) => ({ ...old, name: `${old.name}!` }) } },
    })
    expect((await database.collections.people?.find().exec())?.map((person) => person.get('name'))).toEqual([
      'Ada!',
      'Bea!',
    ])
    await database.close()
  }
  const log = await openLog(ports)
  expect([log.documents('0/people').length, log.documents('1/people').length]).toEqual([0, 2])
  await log.close()
})

test('a write that lost a conflict in memory is not stored', async () => {
  const ports = freshProfile()
  const first = await openClinic(await sealed(ports))
  await first.people.insert({ id: 'a', name: 'Ada' })
  const { error } = await first.people.bulkInsert([
    { id: 'a', name: 'Impostor' },
    { id: 'b', name: 'Bea' },
  ])
  expect(error.map(({ documentId, status }) => [documentId, status])).toEqual([['a', 409]])
  await first.database.close()
  const log = await openLog(ports)
  expect(log.documents('0/people').map(({ name }) => name)).toEqual(['Ada', 'Bea'])
  await log.close()
})

test('a tombstone that was cleaned up does not come back', async () => {
  const ports = freshProfile()
  const first = await openClinic(await sealed(ports))
  const person = await first.people.insert({ id: 'a', name: 'Ada' })
  await first.people.insert({ id: 'b', name: 'Bea' })
  await person.remove()
  await first.people.storageInstance.cleanup(-1000)
  await first.database.close()
  const log = await openLog(ports)
  expect(log.documents('0/people').map(({ id }) => id)).toEqual(['b'])
  await log.close()
})

test('a removed collection is empty after opening again, the other one is untouched', async () => {
  const ports = freshProfile()
  const first = await openClinic(await sealed(ports))
  await first.people.insert({ id: 'a', name: 'Ada' })
  await first.notes.insert({ id: 'n', name: 'note' })
  await first.people.remove()
  await first.database.close()
  const second = await openClinic(await sealed(ports))
  expect([await second.people.count().exec(), await second.notes.count().exec()]).toEqual([0, 1])
  await second.database.close()
})

test('Y1: an insert whose page could not be written fails, and so does every later one', async () => {
  const ports = freshProfile()
  const { database, people } = await openClinic(await sealed(ports))
  const failing = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
    throw new DOMException('no room', 'QuotaExceededError')
  })
  expect(await refusal(people.insert({ id: 'a', name: 'Ada' }))).toEqual({ kind: 'write_failed', page: null })
  failing.mockRestore()
  expect(await refusal(people.insert({ id: 'b', name: 'Bea' }))).toEqual({ kind: 'write_failed', page: null })
  await database.close()
  const again = await openClinic(await sealed(ports))
  expect(await again.people.count().exec()).toBe(0)
  await again.database.close()
})

test('R2: a database does not open with a wrong key, and opens with the right one afterwards', async () => {
  const ports = freshProfile()
  await (await openClinic(await sealed(ports))).database.close()
  const before = [...(await storedRecords(ports))]
  const wrong = await sealed(ports, 9)
  expect(await refusal(createRxDatabase({ name: 'clinic', storage: wrong, multiInstance: false }))).toEqual({
    kind: 'wrong_key',
    page: null,
  })
  expect([...(await storedRecords(ports))]).toEqual(before)
  await (await openClinic(await sealed(ports))).database.close()
})

test('R4: a closed storage has forgotten key and documents and does not open again', async () => {
  const ports = freshProfile()
  const storage = await sealed(ports)
  const { database, people } = await openClinic(storage)
  await people.insert({ id: 'a', name: 'Ada' })
  const { internals } = people.storageInstance.originalStorageInstance
  // RxDB's memory takes a write in when it is idle or next asked.
  await expect.poll(() => (internals as { documents: Map<string, unknown> }).documents.size).toBe(1)
  await database.close()
  expect((internals as { documents: Map<string, unknown> }).documents.size).toBe(0)
  const again = createRxDatabase({ name: 'clinic', storage, multiInstance: false })
  expect(await refusal(again)).toEqual({ kind: 'closed', page: null })
})

test('R2: a replica in memory only is gone after closing', async () => {
  for (const _opening of ['first', 'second']) {
    const { database, people } = await openClinic(getMemoryReplicaStorage())
    expect(await people.count().exec()).toBe(0)
    await people.insert({ id: 'a', name: 'Ada' })
    await database.close()
  }
})

test('several tabs and attachments are refused', async () => {
  const ports = freshProfile()
  const storage = await sealed(ports)
  await expect(createRxDatabase({ name: 'clinic', storage })).rejects.toThrow('multiInstance: false')
  await expect(createRxDatabase({ name: 'other', storage, multiInstance: false })).rejects.toThrow('another name')
  const database = await createRxDatabase({ name: 'clinic', storage, multiInstance: false })
  await expect(database.addCollections({ files: { schema: { ...personSchema, attachments: {} } } })).rejects.toThrow(
    'attachments',
  )
  await database.close()
})
