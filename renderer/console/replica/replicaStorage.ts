import {
  type BulkWriteRow,
  getPrimaryFieldOfPrimaryKey,
  type RxDocumentData,
  type RxStorage,
  type RxStorageInstance,
  type RxStorageInstanceCreationParams,
} from 'rxdb/plugins/core'
import { getMemoryCollectionKey, getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import type { PageWeight } from './pageLog/compactionRule'
import type { PageDocument } from './pageLog/pageEntries'
import { openPageLog, type PageLog, type PageLogOptions } from './pageLog/pageLog'
import { PageLogError } from './pageLog/pageLogError'

type NoOptions = Record<string, never>
export type ReplicaStorage = RxStorage<unknown, NoOptions>
type MemoryStorage = ReturnType<typeof getRxStorageMemory>
type Instance<T> = RxStorageInstance<T, unknown, NoOptions>
type CreationParams<T> = RxStorageInstanceCreationParams<T, NoOptions>

/**
 * RxDB storage over memory, with every write sealed and durable in the page log before it resolves.
 *
 * Order: a write is applied to memory first (RxDB decides conflicts there, and emits its event), then appended. So a
 * reader may see a change a few milliseconds before it is durable; whoever awaits the write knows that it is. When the append
 * fails the write rejects with PageLogError `write_failed`, and so does every later write: memory is then ahead of the disk and
 * must be closed and opened again. `onFailure` hears it once, for the screen.
 *
 * All collections share one log, so what survives a crash is a prefix of all writes: a sync checkpoint is never newer than its rows.
 *
 * The log opens with the first storage instance and closes with the last (`database.close()`). Closing forgets key and
 * documents (R4): a storage serves one opening, make a new one to open again. To delete a replica use `destroyPageLog`, not `database.remove()`.
 */
export function getReplicaStorage(options: PageLogOptions): ReplicaStorage {
  const memory = privateMemoryStorage()
  const shared = new SharedLog(options)
  return {
    name: 'replica',
    rxdbVersion: memory.rxdbVersion,
    async createStorageInstance<T>(params: CreationParams<T>) {
      refuseUnsupported(params, options.databaseName)
      const log = await shared.enter()
      try {
        const instance = await forgettingInstance(memory, params)
        return await new SealedInstance(instance, log, shared).filled()
      } catch (error) {
        await shared.leave()
        throw error
      }
    },
  }
}

/** RxDB storage that lives in memory only and is gone with `database.close()`: for a device without a keychain (R2). */
export function getMemoryReplicaStorage(): ReplicaStorage {
  const memory = privateMemoryStorage()
  return {
    name: 'replica-memory',
    rxdbVersion: memory.rxdbVersion,
    async createStorageInstance<T>(params: CreationParams<T>) {
      refuseUnsupported(params, params.databaseName)
      return forgettingInstance(memory, params)
    },
  }
}

/**
 * The living documents of a collection as the log has them; null for a replica in memory only. For the moment after opening: a query would first
 * sort the memory's indexes, which nothing else needs before the first write.
 */
export function storedDocuments(instance: unknown): readonly PageDocument[] | null {
  return instance instanceof SealedInstance ? instance.livingDocuments() : null
}

/** Bytes on disk of the log behind a collection, shared by all of them; null for a replica in memory only. */
export function storedBytes(instance: unknown): number | null {
  return instance instanceof SealedInstance ? instance.weight().storedBytes : null
}

/**
 * Rewrites the pages without what was removed, whose words would otherwise lie sealed on the disk until the next compaction (D4). Rejects when
 * there is no room for it; the pages are then as they were.
 */
export async function purgePages(instance: unknown): Promise<void> {
  if (instance instanceof SealedInstance) await instance.purge()
}

/** RxDB keeps the documents of closed memory instances in a module-wide map; this one has its own. */
function privateMemoryStorage(): MemoryStorage {
  return { ...getRxStorageMemory(), collectionStates: new Map() }
}

async function forgettingInstance<T>(memory: MemoryStorage, params: CreationParams<T>): Promise<Instance<T>> {
  const instance = await memory.createStorageInstance(params)
  const close = instance.close.bind(instance)
  instance.close = async () => {
    await close()
    // Somebody may still hold the closed instance; the documents go all the same (R4).
    instance.internals.documents.clear()
    for (const index of instance.internals.byIndexArray) index.docsWithIndex = []
    memory.collectionStates.delete(
      getMemoryCollectionKey(params.databaseName, params.collectionName, params.schema.version),
    )
  }
  return instance
}

function refuseUnsupported<T>(params: CreationParams<T>, databaseName: string): void {
  if (params.multiInstance) throw new Error('A replica has one owner: create the database with multiInstance: false.')
  if (params.schema.attachments) throw new Error('A replica stores no attachments.')
  if (params.databaseName !== databaseName) throw new Error('The storage belongs to a database of another name.')
}

function isRemoved(document: PageDocument): boolean {
  return document._deleted === true
}

/** Opens the log with the first user and closes it with the last. */
class SharedLog {
  #options: PageLogOptions | null
  #opening: Promise<PageLog> | null = null
  #users = 0

  constructor(options: PageLogOptions) {
    this.#options = options
  }

  async enter(): Promise<PageLog> {
    if (this.#options === null) throw new PageLogError('closed')
    this.#users++
    this.#opening ??= openPageLog(this.#options)
    try {
      return await this.#opening
    } catch (error) {
      this.#users--
      this.#options = null
      throw error
    }
  }

  async leave(): Promise<void> {
    this.#users--
    if (this.#users > 0) return
    this.#options = null
    await (await this.#opening)?.close()
    this.#opening = null
  }
}

/** One collection: reads go to memory, changes also to the log. */
class SealedInstance<T> implements Instance<T> {
  readonly databaseName
  readonly collectionName
  readonly schema
  readonly options
  readonly internals
  readonly #stream: string
  readonly #idField: string
  #closed: Promise<void> | null = null

  constructor(
    private readonly memory: Instance<T>,
    private readonly log: PageLog,
    private readonly shared: SharedLog,
  ) {
    this.databaseName = memory.databaseName
    this.collectionName = memory.collectionName
    this.schema = memory.schema
    this.options = memory.options
    this.internals = memory.internals
    this.#stream = `${memory.schema.version}/${memory.collectionName}`
    this.#idField = String(getPrimaryFieldOfPrimaryKey(memory.schema.primaryKey))
  }

  /** Puts the log's documents of this collection into memory. Earlier versions kept the words of what was removed: those go now (D4). */
  async filled(): Promise<this> {
    const stored = this.log.documents(this.#stream)
    const removed = stored.filter(isRemoved).map((document) => this.#idOf(document))
    if (removed.length > 0) {
      await this.log.append({ kind: 'forget', stream: this.#stream, ids: removed })
      // Without room for both copies the next compaction takes them along.
      await this.log.compact().catch(() => undefined)
    }
    const documents = stored.filter((document) => !isRemoved(document)) as unknown as RxDocumentData<T>[]
    if (documents.length > 0)
      await this.memory.bulkWrite(
        documents.map((document) => ({ document })),
        'replica-replay',
      )
    return this
  }

  weight(): PageWeight {
    return this.log.weight()
  }

  /** As `storedDocuments` says. */
  livingDocuments(): readonly PageDocument[] {
    return this.log.documents(this.#stream)
  }

  /** As `purgePages` says. */
  purge(): Promise<void> {
    return this.log.compact()
  }

  /**
   * Memory applies a write at the moment of the call and answers with a settled promise, so two calls reach the log in the order
   * in which they reached memory. RxDB marks a removed document and keeps its words; in memory that mark has to stay, because open
   * queries follow it, but the log only forgets the document (D4). Both entries of one write go into one transaction: they are
   * added in the same moment.
   */
  async bulkWrite(rows: BulkWriteRow<T>[], context: string) {
    const result = await this.memory.bulkWrite(rows, context)
    const refused = new Set(result.error.map((error) => error.documentId))
    const written = rows.map((row) => row.document as unknown as PageDocument)
    const accepted = refused.size > 0 ? written.filter((document) => !refused.has(this.#idOf(document))) : written
    const documents = accepted.filter((document) => !isRemoved(document))
    const ids = accepted.filter(isRemoved).map((document) => this.#idOf(document))
    const stream = this.#stream
    const puts = this.log.append({ kind: 'put', stream, idField: this.#idField, documents })
    await Promise.all([puts, this.log.append({ kind: 'forget', stream, ids })])
    return result
  }

  /** Of the marks in memory; the log has none. */
  cleanup(minimumDeletedTime: number) {
    return this.memory.cleanup(minimumDeletedTime)
  }

  async remove() {
    await this.log.append({ kind: 'drop', stream: this.#stream })
    await this.memory.remove()
    await this.#leaveOnce()
  }

  async close() {
    await this.memory.close()
    await this.#leaveOnce()
  }

  query(prepared: Parameters<Instance<T>['query']>[0]) {
    return this.memory.query(prepared)
  }

  count(prepared: Parameters<Instance<T>['count']>[0]) {
    return this.memory.count(prepared)
  }

  findDocumentsById(ids: string[], withDeleted: boolean) {
    return this.memory.findDocumentsById(ids, withDeleted)
  }

  changeStream() {
    return this.memory.changeStream()
  }

  getAttachmentData(): Promise<Blob> {
    return Promise.reject(new Error('A replica stores no attachments.'))
  }

  #idOf(document: object): string {
    return String((document as PageDocument)[this.#idField])
  }

  #leaveOnce(): Promise<void> {
    this.#closed ??= this.shared.leave()
    return this.#closed
  }
}
