import PouchDB from 'pouchdb-browser'

/** Larger batches were slower here, smaller ones much slower: 1,000 of [100, 500, 1000, 2000, 5000]. */
const BATCH = 1000

/** The peer: PouchDB replicating the same documents from a CouchDB-shaped server on loopback. Nothing is encrypted. */
export async function pouchFirstSync(name: string): Promise<{ ms: number; documents: number }> {
  const start = performance.now()
  const local = new PouchDB(name, { auto_compaction: false })
  const remote = new PouchDB(`${location.origin}/couch/people`, { skip_setup: true })
  const { errors } = await PouchDB.replicate(remote, local, { batch_size: BATCH, batches_limit: 2 })
  const ms = performance.now() - start
  if (errors.length > 0) throw new Error(`PouchDB: ${String(errors[0])}`)
  const { doc_count: documents } = await local.info()
  await local.destroy()
  return { ms, documents }
}
