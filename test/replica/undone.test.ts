import { expect, test } from 'vitest'
import type { PageLogPorts } from '../../renderer/console/replica/pageLog/pageLog'
import { openReplica, type Replica } from '../../renderer/console/replica/replica'
import { getReplicaStorage } from '../../renderer/console/replica/replicaStorage'
import type { SyncTransport } from '../../renderer/console/sync/syncEngine'
import { pullAll, pushAll } from '../../renderer/console/sync/syncSteps'
import { emptyParticipant } from '../../shared/participants/participantRules'
import type { OutboxItem, PullAnswer } from '../../shared/sync/syncSchemas'
import { freshProfile, keyOf, openLog, storedRecords } from './pageLogKit'

const BACKUP = '2026-03-01T22:00:00.000Z'
const AFTER = '2026-03-01T23:00:00.000Z'
const RESTORED = { epoch: 'after', backupMadeAt: BACKUP, restoredAt: '2026-03-02T09:00:00.000Z', auditRows: 1 }

const person = (id: string, address: string, updatedAt = AFTER) => ({
  ...{ ...emptyParticipant('program'), id, rev: 5, givenName: id, address, updatedAt, updatedBy: 'Bo' },
})
const account = (id: string, disabledAt: string | null) => ({ id, rev: 6, disabledAt })
const clinic = (restored: object | null) => ({ id: 'clinic', rev: 9, restored })

interface Told {
  readonly rows: object
  readonly server?: string
  readonly person?: string
  readonly remaining?: number
  readonly reset?: boolean
}

/** `server`: the epoch of the audit head; `person`: the one that this person's consoles see. */
function answer({ rows, server = 'after', person: own = server, remaining = 0, reset = false }: Told): PullAnswer {
  const head = { epoch: server, count: 1, hash: 'h' }
  const checkpoint = { epoch: own, rev: 10 }
  return { rows, gone: [], checkpoint, reset, remaining, serverTime: AFTER, head, witnessHash: 'h' } as never
}

async function opened(ports: PageLogPorts): Promise<Replica> {
  const storage = getReplicaStorage({ databaseName: 'clinic', key: await keyOf(7), ports })
  return await openReplica('clinic', storage, () => new Date(AFTER))
}

/** A server that gives these answers and then is gone; it knows the ids of `known`. */
function serverOf(answers: readonly PullAnswer[], known: readonly string[] = []) {
  const left = [...answers]
  const asked: string[] = []
  const transport = {
    pull: async () => {
      const next = left.shift()
      if (next === undefined) throw new Error('cut')
      return next
    },
    push: async () => {
      asked.push('push')
      return { results: [], serverTime: AFTER }
    },
    unknown: async (ids: readonly string[]) => {
      asked.push(...ids)
      return ids.filter((id) => !known.includes(id))
    },
  } as unknown as SyncTransport
  const { signal } = new AbortController()
  const pull = async (replica: Replica, reads = () => true) =>
    await pullAll(replica, transport, { limit: 100, reads, set: () => undefined }, signal)
  return { transport, pull, asked }
}

/** A console that has seen everything that happened after the backup. */
async function consoleBefore(ports: PageLogPorts): Promise<Replica> {
  const replica = await opened(ports)
  const participants = [
    person('ada', 'CANARY new street'),
    person('bob', 'same'),
    person('cy', 'same'),
    person('new', 'CANARY made'),
  ]
  const rows = { participants, accounts: [account('cy', AFTER)], clinic: [clinic(null)] }
  await serverOf([answer({ rows, server: 'before', reset: true })]).pull(replica)
  return replica
}

const FIRST = answer({
  rows: { participants: [person('ada', 'old street', '2026-02-01T00:00:00.000Z'), person('bob', 'same')] },
  reset: true,
  remaining: 1,
})
const LAST = answer({
  rows: { participants: [person('cy', 'same')], accounts: [account('cy', null)], clinic: [clinic(RESTORED)] },
})

const undone = ({ stores }: Replica) =>
  Object.fromEntries([...stores.undone.all()].map(([id, { open }]) => [id, open && { ...open, restoredAt: '' }]))
const parts = { restoredAt: '', paths: [] as string[], access: false, record: false, papers: [] as string[] }

async function words(ports: PageLogPorts): Promise<string> {
  const log = await openLog(ports)
  const streams = ['participants', 'messages', 'corrections', 'meta'].map((name) => log.documents(`0/${name}`))
  await log.close()
  return JSON.stringify(streams)
}

