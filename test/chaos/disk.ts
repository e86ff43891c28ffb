import { existsSync, openSync, readFileSync, writeSync } from 'node:fs'
import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import type { PageLogPorts } from '../../renderer/console/replica/pageLog/pageLog'
import { fakeLocks } from '../replica/pageLogKit'

/** One line of the journal: what one transaction put and removed, or that a database is gone. Pages are base64. */
type Line =
  | { readonly name: string; readonly put: readonly (readonly [number, string])[]; readonly remove: Range | null }
  | { readonly name: string; readonly drop: true }
interface Range {
  readonly from: number
  readonly to: number
}

/**
 * A browser profile that survives `kill -9` of its process: an IndexedDB whose transactions are written to a file in one append before anybody hears that
 * they are complete, as Chromium does with strict durability. A line that was cut by the kill was never acknowledged and is left out.
 */
export async function fileProfile(path: string): Promise<PageLogPorts> {
  const factory = new IDBFactory()
  await replay(factory, path)
  const file = openSync(path, 'a')
  const write = (line: Line) => void writeSync(file, `${JSON.stringify(line)}\n`)
  return { indexedDB: journaled(factory, write), locks: fakeLocks(), crypto: globalThis.crypto }
}

async function replay(factory: IDBFactory, path: string): Promise<void> {
  for (const [name, pages] of stateIn(existsSync(path) ? readFileSync(path, 'utf8') : '')) {
    const opening = factory.open(name, 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('pages', { keyPath: 'page' })
    await new Promise((done, fail) => {
      opening.onsuccess = done
      opening.onerror = fail
    })
    const transaction = opening.result.transaction('pages', 'readwrite')
    for (const [page, sealed] of pages)
      transaction.objectStore('pages').put({ page, sealed: new Uint8Array(Buffer.from(sealed, 'base64')).buffer })
    await new Promise((done, fail) => {
      transaction.oncomplete = done
      transaction.onabort = fail
    })
    opening.result.close()
  }
}

function stateIn(text: string): Map<string, Map<number, string>> {
  const state = new Map<string, Map<number, string>>()
  for (const whole of text.split('\n').slice(0, -1)) {
    const line = JSON.parse(whole) as Line
    if ('drop' in line) {
      state.delete(line.name)
      continue
    }
    const pages = state.get(line.name) ?? new Map<number, string>()
    state.set(line.name, pages)
    for (const page of [...pages.keys()])
      if (line.remove && page >= line.remove.from && page <= line.remove.to) pages.delete(page)
    for (const [page, sealed] of line.put) pages.set(page, sealed)
  }
  return state
}

type Write = (line: Line) => void
type Hook = (target: object, name: string) => unknown

/** A view of `target` in which `hook` answers for some members; undefined means the target's own. */
function view<T extends object>(target: T, hook: Hook, onSet: (name: string, value: unknown) => unknown = same): T {
  return new Proxy(target, {
    get: (real, name) => {
      const hooked = typeof name === 'string' ? hook(real, name) : undefined
      if (hooked !== undefined) return hooked
      const own = Reflect.get(real, name) as unknown
      return typeof own === 'function' ? own.bind(real) : own
    },
    set: (real, name, value) => Reflect.set(real, name, typeof name === 'string' ? onSet(name, value) : value),
  })
}
const same = (_name: string, value: unknown) => value

function journaled(factory: IDBFactory, write: Write): IDBFactory {
  return view(factory, (_real, name) => {
    if (name === 'open')
      return (database: string, version?: number) => {
        const request = factory.open(database, version)
        return view(request, (_request, key) =>
          key === 'result' ? watched(request.result, database, write) : undefined,
        )
      }
    if (name !== 'deleteDatabase') return undefined
    return (database: string) => {
      write({ name: database, drop: true })
      return factory.deleteDatabase(database)
    }
  })
}

function watched(database: IDBDatabase, name: string, write: Write): IDBDatabase {
  return view(database, (_real, key) => {
    if (key !== 'transaction') return undefined
    return (stores: string, mode: IDBTransactionMode, options?: IDBTransactionOptions) => {
      const transaction = database.transaction(stores, mode, options)
      return mode === 'readwrite' ? written(transaction, name, write) : transaction
    }
  })
}

function written(transaction: IDBTransaction, name: string, write: Write): IDBTransaction {
  const put: [number, string][] = []
  let remove: Range | null = null
  const store = (real: IDBObjectStore) =>
    view(real, (_real, key) => {
      if (key === 'put')
        return (record: { page: number; sealed: ArrayBuffer }) => {
          put.push([record.page, Buffer.from(record.sealed).toString('base64')])
          return real.put(record)
        }
      if (key !== 'delete') return undefined
      return (range: IDBKeyRange) => {
        remove = { from: Number(range.lower), to: Number(range.upper) }
        return real.delete(range)
      }
    })
  return view(
    transaction,
    (_real, key) => (key === 'objectStore' ? (of: string) => store(transaction.objectStore(of)) : undefined),
    (key, value) =>
      key === 'oncomplete' && typeof value === 'function'
        ? (event: Event) => {
            write({ name, put, remove })
            value(event)
          }
        : value,
  )
}
