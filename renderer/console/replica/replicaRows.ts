import type { RxCollection } from 'rxdb/plugins/core'
import type { LiveNews } from '../../../shared/sync/liveSchemas'
import { type PullAnswer, type PushResult, REPLICATED, type ReplicatedName } from '../../../shared/sync/syncSchemas'
import type { DocStore } from './docStore'
import { participantOf } from './outboxEntries'
import { placeOf, type ReplicaBodies, type ReplicaDatabase, type Stored } from './replicaDatabase'
import { finishUndone, keptAside, keptUnswept } from './undone'

export type Stores = { readonly [Name in keyof ReplicaBodies]: DocStore<ReplicaBodies[Name]> }

/** A full resync: what was not seen by its end is swept. Unsent writes stay (design.md 3). */
export interface Resync {
  /** Ids, by collection. */
  readonly seen: ReadonlyMap<ReplicatedName, Set<string>>
  /** The server was restored from a backup: what this console had seen after that backup is kept aside (K2). */
  readonly restored: boolean
  /** One after the same restore was cut: some of the rows here are the restored server's already. */
  readonly resumed: boolean
  /** Whether this person's role may have messages and requests; asked at the end. */
  readonly reads: () => boolean
  /** Known at its end only: records here of which the server says that it has none. */
  unknown: ReadonlySet<string>
}

export function startResync(restored: boolean, reads = () => false, resumed = false): Resync {
  return { seen: new Map(REPLICATED.map((name) => [name, new Set()])), restored, resumed, reads, unknown: new Set() }
}

export type Writer = ReturnType<typeof createWriter>

export function createWriter(database: ReplicaDatabase, stores: Stores) {
  const collectionOf = <Name extends keyof ReplicaBodies>(name: Name) =>
    database[placeOf(name, '').collection] as unknown as RxCollection<Stored<ReplicaBodies[Name]>>
  return {
    async put<Name extends keyof ReplicaBodies>(name: Name, rows: readonly (readonly [string, ReplicaBodies[Name]])[]) {
      if (rows.length === 0) return
      const documents = rows.map(([id, body]) => ({ id: placeOf(name, id).id, body }))
      const fresh = rows.every(([id]) => stores[name].get(id) === undefined)
      const { error } = await (fresh
        ? collectionOf(name).bulkInsert(documents)
        : collectionOf(name).bulkUpsert(documents))
      if (error.length > 0) throw new Error(`the replica could not store ${error.length} documents`)
    },
    async remove(name: keyof ReplicaBodies, ids: readonly string[]) {
      const present = ids.filter((id) => stores[name].get(id) !== undefined)
      if (present.length === 0) return
      const { error } = await collectionOf(name).bulkRemove(present.map((id) => placeOf(name, id).id))
      if (error.length > 0) throw new Error(`the replica could not remove ${error.length} documents`)
    },
  }
}

/**
 * Rows first, checkpoint last: all collections share one log, so a crash leaves a prefix, and rows pulled twice are the same rows. The
 * collections go together, into one durable append. During a full resync the checkpoint is written only at the end, after what left is gone.
 */
export async function applyRows(
  write: Writer,
  stores: Stores,
  answer: PullAnswer,
  resync: Resync | null,
): Promise<void> {
  const told = resync ? otherRows(stores, answer.rows) : answer.rows
  const aside = resync?.restored ? keptAside(stores, told, resync) : []
  await Promise.all([
    write.put('undone', aside),
    ...REPLICATED.map(async (name) => {
      await write.put(name, (told[name] ?? []).map((row) => [row.id, row]) as never)
      for (const { id } of answer.rows[name] ?? []) resync?.seen.get(name)?.add(id)
    }),
  ])
}

/**
 * After a restore nearly every row is the one that is here already, and writing it again would cost more than a first sync. Held against the
 * whole row: of two epochs the same rev may mean two states. Another order of keys only costs the write.
 */
function otherRows(stores: Stores, rows: PullAnswer['rows']): PullAnswer['rows'] {
  const others = (name: ReplicatedName) => rows[name]?.filter((row) => !isHeld(stores[name].get(row.id), row)) ?? []
  return Object.fromEntries(REPLICATED.map((name) => [name, others(name)]))
}

function isHeld(held: object | undefined, row: object): boolean {
  return held !== undefined && JSON.stringify(held) === JSON.stringify(row)
}

/**
 * A participant who left the scope takes along everything about them, the list of what was done for them included; writes that the server has not
 * answered stay, for it to refuse by name.
 */
export async function forget(write: Writer, stores: Stores, collection: ReplicatedName, id: string): Promise<void> {
  await write.remove(collection, [id])
  if (collection !== 'participants') return
  await write.remove(
    'outbox',
    doneAbout(stores, (person) => person === id),
  )
  await write.remove('accounts', [id])
  await write.remove('undone', [id])
  for (const name of ['invites', 'messages', 'corrections', 'conflicts'] as const) {
    const own = [...stores[name].all()].filter(([, body]) => body.participantId === id).map(([key]) => key)
    await write.remove(name, own)
  }
}

function doneAbout({ outbox, invites }: Stores, isGone: (participantId: string) => boolean): string[] {
  const done = [...outbox.all()].filter(([, { state }]) => state === 'applied')
  return done.flatMap(([id, { item }]) => (isGone(participantOf(item, invites, outbox.all()) ?? '') ? [id] : []))
}

export async function sweep(write: Writer, stores: Stores, resync: Resync): Promise<void> {
  await write.put('undone', keptUnswept(stores, resync))
  const people = resync.seen.get('participants')
  await write.remove(
    'outbox',
    doneAbout(stores, (person) => people?.has(person) !== true),
  )
  for (const name of REPLICATED) await write.remove(name, unseenIn(stores, resync, name))
  await finishUndone(write, stores, resync)
}

/** What a full resync did not bring. */
export function unseen(stores: Stores, resync: Resync): PullAnswer['gone'] {
  return REPLICATED.flatMap((collection) => unseenIn(stores, resync, collection).map((id) => ({ collection, id })))
}

function unseenIn(stores: Stores, resync: Resync, name: ReplicatedName): string[] {
  const seen = resync.seen.get(name)
  return [...stores[name].all()].map(([id]) => id).filter((id) => !seen?.has(id))
}

export function peopleIn(gone: PullAnswer['gone']): string[] {
  return gone.flatMap(({ collection, id }) => (collection === 'participants' ? [id] : []))
}

/** Everything that came along with the answers to a batch, which takes a few durable appends, not some for each item. */
export function rowsOf(answered: readonly PushResult[]): LiveNews['rows'] {
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
export async function putNewer(write: Writer, stores: Stores, rows: LiveNews['rows']): Promise<void> {
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
