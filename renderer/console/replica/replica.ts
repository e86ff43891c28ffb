import { correctionOfToday } from '../../../shared/corrections/earlierDocs'
import type { Participant } from '../../../shared/participants/participantSchemas'
import type { LiveNews } from '../../../shared/sync/liveSchemas'
import { type OutboxItem, type PullAnswer, type PushResult, REPLICATED } from '../../../shared/sync/syncSchemas'
import { openDocStore } from './docStore'
import { type Drafts, openDrafts } from './drafts'
import { openOutbox } from './outbox'
import { idIn, openReplicaDatabase, placeOf, type ReplicaMeta } from './replicaDatabase'
import {
  applyRows,
  createWriter,
  forget,
  peopleIn,
  putNewer,
  type Resync,
  rowsOf,
  type Stores,
  sweep,
  unseen,
} from './replicaRows'
import { purgePages, type ReplicaStorage, storedBytes } from './replicaStorage'
import { hasStrangers, settleUndone } from './undone'

/** One staff member's replica: what the server has said (`stores`), and what this console wants (`outbox`, also a store). */
export interface Replica {
  readonly stores: Stores
  readonly drafts: Drafts
  meta(): ReplicaMeta
  /** Durable when it resolves, online or not; of several all or none. */
  enqueue(...items: readonly OutboxItem[]): Promise<void>
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
  /** What a restore undid of this participant's record stays undone, as far as this console is asked. */
  leaveUndone(participantId: string): Promise<void>
  /** The server's time as well as this console knows it; before the first sync there is only our own clock. */
  now(): Date
  /** Size on disk; null for a replica in memory only. */
  storedBytes(): number | null
  close(): Promise<void>
}

const META_ID = 'replica'
/** Counts up whenever the server's documents get fields that screens rely on. */
const SHAPE = 4
const NEW_META: ReplicaMeta = { checkpoint: null, lastSyncAt: null, witness: null, alarm: null, shape: SHAPE }
const STORE_NAMES = [...REPLICATED, 'outbox', 'meta', 'drafts', 'undone'] as const

export async function openReplica(name: string, storage: ReplicaStorage, now: () => Date): Promise<Replica> {
  const database = await openReplicaDatabase(name, storage)
  const opened = await Promise.all(
    STORE_NAMES.map(async (store) => {
      const collection = database[placeOf(store, '').collection]
      return [store, await openDocStore(collection as never, (id) => idIn(store, id))] as const
    }),
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
    enqueue: async (...items) =>
      await outbox.enqueue(...items).catch((error) => {
        unkept.push(...items)
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
      const leaves = answer.gone.length + left.length > 0 || (resync !== null && done && hasStrangers(stores, resync))
      // Noted first: killed before the purge, the next pull still knows that pages hold what this person may not have.
      if (leaves) await saveMeta({ unpurged: true })
      for (const { collection, id } of answer.gone) await forget(write, stores, collection, id)
      if (resync && done) await sweep(write, stores, resync)
      // Words about a record that only the server has lost wait with it.
      const isKept = (id: string) => stores.undone.get(id)?.open?.record === true
      if (leaves) await drafts.forget(peopleIn([...answer.gone, ...left]).filter((id) => !isKept(id)))
      const owed = leaves || meta().unpurged === true
      const learnt = { ...change, ...(owed && { unpurged: !(await purged()) }) }
      await settleUndone(write, stores, answer.rows)
      const over = done && (meta().restoring === true || change.restoring === true) ? { restoring: false } : {}
      const point = { checkpoint: answer.checkpoint, ...(done && clockAt(answer.serverTime, now())), ...over }
      if (done) await outbox.prune(answer.serverTime)
      if (!resync || done) await saveMeta({ ...learnt, ...point })
      else if (Object.keys(learnt).length > 0) await saveMeta(learnt)
    },
    applyNews: async ({ epoch, to, rows }) => {
      // The checkpoint last, as in a pull: a crash between the two leaves rows that a pull will bring once more.
      await putNewer(write, stores, rows)
      await settleUndone(write, stores, rows)
      await saveMeta({ checkpoint: { epoch, rev: to } })
    },
    applyResults: async (results, serverTime = serverNow().toISOString()) => {
      // The server's new state first, then the items leave the outbox: a crash between the two sends them again, and the server knows them (Y2).
      const answered = results.filter(({ writeId, outcome }) => outcome !== 'failed' && stores.outbox.get(writeId))
      const rows = rowsOf(answered)
      await putNewer(write, stores, rows)
      await settleUndone(write, stores, rows)
      await outbox.settle(answered, serverTime)
    },
    leaveUndone: async (participantId) => {
      await write.remove('undone', [participantId])
      if (stores.participants.get(participantId) === undefined) await drafts.forget([participantId])
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

/** What a participant looks like before the server has ever seen them: made on this console, still in the outbox. */
export function draftParticipant(
  item: Extract<OutboxItem, { kind: 'participant.create' }>,
  madeAt: string,
): Participant {
  return { id: item.participantId, rev: 0, ...item.fields, updatedAt: madeAt, updatedBy: '' }
}
