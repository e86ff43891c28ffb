import { createReadStream, existsSync } from 'node:fs'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { PAGE_DIR } from './bundles'
import type { Credentials } from './consoles'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

export interface PageServer {
  readonly url: string
  /** Serves these bytes under `/static/<name>` from now on. */
  put(name: string, json: string): void
  stop(): Promise<void>
}

/** Where `/api` leads and as whom; `couch` answers `/couch/*`. */
export interface Behind {
  readonly port: number
  readonly credentials: Credentials
  readonly couch?: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>
}

/**
 * Serves the bench pages, plain files, and passes `/api/*` on to the server with the credentials of one console: the same hop, signature and
 * streaming as the desktop core, without its locks. One per console, because a browser's storage belongs to a port.
 */
export async function startPageServer(behind?: Behind): Promise<PageServer> {
  const files = new Map<string, Buffer>()
  const agent = new Agent({ keepAlive: true })
  const server = createServer((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://localhost')
    const bytes = files.get(pathname)
    if (bytes)
      outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes)
    else if (pathname.startsWith('/api/') && behind) void forward(behind, agent, incoming, outgoing)
    else if (pathname.startsWith('/couch/') && behind?.couch) void behind.couch(incoming, outgoing)
    else serveFile(pathname, outgoing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    put: (name, json) => files.set(`/static/${name}`, Buffer.from(json)),
    stop: async () => {
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function serveFile(pathname: string, outgoing: ServerResponse): void {
  const file = join(PAGE_DIR, pathname)
  if (!existsSync(file) || !TYPES[extname(file)]) return void outgoing.writeHead(404).end()
  outgoing.writeHead(200, { 'content-type': TYPES[extname(file)], 'cache-control': 'no-store' })
  createReadStream(file).pipe(outgoing)
}

async function forward(
  { port, credentials }: Behind,
  agent: Agent,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
) {
  const body = Buffer.concat(await incoming.toArray())
  const { method = 'GET', url: path = '/' } = incoming
  const headers = {
    host: `localhost:${port}`,
    ...(body.length > 0 && { 'content-type': 'application/json', 'content-length': body.length }),
    ...credentials.headers(method, path, body),
  }
  const onward = request({ host: '127.0.0.1', port, method, path, headers, agent }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  outgoing.on('close', () => onward.destroy())
  onward.end(body)
}
