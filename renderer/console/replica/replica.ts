import type { RxCollection } from 'rxdb/plugins/core'
import { correctionOfToday } from '../../../shared/corrections/earlierDocs'
import type { Participant } from '../../../shared/participants/participantSchemas'
import type { LiveNews } from '../../../shared/sync/liveSchemas'
import type { OutboxItem, PullAnswer, PushResult, ReplicatedName } from '../../../shared/sync/syncSchemas'
import { REPLICATED } from '../../../shared/sync/syncSchemas'
import { type DocStore, openDocStore } from './docStore'
import { type Drafts, openDrafts } from './drafts'
import { openOutbox } from './outbox'
import { participantOf } from './outboxEntries'
import {
  openReplicaDatabase,
  type ReplicaBodies,
  type ReplicaDatabase,
  type ReplicaMeta,
  type Stored,
} from './replicaDatabase'
import { purgePages, type ReplicaStorage, storedBytes } from './replicaStorage'

export type Stores = { readonly [Name in keyof ReplicaBodies]: DocStore<ReplicaBodies[Name]> }

/** One staff member's replica: what the server has said (`stores`), and what this console wants (`outbox`, also a store). */
export interface Replica {
  readonly stores: Stores
  readonly drafts: Drafts
  meta(): ReplicaMeta
  /** Durable when it resolves, online or not. */
  enqueue(item: OutboxItem): Promise<void>
  /** What the disk refused: it may be on the screen as queued, and is gone when the records are opened again. */
  unkept(): readonly OutboxItem[]
  /** Before the push leaves: see `Outbox.markSent`. */
  markSent(writeIds: readonly string[]): Promise<readonly OutboxItem[]>
  /** Takes back what has not left, with what depends on it; false when it is too late. */
  cancel(writeId: string): Promise<boolean>
  dismiss(writeId: string): Promise<void>
  /** `meta` is stored together with the checkpoint. */
  applyPull(answer: PullAnswer, resync: Resync | null, meta?: Partial<ReplicaMeta>): Promise<void>
  /** The rows of a live event and where they lead. The caller has made sure that the checkpoint lies in their window, and that no pull runs. */
  applyNews(news: LiveNews): Promise<void>
  /** `serverTime` is that of the answer. */
  applyResults(results: readonly PushResult[], serverTime?: string): Promise<void>
  saveMeta(change: Partial<ReplicaMeta>): Promise<void>
  /** The server's time as well as this console knows it; before the first sync there is only our own clock. */
  now(): Date
  /** Size on disk; null for a replica in memory only. */
  storedBytes(): number | null
  close(): Promise<void>
}

/** Ids seen during a full resync; what was not seen by its end is swept. Unsent writes stay (design.md 3). */
export type Resync = Map<ReplicatedName, Set<string>>

const META_ID = 'replica'
/** Counts up whenever the server's documents get fields that screens rely on. */
const SHAPE = 4
const NEW_META: ReplicaMeta = { checkpoint: null, lastSyncAt: null, witness: null, alarm: null, shape: SHAPE }
const STORE_NAMES = [...REPLICATED, 'outbox', 'meta', 'drafts'] as const

