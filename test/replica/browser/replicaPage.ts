import { createRxDatabase, type RxCollection, type RxDatabase, type RxJsonSchema } from 'rxdb/plugins/core'
import { destroyPageLog, pageLogExists } from '../../../renderer/console/replica/pageLog/pageLog'
import { PageLogError } from '../../../renderer/console/replica/pageLog/pageLogError'
import { importReplicaKey } from '../../../renderer/console/replica/pageLog/sealedPage'
import { getReplicaStorage } from '../../../renderer/console/replica/replicaStorage'

/*
 * The page that the browser tests and the measurement drive. Keys, names and texts come in through calls, so that none of them
 * is in the bundle, which a browser may keep on disk.
 */
export interface TestDocument {
  id: string
  text: string
  n: number
}

type Collections = Record<string, RxCollection<TestDocument>>

const schema: RxJsonSchema<TestDocument> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 80 },
    text: { type: 'string', maxLength: 80 },
    n: { type: 'number', minimum: 0, maximum: 1e9, multipleOf: 1 },
  },
  required: ['id', 'text', 'n'],
  indexes: ['text', 'n'],
}

let database: RxDatabase<Collections> | null = null

function collection(name: string): RxCollection<TestDocument> {
  const found = database?.collections[name]
  if (found === undefined) throw new Error(`no collection ${name}`)
  return found
}

const replica = {
  /** Opens the database; answers `open` or the kind of the refusal. */
  async open(name: string, key: number[], collections: string[], compactAbove?: number): Promise<string> {
    try {
      const storage = getReplicaStorage({
        databaseName: name,
        key: await importReplicaKey(new Uint8Array(key)),
        ...(compactAbove === undefined ? {} : { compactWhen: ({ pages }) => pages > compactAbove }),
      })
      database = await createRxDatabase<Collections>({ name, storage, multiInstance: false })
      await database.addCollections(Object.fromEntries(collections.map((one) => [one, { schema }])))
      return 'open'
    } catch (error) {
      if (error instanceof PageLogError) return error.kind
      throw error
    }
  },

  close: () => database?.close(),
  exists: (name: string) => pageLogExists(name),
  destroy: (name: string) => destroyPageLog(name),

  insert: async (name: string, document: TestDocument) => {
    await collection(name).insert(document)
  },

  /** All documents of a collection as `id -> n`. */
  async numbers(name: string): Promise<Record<string, number>> {
    const documents = await collection(name).find().exec()
    return Object.fromEntries(documents.map((document) => [document.get('id'), document.get('n')]))
  },

  /** Writes without end, several writers at once, and tells the server about every write that was acknowledged. */
  writeForEver(names: string[], text: string, start: number): void {
    let n = start
    const acknowledge = (acks: [string, string, number][]) =>
      fetch('/ack', { method: 'POST', body: JSON.stringify(acks) })
    const writer = async (name: string, lane: number) => {
      for (;;) {
        const turn = n++
        if (turn % 5 === 0) {
          const bulk = Array.from({ length: 150 }, (_, k) => ({
            id: `${text}-${turn}-${k}`,
            text: `${text} ${k}`,
            n: turn,
          }))
          await collection(name).bulkInsert(bulk)
          await acknowledge(bulk.map((one) => [name, one.id, one.n]))
        } else {
          await collection(name).incrementalUpsert({ id: `${text}-lane-${lane}`, text, n: turn })
          await acknowledge([[name, `${text}-lane-${lane}`, turn]])
        }
      }
    }
    names.forEach((name, lane) => {
      void writer(name, lane)
      void writer(name, lane + 100)
    })
  },

  /** Puts a text where a browser would store it in plain sight: the proof that the search of the profile can find it. */
  plainly: (text: string) =>
    new Promise<void>((resolve) => {
      const opening = indexedDB.open('plain', 1)
      opening.onupgradeneeded = () => opening.result.createObjectStore('plain')
      opening.onsuccess = () => {
        const transaction = opening.result.transaction('plain', 'readwrite', { durability: 'strict' })
        transaction.objectStore('plain').put(new TextEncoder().encode(text), 1)
        transaction.oncomplete = () => resolve()
      }
    }),

  /** Milliseconds to fill, to edit and to open again: for the measurement script. */
  async measureFill(name: string, count: number, bulk: number, bytes: number): Promise<number> {
    const documents = Array.from({ length: count }, (_, n) => ({
      id: `person-${n}`,
      text: `name ${(n * 7919) % count}`,
      n,
      filler: 'x'.repeat(bytes),
    }))
    const start = performance.now()
    for (let from = 0; from < count; from += bulk) await collection(name).bulkInsert(documents.slice(from, from + bulk))
    return performance.now() - start
  },

  async measureEdits(name: string, count: number): Promise<number> {
    const start = performance.now()
    for (let n = 0; n < count; n++) {
      const person = await collection(name).findOne(`person-${n}`).exec(true)
      await person.incrementalPatch({ n: n + 1 })
    }
    return (performance.now() - start) / count
  },

  async measureOpen(name: string, key: number[], collections: string[]): Promise<{ ms: number; documents: number }> {
    const start = performance.now()
    const answer = await replica.open(name, key, collections)
    const documents = await collection(collections[0] ?? '')
      .count()
      .exec()
    if (answer !== 'open') throw new Error(answer)
    return { ms: performance.now() - start, documents }
  },
}

export type ReplicaPage = typeof replica

Object.assign(globalThis, { replica })
