import { createRxDatabase, type RxJsonSchema } from 'rxdb/plugins/core'
import { wrappedKeyEncryptionCryptoJsStorage } from 'rxdb/plugins/encryption-crypto-js'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'

interface Sealed {
  id: string
  body: object
}

const schema: RxJsonSchema<Sealed> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: { id: { type: 'string', maxLength: 64 }, body: { type: 'object', additionalProperties: true } },
  required: ['id', 'body'],
  encrypted: ['body'],
}
const BULK = 2000

/**
 * The peer: RxDB on Dexie with its free encryption plugin. Kinder to it than a sync would be: the documents come as one plain file and go in
 * by bulkInsert, without checkpoints or a server.
 */
export async function rxdbFirstSync(name: string): Promise<{ ms: number; documents: number }> {
  const start = performance.now()
  const storage = wrappedKeyEncryptionCryptoJsStorage({ storage: getRxStorageDexie() })
  const database = await createRxDatabase({ name, storage, password: 'a password for the bench', multiInstance: false })
  const { people } = await database.addCollections({ people: { schema } })
  const bodies = (await (await fetch('/static/people.json')).json()) as { id: string }[]
  for (let from = 0; from < bodies.length; from += BULK) {
    const { error } = await people.bulkInsert(bodies.slice(from, from + BULK).map((body) => ({ id: body.id, body })))
    if (error.length > 0) throw new Error(`RxDB refused ${error.length} documents`)
  }
  const ms = performance.now() - start
  const documents = await people.count().exec()
  await database.remove()
  return { ms, documents }
}