export async function openReplica(name: string, storage: ReplicaStorage, now: () => Date): Promise<Replica> {
  const database = await openReplicaDatabase(name, storage)
  const opened = await Promise.all(
    STORE_NAMES.map(async (store) => [store, await openDocStore(database[store] as never)] as const),
  )
  const stores = Object.fromEntries(opened) as unknown as Stores
  const write = createWriter(database, stores)
  const meta = () => stores.meta.get(META_ID) ?? NEW_META
  const serverNow = () => timeOfServer(meta(), now())
  const outbox = openOutbox({
    store: stores.outbox,
    put: async (rows) => await write.put('outbox', rows),
    remove: async (ids) => await write.remove('outbox', ids),
    now: serverNow,
  })
  const drafts = openDrafts({
    store: stores.drafts,
    put: async (rows) => await write.put('drafts', rows),
    remove: async (ids) => await write.remove('drafts', ids),
    now: serverNow,
  })
  const unkept: OutboxItem[] = []
  const saveMeta = async (change: Partial<ReplicaMeta>) =>
    await write.put('meta', [[META_ID, { ...meta(), ...change }]])
  // A disk without room for both copies must not stop the sync: false, and the next pull tries again.
  const purged = async () =>
    await purgePages(database.meta.storageInstance.originalStorageInstance).then(
      () => true,
      () => false,
    )
  // Old documents would lack what this version reads: a full resync, which keeps unsent writes.
  if (stores.meta.get(META_ID) && meta().shape !== SHAPE) {
    // Until it has come, which may take days without a network, these must be readable too.
    const earlier = [...stores.corrections.all()].map(([id, doc]) => [id, correctionOfToday(doc)] as const)
    await write.put('corrections', earlier)
    await saveMeta({ checkpoint: null, lastSyncAt: null, shape: SHAPE })
  }
  return {
    stores,
    drafts,
    meta,
    saveMeta,
    now: serverNow,
    storedBytes: () => storedBytes(database.meta.storageInstance.originalStorageInstance),
    enqueue: async (item) =>
      await outbox.enqueue(item).catch((error) => {
        unkept.push(item)
        throw error
      }),
    unkept: () => unkept,
    markSent: outbox.markSent,
    cancel: outbox.cancel,
    dismiss: outbox.dismiss,
    applyPull: async (answer, resync, change = {}) => {
      await applyRows(write, stores, answer, resync)
      const done = answer.remaining === 0
      const left = resync && done ? unseen(stores, resync) : []
      const leaves = answer.gone.length + left.length > 0
      // Noted first: killed before the purge, the next pull still knows that pages hold what this person may not have.
      if (leaves) await saveMeta({ unpurged: true })
      for (const { collection, id } of answer.gone) await forget(write, stores, collection, id)
      if (resync && done) await sweep(write, stores, resync)
      if (leaves) await drafts.forget(peopleIn([...answer.gone, ...left]))
      const owed = leaves || meta().unpurged === true
      const learnt = { ...change, ...(owed && { unpurged: !(await purged()) }) }
      const point = { checkpoint: answer.checkpoint, ...(done && clockAt(answer.serverTime, now())) }
      if (done) await outbox.prune(answer.serverTime)
      if (!resync || done) await saveMeta({ ...learnt, ...point })
      else if (Object.keys(learnt).length > 0) await saveMeta(learnt)
    },
    applyNews: async ({ epoch, to, rows }) => {
      // The checkpoint last, as in a pull: a crash between the two leaves rows that a pull will bring once more.
      await putNewer(write, stores, rows)
      await saveMeta({ checkpoint: { epoch, rev: to } })
    },
    applyResults: async (results, serverTime = serverNow().toISOString()) => {
      // The server's new state first, then the items leave the outbox: a crash between the two sends them again, and the server knows them (Y2).
      const answered = results.filter(({ writeId, outcome }) => outcome !== 'failed' && stores.outbox.get(writeId))
      await putNewer(write, stores, rowsOf(answered))
      await outbox.settle(answered, serverTime)
    },
    close: async () => {
      await drafts.close()
      for (const store of Object.values(stores)) store.stop()
      await database.close()
    },
  }
}

/** What the last sync told of the server's clock, and this one beside it. */
function clockAt(serverTime: string, here: Date): Pick<ReplicaMeta, 'lastSyncAt' | 'clockAheadMs'> {
  return { lastSyncAt: serverTime, clockAheadMs: here.getTime() - Date.parse(serverTime) }
}