test('K2: after the resync a console knows what the restore undid: a field, a revocation, a whole record', async () => {
  const ports = freshProfile()
  const replica = await consoleBefore(ports)
  const server = serverOf([FIRST, LAST])
  await server.pull(replica)
  expect(undone(replica)).toEqual({
    ada: { ...parts, paths: ['address'] },
    cy: { ...parts, access: true },
    new: { ...parts, record: true },
  })
  expect(server.asked).toEqual(['new'])
  expect(replica.stores.participants.get('new')).toBeUndefined()
  expect(replica.meta().restoring).toBe(false)
  await replica.close()
  const again = await opened(ports)
  expect(again.stores.undone.get('new')?.participant?.address).toBe('CANARY made')
  expect(again.meta()).not.toHaveProperty('participant')
  await again.leaveUndone('ada')
  expect(Object.keys(undone(again))).toEqual(['cy', 'new'])
  await again.close()
})

test('K2: a resync of one page is through when it is through', async () => {
  const replica = await consoleBefore(freshProfile())
  const { rows } = FIRST
  await serverOf([
    {
      ...LAST,
      reset: true,
      rows: { ...LAST.rows, participants: [...(rows.participants ?? []), ...(LAST.rows.participants ?? [])] },
    },
  ]).pull(replica)
  expect(replica.meta().restoring).toBe(false)
  expect(Object.keys(undone(replica))).toEqual(['ada', 'cy', 'new'])
  await replica.close()
})

test('K2 Y1: cut and killed in the middle of that resync, what was overwritten already is not forgotten', async () => {
  const ports = freshProfile()
  const replica = await consoleBefore(ports)
  await expect(serverOf([FIRST]).pull(replica)).rejects.toThrow('cut')
  await replica.close()
  const again = await opened(ports)
  expect(again.stores.participants.get('ada')?.address).toBe('old street')
  // Nothing is said before it is known.
  expect(undone(again)).toEqual({ ada: null })
  await serverOf([FIRST, LAST]).pull(again)
  expect(undone(again)).toMatchObject({ ada: { paths: ['address'] }, cy: { access: true }, new: { record: true } })
  await again.close()
})

test('K2: nothing is sent before that resync, as the answers would overwrite what only this console knows', async () => {
  const replica = await consoleBefore(freshProfile())
  const change = { path: 'pronouns', base: '', value: 'she' }
  await replica.enqueue({ kind: 'edit', writeId: 'w', participantId: 'ada', changes: [change] } as OutboxItem)
  const { transport, asked } = serverOf([FIRST])
  const { signal } = new AbortController()
  expect(await pushAll(replica, transport, false, signal)).toBe(true)
  expect(asked).toEqual([])
  // Killed in its middle: the same, although the head is known by now.
  await expect(serverOf([FIRST]).pull(replica)).rejects.toThrow('cut')
  expect(await pushAll(replica, transport, true, signal)).toBe(true)
  expect(asked).toEqual([])
  await serverOf([FIRST, LAST]).pull(replica)
  expect(await pushAll(replica, transport, true, signal)).toBe(false)
  expect(asked).toEqual(['push'])
  await replica.close()
})

test('K2 D4: a record that the server has and this person may not see any more leaves nothing here', async () => {
  const ports = freshProfile()
  const replica = await consoleBefore(ports)
  await serverOf([FIRST, LAST], ['new']).pull(replica)
  expect(Object.keys(undone(replica))).toEqual(['ada', 'cy'])
  await replica.close()
  expect(await words(ports)).not.toContain('CANARY made')
})

test('D4: a change of role is no restore: nothing of what it takes away is kept, nor what an earlier restore undid of it', async () => {
  const ports = freshProfile()
  const replica = await consoleBefore(ports)
  await serverOf([FIRST, LAST]).pull(replica)
  const narrower = answer({
    rows: { participants: [person('bob', 'other')], clinic: [clinic(RESTORED)] },
    person: 'another role',
    reset: true,
  })
  await serverOf([narrower], ['ada', 'cy', 'new']).pull(replica)
  expect(undone(replica)).toEqual({})
  await replica.close()
  expect(await words(ports)).not.toContain('CANARY')
})

