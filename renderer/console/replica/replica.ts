import type { RxCollection } from 'rxdb/plugins/core'
import type { Participant } from '../../../shared/participants/participantSchemas'
import type { OutboxItem, PullAnswer, PushResult, ReplicatedName } from '../../../shared/sync/syncSchemas'
import { REPLICATED } from '../../../shared/sync/syncSchemas'
import { type DocStore, openDocStore } from './docStore'
import {
  type OutboxEntry,
  openReplicaDatabase,
  type ReplicaBodies,
  type ReplicaDatabase,
  type ReplicaMeta,
  type Stored,
} from './replicaDatabase'
import type { ReplicaStorage } from './replicaStorage'

export type Stores = { readonly [Name in keyof ReplicaBodies]: DocStore<ReplicaBodies[Name]> }

/** One staff member's replica: what the server has said (`stores`), and what this console wants (`outbox`, also a store). */
export interface Replica {
  readonly stores: Stores
  meta(): ReplicaMeta
  /** Durable when it resolves, online or not. */
  enqueue(item: OutboxItem): Promise<void>
  dismiss(writeId: string): Promise<void>
  applyPull(answer: PullAnswer, resync: Resync | null): Promise<void>
  applyResult(result: PushResult): Promise<void>
  saveMeta(change: Partial<ReplicaMeta>): Promise<void>
  close(): Promise<void>
}

/** Ids seen during a full resync; what was not seen by its end is swept. Unsent writes stay (design.md 3). */
export type Resync = Map<ReplicatedName, Set<string>>

const META_ID = 'replica'
const NEW_META: ReplicaMeta = { checkpoint: null, lastSyncAt: null, witness: null, alarm: null }
const STORE_NAMES = [...REPLICATED, 'outbox', 'meta'] as const

export async function openReplica(name: string, storage: ReplicaStorage, now: () => Date): Promise<Replica> {
  const database = await openReplicaDatabase(name, storage)
  const opened = await Promise.all(
    STORE_NAMES.map(async (store) => [store, await openDocStore(database[store] as never)] as const),
  )
  const stores = Object.fromEntries(opened) as unknown as Stores
  const write = createWriter(database, stores)
  let order = [...stores.outbox.all()].reduce((highest, [, entry]) => Math.max(highest, entry.order), 0)
  const meta = () => stores.meta.get(META_ID) ?? NEW_META
  const saveMeta = async (change: Partial<ReplicaMeta>) =>
    await write.put('meta', [[META_ID, { ...meta(), ...change }]])
  return {
    stores,
    meta,
    saveMeta,
    enqueue: async (item) => {
      order++
      const entry: OutboxEntry = {
        order,
        item,
        state: 'queued',
        reason: null,
        message: null,
        madeAt: now().toISOString(),
      }
      await write.put('outbox', [[item.writeId, entry]])
    },
    dismiss: async (writeId) => await write.remove('outbox', [writeId]),
    applyPull: async (answer, resync) => await applyPull(write, stores, saveMeta, answer, resync),
    applyResult: async (result) => await applyResult(write, stores, result),
    close: async () => {
      for (const store of Object.values(stores)) store.stop()
      await database.close()
    },
  }
}

type Writer = ReturnType<typeof createWriter>

function createWriter(database: ReplicaDatabase, stores: Stores) {
  const collectionOf = <Name extends keyof ReplicaBodies>(name: Name) =>
    database[name] as unknown as RxCollection<Stored<ReplicaBodies[Name]>>
  return {
    async put<Name extends keyof ReplicaBodies>(name: Name, rows: readonly (readonly [string, ReplicaBodies[Name]])[]) {
      if (rows.length === 0) return
      const documents = rows.map(([id, body]) => ({ id, body }))
      const fresh = documents.every(({ id }) => stores[name].get(id) === undefined)
      const { error } = await (fresh
        ? collectionOf(name).bulkInsert(documents)
        : collectionOf(name).bulkUpsert(documents))
      if (error.length > 0) throw new Error(`the replica could not store ${error.length} documents`)
    },
    async remove(name: keyof ReplicaBodies, ids: readonly string[]) {
      const present = ids.filter((id) => stores[name].get(id) !== undefined)
      if (present.length === 0) return
      const { error } = await collectionOf(name).bulkRemove([...present])
      if (error.length > 0) throw new Error(`the replica could not remove ${error.length} documents`)
    },
  }
}

/**
 * Rows first, checkpoint last: all collections share one log, so a crash leaves a prefix, and rows pulled twice are the same rows. During a
 * full resync the checkpoint is written only at the end, after the sweep.
 */
async function applyPull(
  write: Writer,
  stores: Stores,
  saveMeta: (change: Partial<ReplicaMeta>) => Promise<void>,
  answer: PullAnswer,
  resync: Resync | null,
): Promise<void> {
  for (const name of REPLICATED) {
    const rows = answer.rows[name] ?? []
    await write.put(name, rows.map((row) => [row.id, row]) as never)
    for (const row of rows) resync?.get(name)?.add(row.id)
  }
  for (const { collection, id } of answer.gone) await forget(write, stores, collection, id)
  const done = answer.remaining === 0
  if (resync && done) await sweep(write, stores, resync)
  if (resync && !done) return
  await saveMeta({ checkpoint: answer.checkpoint, ...(done && { lastSyncAt: answer.serverTime }) })
}

/** A participant who left the scope takes along everything about them; writes still in the outbox stay, for the server to refuse by name. */
async function forget(write: Writer, stores: Stores, collection: ReplicatedName, id: string): Promise<void> {
  await write.remove(collection, [id])
  if (collection !== 'participants') return
  await write.remove('accounts', [id])
  for (const name of ['invites', 'conflicts'] as const) {
    const own = [...stores[name].all()].filter(([, body]) => body.participantId === id).map(([key]) => key)
    await write.remove(name, own)
  }
}

async function sweep(write: Writer, stores: Stores, resync: Resync): Promise<void> {
  for (const name of REPLICATED) {
    const seen = resync.get(name)
    const left = [...stores[name].all()].map(([id]) => id).filter((id) => !seen?.has(id))
    await write.remove(name, left)
  }
}

/** The server's new state first, then the item leaves the outbox: a crash between the two sends it again, and the server knows it (Y2). */
async function applyResult(write: Writer, stores: Stores, result: PushResult): Promise<void> {
  const entry = stores.outbox.get(result.writeId)
  if (result.outcome === 'failed' || !entry) return
  if (result.outcome === 'refused') {
    const refused = {
      ...entry,
      state: 'refused' as const,
      reason: result.reason ?? null,
      message: result.message ?? null,
    }
    return await write.put('outbox', [[result.writeId, refused]])
  }
  if (result.participant) await write.put('participants', newer(stores.participants, [result.participant]))
  if (result.invites) await write.put('invites', newer(stores.invites, result.invites))
  if (result.conflicts) await write.put('conflicts', newer(stores.conflicts, result.conflicts))
  await write.remove('outbox', [result.writeId])
}

function newer<Body extends { readonly id: string; readonly rev: number }>(
  store: DocStore<Body>,
  rows: readonly Body[],
): (readonly [string, Body])[] {
  return rows.filter((row) => (store.get(row.id)?.rev ?? 0) < row.rev).map((row) => [row.id, row])
}

/** What a participant looks like before the server has ever seen them: made on this console, still in the outbox. */
export function draftParticipant(
  item: Extract<OutboxItem, { kind: 'participant.create' }>,
  madeAt: string,
): Participant {
  return { id: item.participantId, rev: 0, ...item.fields, updatedAt: madeAt, updatedBy: '' }
}
