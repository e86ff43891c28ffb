import { createRxDatabase, type RxCollection, type RxDatabase, type RxJsonSchema } from 'rxdb/plugins/core'
import type { LostSight } from '../../../shared/backup/restoreRules'
import type { Undone } from '../../../shared/backup/undoneRules'
import type { OutboxItem, Refusal, ReplicatedDocs } from '../../../shared/sync/syncSchemas'
import type { ReplicaStorage } from './replicaStorage'

/** Every collection holds `{id, body}`: the server owns the shape of a body, so a new field needs no migration of replicas. */
export interface Stored<Body> {
  readonly id: string
  readonly body: Body
}

/**
 * One write that this console wants (decisions 0001, 0004). `order` counts up. `sent` is written before it leaves: it may have arrived. `applied` stays
 * listed for a while, `refused` and `conflict` until a person has seen why or gone on from there.
 */
export interface OutboxEntry {
  readonly order: number
  readonly item: OutboxItem
  readonly state: 'queued' | 'sent' | 'applied' | 'refused' | 'conflict'
  readonly reason: Refusal | null
  readonly message: string | null
  /** ISO time of the server's clock, as well as this console knows it; shown to its own user only. */
  readonly madeAt: string
  /** ISO time of the server, once it has answered for good. */
  readonly settledAt?: string
}

/** What the replica remembers about itself; one document each. */
export interface ReplicaMeta {
  readonly checkpoint: { readonly epoch: string; readonly rev: number } | null
  readonly lastSyncAt: string | null
  /** How far this computer's clock was ahead of the server's at the last sync. Kept, because the next start may be without a network (Y5). */
  readonly clockAheadMs?: number
  /** The highest audit head seen: this console is a witness (U3). */
  readonly witness: { readonly count: number; readonly hash: string; readonly epoch: string } | null
  readonly alarm: string | null
  /** Rows of the audit log that this console knows and a restored server does not (K2). */
  readonly lost?: LostSight | null
  /** Something left this person's sight, and the pages have not been rewritten without it yet (D4). */
  readonly unpurged?: boolean
  /** A full resync after a restore is under way: what it overwrites is kept aside (K2). */
  readonly restoring?: boolean
  /** Of the documents in this replica. After an update that knows more of them, everything is fetched once more. */
  readonly shape?: number
}

/** Words typed into a form and not sent; `participantId` is null for a new record. */
export interface Draft {
  readonly participantId: string | null
  readonly words: unknown
  /** ISO time of the server's clock, as well as this console knows it. Missing in copies from before there was this. */
  readonly keptAt?: string
}

export type ReplicaBodies = ReplicatedDocs & {
  readonly outbox: OutboxEntry
  readonly meta: ReplicaMeta
  readonly drafts: Draft
  /** By participant; this console's alone. */
  readonly undone: Undone
}
export type StoreName = keyof ReplicaBodies
/** RxDB's open core allows 13 of them at once; what the replica remembers about itself and about a restore share one. */
export type CollectionName = Exclude<StoreName, 'undone'>
export type ReplicaCollections = { [Name in CollectionName]: RxCollection<Stored<ReplicaBodies[Name]>> }
export type ReplicaDatabase = RxDatabase<ReplicaCollections>

const UNDONE = 'undone:'

/** Where a document of a store lies. */
export function placeOf(store: StoreName, id: string): { readonly collection: CollectionName; readonly id: string } {
  return store === 'undone' ? { collection: 'meta', id: `${UNDONE}${id}` } : { collection: store, id }
}

/** The other way: a document's id in the store, or null where it belongs to the other one of its collection. */
export function idIn(store: StoreName, id: string): string | null {
  if (store === 'undone') return id.startsWith(UNDONE) ? id.slice(UNDONE.length) : null
  return store === 'meta' && id.startsWith(UNDONE) ? null : id
}

const COLLECTIONS: readonly CollectionName[] = [
  'clinic',
  'programs',
  'staff',
  'participants',
  'invites',
  'accounts',
  'messages',
  'corrections',
  'conflicts',
  'outbox',
  'meta',
  'drafts',
]

const schema: RxJsonSchema<Stored<object>> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: { id: { type: 'string', maxLength: 64 }, body: { type: 'object', additionalProperties: true } },
  required: ['id', 'body'],
} as RxJsonSchema<Stored<object>>

/** Opens the replica of one staff member. `storage` decides whether it is sealed on disk or in memory only. */
export async function openReplicaDatabase(name: string, storage: ReplicaStorage): Promise<ReplicaDatabase> {
  const database = await createRxDatabase<ReplicaCollections>({
    name,
    storage,
    multiInstance: false,
    eventReduce: false,
    allowSlowCount: true,
  })
  try {
    await database.addCollections(
      Object.fromEntries(COLLECTIONS.map((collection) => [collection, { schema }])) as never,
    )
  } catch (error) {
    await database.close()
    throw error
  }
  return database
}