const MESSAGE = { id: 'm1', rev: 7, participantId: 'bob', author: 'participant', body: 'CANARY words', sentAt: AFTER }
const REQUEST = {
  id: 'r1',
  rev: 7,
  participantId: 'bob',
  description: 'CANARY asked',
  receivedAt: AFTER,
  decidedAt: null,
}
const DECIDED = {
  id: 'r2',
  rev: 7,
  participantId: 'bob',
  receivedAt: '2026-02-01T00:00:00.000Z',
  decidedAt: AFTER,
  withdrawnAt: null,
}

async function consoleWithPapers(ports: PageLogPorts): Promise<Replica> {
  const replica = await consoleBefore(ports)
  const before = answer({ rows: { messages: [MESSAGE], corrections: [REQUEST, DECIDED] }, server: 'before' })
  await serverOf([before]).pull(replica)
  return replica
}
const UNDECIDED = answer({ rows: { ...LAST.rows, corrections: [{ ...DECIDED, decidedAt: null }] } })

test('K2 G3: a message and a request that are gone stay readable, and a decision that is undone is named until it is made anew', async () => {
  const replica = await consoleWithPapers(freshProfile())
  await serverOf([FIRST, UNDECIDED]).pull(replica)
  expect(undone(replica).bob).toEqual({ ...parts, papers: ['r2', 'r1', 'm1'] })
  const again = { corrections: [{ ...DECIDED, rev: 12 }] }
  await replica.applyNews({ kind: 'news', epoch: 'after', from: 10, to: 12, rows: again } as never)
  expect(undone(replica).bob?.papers).toEqual(['r1', 'm1'])
  await replica.close()
})

test('K2 D4: whose role may not read messages and requests any more keeps none of them', async () => {
  const ports = freshProfile()
  const replica = await consoleWithPapers(ports)
  await serverOf([FIRST, LAST]).pull(replica, () => false)
  expect(undone(replica).bob).toBeUndefined()
  await replica.close()
  const said = await words(ports)
  for (const canary of ['CANARY words', 'CANARY asked']) expect(said).not.toContain(canary)
})

test('D4: whose role is narrowed later keeps no message of that time either', async () => {
  const ports = freshProfile()
  const replica = await consoleWithPapers(ports)
  await serverOf([FIRST, LAST]).pull(replica)
  expect(undone(replica).bob?.papers).toEqual(['r1', 'r2', 'm1'])
  const narrower = answer({
    rows: { participants: [person('bob', 'same')], clinic: [clinic(RESTORED)] },
    person: 'front desk',
    reset: true,
  })
  await serverOf([narrower], ['ada', 'cy', 'new']).pull(replica, () => false)
  expect(undone(replica)).toEqual({})
  await replica.close()
  expect(await words(ports)).not.toContain('CANARY')
})

test('K2: what a colleague has brought back is over here too; who leaves the scope takes it along', async () => {
  const replica = await consoleBefore(freshProfile())
  await serverOf([FIRST, LAST]).pull(replica)
  const back = { participants: [{ ...person('ada', 'CANARY new street'), rev: 11 }] }
  await replica.applyNews({ kind: 'news', epoch: 'after', from: 10, to: 11, rows: back } as never)
  expect(Object.keys(undone(replica))).toEqual(['cy', 'new'])
  await replica.applyPull({ ...answer({ rows: {} }), gone: [{ collection: 'participants', id: 'cy' }] }, null)
  expect(Object.keys(undone(replica))).toEqual(['new'])
  await replica.close()
})

const EARLY = '2026-02-01T00:00:00.000Z'
const LATER = '2026-03-02T10:00:00.000Z'
const SECOND = { ...RESTORED, epoch: 'second', restoredAt: '2026-03-02T12:00:00.000Z' }

test('K2: a second restore keeps a field that the first one undid, although somebody has worked on the record between them', async () => {
  const replica = await consoleBefore(freshProfile())
  await serverOf([FIRST, LAST]).pull(replica)
  const between = { ...person('ada', 'old street', LATER), pronouns: 'she' }
  await serverOf([answer({ rows: { participants: [between] } })]).pull(replica)
  const participants = [person('ada', 'old street', EARLY), person('bob', 'same'), person('cy', 'same')]
  const rows = { participants, accounts: [account('cy', null)], clinic: [clinic(SECOND)] }
  await serverOf([answer({ rows, server: 'second', reset: true })]).pull(replica)
  expect(undone(replica).ada?.paths).toEqual(['address', 'pronouns'])
  expect(replica.stores.undone.get('ada')?.participant).toMatchObject({ address: 'CANARY new street', pronouns: 'she' })
  await replica.close()
})

