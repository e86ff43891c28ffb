/** All that is on disk: a number and sealed bytes. Record 0 is the head, pages count from 1. */
export interface PageRecord {
  readonly page: number
  readonly sealed: ArrayBuffer
}

export const HEAD_PAGE = 0
const STORE = 'pages'

/** One replica's IndexedDB database. Writes resolve after the transaction is on disk (strict durability), never before. */
export interface PageDatabase {
  /** Numbers of all stored records, rising. */
  pageNumbers(): Promise<number[]>
  /** The stored records of a closed range, rising; holes are simply not there. */
  read(from: number, to: number): Promise<PageRecord[]>
  /** Puts records and removes a closed range, all or nothing. */
  commit(put: readonly PageRecord[], remove?: { from: number; to: number }): Promise<void>
  close(): void
}

const PREFIX = 'replica-'

/**
 * A name that tells nothing: the database name may hold a clinic's or a staff member's id, and IndexedDB names are readable on disk.
 */
export async function storedName(databaseName: string, crypto: Pick<Crypto, 'subtle'>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`vestibule-replica/${databaseName}`))
  return `${PREFIX}${Array.from(new Uint8Array(digest, 0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** Opens (or creates) the database. `onLost` is called when the browser takes the connection away or another tab deletes it. */
export async function openPageDatabase(factory: IDBFactory, name: string, onLost: () => void): Promise<PageDatabase> {
  const opening = factory.open(name, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'page' })
  const db = await settled(opening)
  db.onversionchange = () => {
    db.close()
    onLost()
  }
  db.onclose = onLost
  return {
    pageNumbers: async () => (await settled(reading(db).getAllKeys())).map(Number),
    read: (from, to) => settled<PageRecord[]>(reading(db).getAll(IDBKeyRange.bound(from, to))),
    commit: (put, remove) => commit(db, put, remove),
    close: () => db.close(),
  }
}

/** True when a database of this name holds at least one record. Creates nothing. */
export async function pageDatabaseExists(factory: IDBFactory, name: string): Promise<boolean> {
  if (!(await factory.databases()).some((known) => known.name === name)) return false
  const database = await openPageDatabase(factory, name, () => undefined)
  try {
    return (await database.pageNumbers()).length > 0
  } finally {
    database.close()
  }
}

/** The logs of everybody on this computer. */
export async function pageDatabaseNames(factory: IDBFactory): Promise<string[]> {
  return (await factory.databases()).flatMap(({ name }) => (name?.startsWith(PREFIX) ? name : []))
}

/** Deletes the database; an open owner loses its connection first. */
export async function deletePageDatabase(factory: IDBFactory, name: string): Promise<void> {
  await settled(factory.deleteDatabase(name))
}

function commit(db: IDBDatabase, put: readonly PageRecord[], remove: { from: number; to: number } | undefined) {
  return new Promise<void>((resolve, reject) => {
    const transaction = db.transaction(STORE, 'readwrite', { durability: 'strict' })
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was aborted.'))
    try {
      const store = transaction.objectStore(STORE)
      if (remove !== undefined) store.delete(IDBKeyRange.bound(remove.from, remove.to))
      for (const record of put) store.put(record)
      transaction.commit()
    } catch (error) {
      // Without this the puts before the failing one would commit by themselves.
      transaction.abort()
      reject(error)
    }
  })
}

function reading(db: IDBDatabase): IDBObjectStore {
  return db.transaction(STORE, 'readonly').objectStore(STORE)
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