/** Never before what the server itself has said: a clock that was put right since would otherwise lead back by as much as it was wrong. */
function timeOfServer({ lastSyncAt, clockAheadMs = 0 }: ReplicaMeta, here: Date): Date {
  const earliest = lastSyncAt === null ? Number.NEGATIVE_INFINITY : Date.parse(lastSyncAt)
  return new Date(Math.max(here.getTime() - clockAheadMs, earliest))
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
 * Rows first, checkpoint last: all collections share one log, so a crash leaves a prefix, and rows pulled twice are the same rows. The
 * collections go together, into one durable append. During a full resync the checkpoint is written only at the end, after what left is gone.
 */
async function applyRows(write: Writer, stores: Stores, answer: PullAnswer, resync: Resync | null): Promise<void> {
  await Promise.all(
    REPLICATED.map(async (name) => {
      const rows = answer.rows[name] ?? []
      const told = resync ? rows.filter((row) => !isHeld(stores[name].get(row.id), row)) : rows
      await write.put(name, told.map((row) => [row.id, row]) as never)
      for (const row of rows) resync?.get(name)?.add(row.id)
    }),
  )
}

/**
 * After a restore nearly every row is the one that is here already, and writing it again would cost more than a first sync. Held against the
 * whole row: of two epochs the same rev may mean two states. Another order of keys only costs the write.
 */
function isHeld(held: object | undefined, row: object): boolean {
  return held !== undefined && JSON.stringify(held) === JSON.stringify(row)
}

/**
 * A participant who left the scope takes along everything about them, the list of what was done for them included; writes that the server has not
 * answered stay, for it to refuse by name.
 */
async function forget(write: Writer, stores: Stores, collection: ReplicatedName, id: string): Promise<void> {
  await write.remove(collection, [id])
  if (collection !== 'participants') return
  await write.remove(
    'outbox',
    doneAbout(stores, (person) => person === id),
  )
  await write.remove('accounts', [id])
  for (const name of ['invites', 'messages', 'corrections', 'conflicts'] as const) {
    const own = [...stores[name].all()].filter(([, body]) => body.participantId === id).map(([key]) => key)
    await write.remove(name, own)
  }
}

function doneAbout({ outbox, invites }: Stores, isGone: (participantId: string) => boolean): string[] {
  const done = [...outbox.all()].filter(([, { state }]) => state === 'applied')
  return done.flatMap(([id, { item }]) => (isGone(participantOf(item, invites, outbox.all()) ?? '') ? [id] : []))
}

async function sweep(write: Writer, stores: Stores, resync: Resync): Promise<void> {
  const people = resync.get('participants')
  await write.remove(
    'outbox',
    doneAbout(stores, (person) => people?.has(person) !== true),
  )
  for (const name of REPLICATED) await write.remove(name, unseenIn(stores, resync, name))
}

/** What a full resync did not bring. */
function unseen(stores: Stores, resync: Resync): PullAnswer['gone'] {
  return REPLICATED.flatMap((collection) => unseenIn(stores, resync, collection).map((id) => ({ collection, id })))
}

function unseenIn(stores: Stores, resync: Resync, name: ReplicatedName): string[] {
  const seen = resync.get(name)
  return [...stores[name].all()].map(([id]) => id).filter((id) => !seen?.has(id))
}

function peopleIn(gone: PullAnswer['gone']): string[] {
  return gone.flatMap(({ collection, id }) => (collection === 'participants' ? [id] : []))
}

/** Everything that came along with the answers to a batch, which takes a few durable appends, not some for each item. */
function rowsOf(answered: readonly PushResult[]): LiveNews['rows'] {
  return {
    participants: answered.flatMap(({ participant }) => participant ?? []),
    invites: answered.flatMap(({ invites }) => invites ?? []),
    accounts: answered.flatMap(({ accounts }) => accounts ?? []),
    messages: answered.flatMap(({ messages }) => messages ?? []),
    corrections: answered.flatMap(({ corrections }) => corrections ?? []),
    conflicts: answered.flatMap(({ conflicts }) => conflicts ?? []),
  }
}

/** In one durable append. A row that the store has in a newer state stays as it is. */
async function putNewer(write: Writer, stores: Stores, rows: LiveNews['rows']): Promise<void> {
  await Promise.all([
    write.put('participants', newer(stores.participants, rows.participants ?? [])),
    write.put('invites', newer(stores.invites, rows.invites ?? [])),
    write.put('accounts', newer(stores.accounts, rows.accounts ?? [])),
    write.put('messages', newer(stores.messages, rows.messages ?? [])),
    write.put('corrections', newer(stores.corrections, rows.corrections ?? [])),
    write.put('conflicts', newer(stores.conflicts, rows.conflicts ?? [])),
  ])
}

/** What is newer than the store has; of several states of one record, as two edits of it in a batch give, only the newest. */
function newer<Body extends { readonly id: string; readonly rev: number }>(
  store: DocStore<Body>,
  rows: readonly Body[],
): (readonly [string, Body])[] {
  const newest = new Map<string, Body>()
  for (const row of rows) {
    const known = newest.get(row.id) ?? store.get(row.id)
    if ((known?.rev ?? 0) < row.rev) newest.set(row.id, row)
  }
  return [...newest]
}

/** What a participant looks like before the server has ever seen them: made on this console, still in the outbox. */
export function draftParticipant(
  item: Extract<OutboxItem, { kind: 'participant.create' }>,
  madeAt: string,
): Participant {
  return { id: item.participantId, rev: 0, ...item.fields, updatedAt: madeAt, updatedBy: '' }
}