test('K2: what somebody changes while the resync runs is not something that the restore undid', async () => {
  const replica = await consoleBefore(freshProfile())
  const made = (address: string) => person('made since', address, LATER)
  const page = (rows: object, remaining = 1) => answer({ rows, remaining })
  await serverOf([
    FIRST,
    page({ participants: [made('one')], accounts: [{ ...account('bob', LATER), id: 'bob' }] }),
    page({ participants: [made('two')], accounts: [account('bob', null)] }),
    LAST,
  ]).pull(replica)
  expect(Object.keys(undone(replica))).toEqual(['ada', 'cy', 'new'])
  await replica.close()
})

test('K2: nor does it take the place of what was kept, or count, when the resync was cut in between', async () => {
  const ports = freshProfile()
  const replica = await consoleBefore(ports)
  const page = (ada: object, address: string) =>
    answer({ rows: { participants: [ada, person('made since', address, LATER)] }, reset: true, remaining: 1 })
  for (const [at, ada] of [person('ada', 'old street', EARLY), person('ada', 'third', LATER)].entries())
    await expect(serverOf([page(ada, `${at}`)]).pull(replica)).rejects.toThrow('cut')
  const last = answer({ rows: { ...LAST.rows, participants: [person('bob', 'same'), person('cy', 'same')] } })
  await serverOf([page({ ...person('ada', 'fourth', LATER), rev: 9 }, '3'), last]).pull(replica)
  expect(undone(replica).ada?.paths).toEqual(['address'])
  expect(replica.stores.undone.get('ada')?.participant?.address).toBe('CANARY new street')
  expect(Object.keys(undone(replica))).toEqual(['ada', 'cy', 'new'])
  await replica.close()
})

test('D4: a role without messages keeps none of them in the pages, although nobody and nothing else left', async () => {
  const ports = freshProfile()
  const replica = await consoleWithPapers(ports)
  await serverOf([FIRST, LAST]).pull(replica)
  const participants = [...replica.stores.participants.all()].map(([, row]) => row)
  const accounts = [...replica.stores.accounts.all()].map(([, row]) => row)
  const corrections = [...replica.stores.corrections.all()].map(([, row]) => row)
  const rows = { participants, accounts, corrections, clinic: [clinic(RESTORED)] }
  const before = Math.max(...(await storedRecords(ports)).keys())
  await serverOf([answer({ rows, person: 'front desk', reset: true })]).pull(replica, () => false)
  expect(undone(replica).bob).toBeUndefined()
  const pages = [...(await storedRecords(ports)).keys()].filter((page) => page > 0)
  expect(Math.min(...pages)).toBeGreaterThan(before)
  await replica.close()
  expect(await words(ports)).not.toContain('CANARY words')
})

test('K2 D4: a record that somebody made again for others is over here too, and leaves nothing', async () => {
  const ports = freshProfile()
  const replica = await consoleBefore(ports)
  await serverOf([FIRST, LAST]).pull(replica)
  expect(undone(replica).new).toBeDefined()
  const quiet = answer({ rows: {} })
  await serverOf([quiet]).pull(replica)
  expect(undone(replica).new).toBeDefined()
  await serverOf([quiet], ['new']).pull(replica)
  expect(Object.keys(undone(replica))).toEqual(['ada', 'cy'])
  await replica.close()
  expect(await words(ports)).not.toContain('CANARY made')
})

test('K2 Y1: words typed about a record that the server lost wait until the record is made again or left', async () => {
  const replica = await consoleBefore(freshProfile())
  const place = (participantId: string) => ({ form: 'message' as const, about: participantId, participantId })
  for (const id of ['new', 'cy']) replica.drafts.keep(place(id), 'half a sentence')
  await serverOf([FIRST, { ...LAST, rows: { ...LAST.rows, participants: [] } }], ['cy']).pull(replica)
  expect(replica.drafts.get(place('cy'))).toBeUndefined()
  expect(replica.drafts.get(place('new'))).toBe('half a sentence')
  await replica.leaveUndone('new')
  expect(replica.drafts.get(place('new'))).toBeUndefined()
  await replica.close()
})
