import type { RxCollection } from 'rxdb/plugins/core'
import type { Stored } from './replicaDatabase'
import { storedDocuments } from './replicaStorage'

/**
 * One collection as a plain map in memory, kept current from RxDB's change events. Screens read it synchronously; `version` changes with every
 * change, for useSyncExternalStore.
 */
export interface DocStore<Body> {
  get(id: string): Body | undefined
  all(): IterableIterator<readonly [string, Body]>
  readonly size: number
  version(): number
  /** `listener` hears the ids that changed, once per write. */
  subscribe(listener: (ids: readonly string[]) => void): () => void
  stop(): void
}

/** `idOf`: a document's id in this store; null for one that belongs to another store in the same collection. */
export async function openDocStore<Body>(
  collection: RxCollection<Stored<Body>>,
  idOf: (id: string) => string | null = (id) => id,
): Promise<DocStore<Body>> {
  const documents = new Map<string, Body>()
  const listeners = new Set<(ids: readonly string[]) => void>()
  let version = 0
  for (const stored of await readAll(collection)) {
    const id = idOf(stored.id)
    if (id !== null) documents.set(id, stored.body)
  }
  const subscription = collection.eventBulks$.subscribe(({ events }) => {
    const ids: string[] = []
    for (const event of events) {
      const id = idOf(event.documentId)
      if (id === null) continue
      if (event.operation === 'DELETE') documents.delete(id)
      else documents.set(id, (event.documentData as Stored<Body>).body)
      ids.push(id)
    }
    if (ids.length === 0) return
    version++
    for (const listener of [...listeners]) listener(ids)
  })
  return {
    get: (id) => documents.get(id),
    all: () => documents.entries(),
    get size() {
      return documents.size
    },
    version: () => version,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop: () => {
      subscription.unsubscribe()
      // Somebody may still hold the store of a locked console; what it held goes all the same (R4).
      documents.clear()
    },
  }
}

/** Straight from the storage: 50,000 RxDocuments that nobody keeps would cost more than reading the pages. */
async function readAll<Body>(collection: RxCollection<Stored<Body>>): Promise<readonly Stored<Body>[]> {
  const instance = collection.storageInstance.originalStorageInstance
  const documents = storedDocuments(instance) ?? (await instance.query(allDocuments(collection))).documents
  return documents as unknown as readonly Stored<Body>[]
}

function allDocuments<Body>(collection: RxCollection<Stored<Body>>) {
  return collection.find({ selector: {} }).getPreparedQuery()
}
