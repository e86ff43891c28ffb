import { afterEach, expect, test, vi } from 'vitest'
import { openDirectory } from '../../renderer/console/participants/participantDirectory'
import { openReplica } from '../../renderer/console/replica/replica'
import { getReplicaStorage } from '../../renderer/console/replica/replicaStorage'
import type { PullAnswer } from '../../shared/sync/syncSchemas'
import { freshProfile, keyOf } from '../replica/pageLogKit'

afterEach(() => void vi.useRealTimers())

const DAY = 86_400_000
const SERVER = Date.parse('2026-03-01T10:00:00.000Z')

async function opened(ports: ReturnType<typeof freshProfile>) {
  const storage = getReplicaStorage({ databaseName: 'clinic', key: await keyOf(7), ports })
  const replica = await openReplica('clinic', storage, () => new Date())
  return { replica, directory: openDirectory(replica) }
}

const answer = {
  ...{ rows: {}, gone: [], checkpoint: { epoch: 'e', rev: 1 }, reset: false, remaining: 0, witnessHash: null },
  ...{ serverTime: new Date(SERVER).toISOString(), head: { epoch: 'e', count: 1, hash: 'h' } },
} as unknown as PullAnswer

test.each([
  ['ten years ahead', 3650 * DAY],
  ['ten years behind', -3650 * DAY],
])('Y5: a console whose clock is %s knows the server’s time after a lock without a network', async (_how, wrong) => {
  vi.useFakeTimers({ toFake: ['Date'], now: SERVER + wrong })
  const ports = freshProfile()
  const first = await opened(ports)
  await first.replica.applyPull(answer, null)
  first.directory.stop()
  await first.replica.close()
  vi.setSystemTime(SERVER + wrong + DAY)
  const second = await opened(ports)
  expect(second.directory.now().getTime()).toBe(SERVER + DAY)
  // Set back meanwhile: never before what the server itself has said.
  vi.setSystemTime(SERVER + wrong - DAY)
  expect(second.directory.now().getTime()).toBe(SERVER)
  second.directory.stop()
  await second.replica.close()
})
