import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SeededRandom } from '../../server/demo/seededRandom'
import { provenHeaders, type Session } from '../sync/support/http'

const FAULTS = ['cut before', 'lost', 'cut in the middle', 'doubled', 'delayed'] as const
type Fault = (typeof FAULTS)[number] | 'none'

/** One console's way to the server, with the desktop core's proofs added on the way. It can be cut, and it can be bad. */
export interface Line {
  readonly origin: string
  isUp: boolean
  /** Of a hundred calls so many meet a fault. */
  faults: number
  /** How often each fault was met. */
  readonly met: Readonly<Record<string, number>>
  /** Ends whatever is open on it, as a cable that is pulled. */
  cut(): void
  close(): Promise<void>
}

export interface LineOptions {
  readonly session: Session
  /** The server's port of the moment; null while there is none. */
  readonly port: () => number | null
  readonly random: SeededRandom
}

export async function openLine({ session, port, random }: LineOptions): Promise<Line> {
  const met: Record<string, number> = {}
  const pick = (): Fault => {
    const fault = random.chance(line.faults) ? random.pick(FAULTS) : 'none'
    met[fault] = (met[fault] ?? 0) + 1
    return fault
  }
  const server = createServer((incoming, outgoing) => {
    outgoing.on('error', () => undefined)
    void carry(incoming, outgoing).catch(() => outgoing.destroy())
  })
  const carry = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = await bodyOf(incoming)
    const to = port()
    if (!line.isUp || to === null) return void outgoing.destroy()
    const path = incoming.url ?? ''
    if (path.startsWith('/api/live')) return stream({ session, to, path, incoming, outgoing })
    const fault = pick()
    if (fault === 'cut before') return void outgoing.destroy()
    const call = () => ask({ session, to, method: incoming.method === 'POST' ? 'POST' : 'GET', path, body })
    const answers = await Promise.all(fault === 'doubled' ? [call(), call()] : [call()])
    if (fault === 'delayed') await sleep(random.below(200))
    const answer = answers.at(-1)
    // The server has done its work; the console does not hear of it.
    if (fault === 'lost' || !line.isUp || answer === undefined) return void outgoing.destroy()
    const {
      'content-length': _length,
      'transfer-encoding': _encoding,
      connection: _connection,
      ...headers
    } = answer.headers
    outgoing.writeHead(answer.status, { ...headers, 'content-length': answer.body.length })
    if (fault !== 'cut in the middle') return void outgoing.end(answer.body)
    outgoing.write(answer.body.subarray(0, answer.body.length / 2), () => outgoing.destroy())
  }
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const line: Line = {
    origin: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    isUp: true,
    faults: 0,
    met,
    cut: () => server.closeAllConnections(),
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return line
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

interface Call {
  readonly session: Session
  readonly to: number
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body: string
}

async function ask({ session, to, method, path, body }: Call) {
  return await new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((done, fail) => {
    const headers = provenHeaders(session, { method, path, body })
    const outgoing = request({ host: '127.0.0.1', port: to, method, path, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', fail)
      answer.on('end', () =>
        done({ status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(chunks) }),
      )
    })
    outgoing.on('error', fail)
    outgoing.end(body)
  })
}

interface Streamed {
  readonly session: Session
  readonly to: number
  readonly path: string
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

/** The live stream passes as it comes and ends with either end. */
function stream({ session, to, path, incoming, outgoing }: Streamed): void {
  const headers = { ...provenHeaders(session, { method: 'GET', path, body: '' }), accept: 'text/event-stream' }
  const upstream = request({ host: '127.0.0.1', port: to, path, headers, agent: false }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
    answer.on('error', () => outgoing.destroy())
    answer.on('close', () => outgoing.destroy())
  })
  upstream.on('error', () => outgoing.destroy())
  outgoing.on('close', () => upstream.destroy())
  incoming.on('close', () => upstream.destroy())
  upstream.end()
}
