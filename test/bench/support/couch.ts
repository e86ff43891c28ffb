import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

interface Row {
  readonly id: string
  readonly rev: string
  readonly json: string
}

/** As much of CouchDB as replicating out of it takes: info, checkpoints that are never found, `_changes` and `_bulk_get`, all from memory. */
export function couchOf(documents: readonly { readonly id: string }[]) {
  const rows: Row[] = documents.map((document) => {
    const hash = createHash('md5').update(JSON.stringify(document)).digest('hex')
    const revisions = { start: 1, ids: [hash] }
    const json = JSON.stringify({
      ...document,
      _id: document.id,
      _rev: `1-${hash}`,
      _revisions: revisions,
      rev: undefined,
    })
    return { id: document.id, rev: `1-${hash}`, json }
  })
  const byId = new Map(rows.map((row) => [row.id, row]))
  return async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const url = new URL(incoming.url ?? '/', 'http://localhost')
    const answer = (status: number, json: string) =>
      void outgoing.writeHead(status, { 'content-type': 'application/json' }).end(json)
    const body = Buffer.concat(await incoming.toArray()).toString()
    if (url.pathname.includes('/_local/')) {
      if (incoming.method === 'PUT') return answer(201, '{"ok":true,"id":"_local/bench","rev":"0-1"}')
      return answer(404, '{"error":"not_found","reason":"missing"}')
    }
    if (url.pathname.endsWith('/_changes')) return answer(200, changes(rows, url.searchParams))
    if (url.pathname.endsWith('/_bulk_get')) return answer(200, bulk(byId, body))
    answer(200, JSON.stringify({ db_name: 'people', doc_count: rows.length, update_seq: rows.length, uuid: 'bench' }))
  }
}

function changes(rows: readonly Row[], query: URLSearchParams): string {
  const since = Number(query.get('since') ?? 0)
  const page = rows.slice(since, since + Number(query.get('limit') ?? rows.length))
  const results = page.map(({ id, rev }, index) => ({ seq: since + index + 1, id, changes: [{ rev }] }))
  const last = since + page.length
  return JSON.stringify({ results, last_seq: last, pending: rows.length - last })
}

function bulk(byId: ReadonlyMap<string, Row>, body: string): string {
  const { docs } = JSON.parse(body) as { docs: readonly { readonly id: string }[] }
  const results = docs.map(({ id }) => `{"id":"${id}","docs":[{"ok":${byId.get(id)?.json ?? '{}'}}]}`)
  return `{"results":[${results.join(',')}]}`
}
