import { expect, test } from 'vitest'
import { openDirectory } from '../../renderer/console/participants/participantDirectory'
import { destroyEveryPageLog } from '../../renderer/console/replica/pageLog/pageLog'
import { openReplica } from '../../renderer/console/replica/replica'
import { getMemoryReplicaStorage } from '../../renderer/console/replica/replicaStorage'
import { syncFailureState } from '../../renderer/console/sync/syncEngine'
import { emptyParticipant } from '../../shared/participants/participantRules'
import type { PullAnswer } from '../../shared/sync/syncSchemas'
import { freshProfile, openLog } from '../replica/pageLogKit'

test('R4: stores, directory and search of a locked console hold nobody, whoever still holds them', async () => {
  const replica = await openReplica('forgets', getMemoryReplicaStorage(), () => new Date())
  const ana = { ...emptyParticipant('prog'), id: 'p1', rev: 1, givenName: 'Canary', updatedAt: '', updatedBy: '' }
  const rest = { gone: [], checkpoint: { epoch: 'e', rev: 1 }, reset: false, remaining: 0, witnessHash: null }
  const head = { epoch: 'e', count: 1, hash: 'h' }
  const serverTime = '2026-03-01T10:00:00.000Z'
  await replica.applyPull({ ...rest, rows: { participants: [ana] }, head, serverTime } as unknown as PullAnswer, null)
  const directory = openDirectory(replica)
  const { stores } = replica
  directory.memory.query = 'canary'
  expect([directory.search('canary'), directory.get('p1')?.participant.givenName]).toEqual([['p1'], 'Canary'])
  directory.stop()
  await replica.close()
  expect([directory.size, directory.search('canary'), directory.get('p1'), directory.memory.query]).toEqual([
    0,
    [],
    undefined,
    '',
  ])
  expect([stores.participants.size, [...stores.participants.all()]]).toEqual([0, []])
})

test('R3: what stopped the sync is kept by its kind, never by its words, which may hold a record', () => {
  const error = new Error('could not store Canary Left, CANARY street 1')
  expect(syncFailureState(error)).toEqual({ link: 'offline', problem: 'Error' })
})

test('D3: a copy that a frozen window still holds does not keep the others from being deleted', async () => {
  const ports = freshProfile()
  for (const databaseName of ['ana', 'ben']) await (await openLog(ports, { databaseName })).close()
  const [held, other] = (await ports.indexedDB.databases()).map(({ name }) => name ?? '')
  const factory: IDBFactory = new Proxy(ports.indexedDB, {
    get: (target, key) =>
      key === 'deleteDatabase'
        ? (name: string) => (name === held ? ({} as IDBOpenDBRequest) : target.deleteDatabase(name))
        : Reflect.get(target, key).bind(target),
  })
  void destroyEveryPageLog({ indexedDB: factory })
  await expect.poll(async () => (await ports.indexedDB.databases()).some(({ name }) => name === other)).toBe(false)
})
