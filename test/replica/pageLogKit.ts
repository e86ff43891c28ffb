import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { type PageRecord, storedName } from '../../renderer/console/replica/pageLog/pageDatabase'
import type { PageDocument, PageEntry } from '../../renderer/console/replica/pageLog/pageEntries'
import { openPageLog, type PageLogOptions, type PageLogPorts } from '../../renderer/console/replica/pageLog/pageLog'
import { PageLogError } from '../../renderer/console/replica/pageLog/pageLogError'
import { importReplicaKey } from '../../renderer/console/replica/pageLog/sealedPage'

/** Web Locks as one browser has them: exclusive by name, kept while the callback's promise is open. */
export function fakeLocks(): Pick<LockManager, 'request'> {
  const held = new Set<string>()
  const request = async (name: string, _options: LockOptions, callback: LockGrantedCallback<unknown>) => {
    if (held.has(name)) return callback(null)
    held.add(name)
    try {
      return await callback({ name, mode: 'exclusive' })
    } finally {
      held.delete(name)
    }
  }
  return { request: request as LockManager['request'] }
}

/** A browser profile of its own. */
export function freshProfile(): PageLogPorts {
  return { indexedDB: new IDBFactory(), locks: fakeLocks(), crypto: globalThis.crypto }
}

/** A replica key from one repeated byte. */
export function keyOf(byte: number): Promise<CryptoKey> {
  return importReplicaKey(new Uint8Array(32).fill(byte))
}

export const never = () => false

export async function openLog(ports: PageLogPorts, options: Partial<PageLogOptions> = {}) {
  const key = options.key ?? (await keyOf(7))
  return openPageLog({ databaseName: 'clinic', compactWhen: never, ports, ...options, key })
}

export function put(...documents: PageDocument[]): PageEntry {
  return { kind: 'put', stream: 'people', idField: 'id', documents }
}

/** Writes one page per document `p1`, `p2`, ... and closes, so that page n holds document pn. */
export async function writePages(ports: PageLogPorts, count: number, options: Partial<PageLogOptions> = {}) {
  const log = await openLog(ports, options)
  for (let n = 1; n <= count; n++) await log.append(put({ id: `p${n}`, n }))
  await log.close()
}

/** Changes what is on disk behind the log's back. */
export async function tamper(
  ports: PageLogPorts,
  change: (records: Map<number, ArrayBuffer>) => void,
  databaseName = 'clinic',
): Promise<void> {
  const records = await storedRecords(ports, databaseName)
  change(records)
  const db = await rawDatabase(ports, databaseName)
  await new Promise<void>((resolve, reject) => {
    const transaction = db.transaction('pages', 'readwrite')
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
    const store = transaction.objectStore('pages')
    store.clear()
    for (const [page, sealed] of records) store.put({ page, sealed })
  })
  db.close()
}

/** What is on disk: record number to sealed bytes. */
export async function storedRecords(ports: PageLogPorts, databaseName = 'clinic'): Promise<Map<number, ArrayBuffer>> {
  const db = await rawDatabase(ports, databaseName)
  const records = await finished<PageRecord[]>(db.transaction('pages').objectStore('pages').getAll())
  db.close()
  return new Map(records.map((record) => [record.page, record.sealed]))
}

/** The kind and page with which opening is refused. */
export async function refusal(opening: Promise<unknown>): Promise<{ kind: string; page: number | null }> {
  const error = await opening.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof PageLogError)) throw new Error(`expected a PageLogError, got ${String(error)}`)
  return { kind: error.kind, page: error.page }
}

/** The sealed bytes of a page that the test knows to be there. */
export function page(records: Map<number, ArrayBuffer>, number: number): ArrayBuffer {
  const sealed = records.get(number)
  if (sealed === undefined) throw new Error(`no page ${number}`)
  return sealed
}

async function rawDatabase(ports: PageLogPorts, databaseName: string): Promise<IDBDatabase> {
  return finished(ports.indexedDB.open(await storedName(databaseName, ports.crypto)))
}

function finished<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
