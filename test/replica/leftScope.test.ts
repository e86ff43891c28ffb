import { expect, test, vi } from 'vitest'
import type { PageLogPorts } from '../../renderer/console/replica/pageLog/pageLog'
import { openReplica } from '../../renderer/console/replica/replica'
import { startResync } from '../../renderer/console/replica/replicaRows'
import { getReplicaStorage } from '../../renderer/console/replica/replicaStorage'
import type { OutboxItem, PullAnswer } from '../../shared/sync/syncSchemas'
import { freshProfile, keyOf, openLog, storedRecords } from './pageLogKit'

const AT = '2026-03-01T10:00:00.000Z'
const PERSON = { id: 'p1', rev: 1, givenName: 'Canary', address: 'CANARY street 1' }
const MESSAGE = { id: 'm1', rev: 1, participantId: 'p1', body: 'CANARY clinical words' }
const OTHER = { id: 'p2', rev: 1, givenName: 'Stays' }

function pulled(rev: number, rows: object, gone: PullAnswer['gone'] = [], reset = false): PullAnswer {
  const head = { epoch: 'e', count: 1, hash: 'h' }
  const checkpoint = { epoch: reset ? 'f' : 'e', rev }
  return {
    rows,
    gone,
    checkpoint,
    reset,
    remaining: 0,
    serverTime: AT,
    head,
    witnessHash: null,
  } as unknown as PullAnswer
}

async function opened(ports: PageLogPorts) {
  const storage = getReplicaStorage({ databaseName: 'clinic', key: await keyOf(7), ports })
  return await openReplica('clinic', storage, () => new Date(AT))
}

/** What the sealed copy gives back when it is opened. */
async function words(ports: PageLogPorts): Promise<string> {
  const log = await openLog(ports)
  const streams = ['participants', 'messages', 'outbox', 'invites'].map((name) => log.documents(`0/${name}`))
  await log.close()
  return JSON.stringify(streams)
}

const firstPage = async (ports: PageLogPorts) =>
  Math.min(...[...(await storedRecords(ports)).keys()].filter((page) => page > 0))

test('D4: what left the scope is out of the sealed copy when that pull is done, and stays out', async () => {
  const ports = freshProfile()
  const replica = await opened(ports)
  await replica.applyPull(pulled(1, { participants: [PERSON, OTHER], messages: [MESSAGE] }), null)
  const before = Math.max(...(await storedRecords(ports)).keys())
  await replica.applyPull(pulled(2, {}, [{ collection: 'participants', id: 'p1' }]), null)
  // Rewritten at once: no page from before is left that could hold the words.
  expect(await firstPage(ports)).toBeGreaterThan(before)
  expect([...replica.stores.participants.all()].map(([id]) => id)).toEqual(['p2'])
  await replica.close()
  expect(await words(ports)).not.toContain('CANARY')
  const again = await opened(ports)
  expect(again.stores.participants.size).toBe(1)
  expect(again.meta()).toMatchObject({ checkpoint: { rev: 2 }, unpurged: false })
  await again.applyPull(pulled(3, { participants: [{ ...PERSON, rev: 3 }] }), null)
  expect(again.stores.participants.get('p1')?.rev).toBe(3)
  await again.close()
  expect(await words(ports)).toContain('CANARY street 1')
})

test('D4: what a full resync did not bring is out of the sealed copy too', async () => {
  const ports = freshProfile()
  const replica = await opened(ports)
  await replica.applyPull(pulled(1, { participants: [PERSON, OTHER], messages: [MESSAGE] }), null)
  await replica.applyPull(pulled(1, { participants: [OTHER] }, [], true), startResync(false))
  await replica.close()
  expect(await words(ports)).not.toContain('CANARY')
})

test('D4: an answered edit and a cancelled invite leave no words and no spoken code', async () => {
  const ports = freshProfile()
  const replica = await opened(ports)
  await replica.applyPull(pulled(1, { participants: [OTHER] }), null)
  const change = { path: 'address', base: '', value: 'CANARY lane 2' }
  await replica.enqueue({ kind: 'edit', writeId: 'w1', participantId: 'p2', changes: [change] } as OutboxItem)
  await replica.applyResults([{ writeId: 'w1', outcome: 'applied' }] as never, AT)
  const invite = { kind: 'invite.create', writeId: 'w2', inviteId: 'i1', participantId: 'p2', verbalCode: 'CANARY' }
  await replica.enqueue(invite as unknown as OutboxItem)
  expect(await replica.cancel('w2')).toBe(true)
  await replica.close()
  expect(await words(ports)).not.toContain('CANARY')
})

test('D4, Y1: a purge that found no room is made up by the next pull, also after a restart', async () => {
  const ports = freshProfile()
  const replica = await opened(ports)
  await replica.applyPull(pulled(1, { participants: [PERSON, OTHER] }), null)
  const clear = vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(() => {
    throw new DOMException('no room', 'QuotaExceededError')
  })
  await replica.applyPull(pulled(2, {}, [{ collection: 'participants', id: 'p1' }]), null)
  clear.mockRestore()
  expect(replica.meta()).toMatchObject({ checkpoint: { rev: 2 }, unpurged: true })
  await replica.close()
  const before = await firstPage(ports)
  const again = await opened(ports)
  await again.applyPull(pulled(3, {}), null)
  expect(again.meta().unpurged).toBe(false)
  expect(await firstPage(ports)).toBeGreaterThan(before)
  await again.close()
})

test('D4: what an earlier version left behind goes when the records are opened', async () => {
  const ports = freshProfile()
  await (await opened(ports)).close()
  const log = await openLog(ports)
  const meta = { _meta: { lwt: 1 }, _rev: '2-a', _attachments: {} }
  const documents = [{ id: 'p1', body: PERSON, _deleted: true, ...meta }]
  await log.append({ kind: 'put', stream: '0/participants', idField: 'id', documents })
  await log.close()
  const replica = await opened(ports)
  expect(replica.stores.participants.size).toBe(0)
  await replica.close()
  expect(await words(ports)).not.toContain('CANARY')
})
