import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Express } from 'express'
import { StartProblem } from '../startProblem'
import { baseHeaders } from './securityHeaders'

const STOP_LIMIT_MS = 3_000

export interface Listening {
  readonly port: number
  /** Stops accepting, ends event streams at once, lets other answers finish for a moment, then ends what is left. */
  close(): Promise<void>
}

export interface ListenOptions {
  readonly app: Express
  readonly host: string
  readonly port: number
  readonly publicUrl: URL
}

export async function startListening(options: ListenOptions): Promise<Listening> {
  // Five minutes for a whole request: an upload of 10 MB from a phone on a poor line takes more than one.
  const limits = { requestTimeout: 300_000, headersTimeout: 15_000, keepAliveTimeout: 10_000 }
  // A missing Host and an unknown Expect are answered by the app: Node's own answers would carry none of our headers (H1).
  const server = createServer({ ...limits, requireHostHeader: false }, options.app)
  server.on('checkExpectation', (req, res) => server.emit('request', req, res))
  server.on('clientError', (error, socket) => answerBadRequest(error, socket as Socket, options.publicUrl))
  const streams = new Set<() => void>()
  server.prependListener('request', (_req, res) => {
    const end = () => {
      if (String(res.getHeader('content-type')).startsWith('text/event-stream')) res.destroy()
    }
    streams.add(end)
    res.once('close', () => streams.delete(end))
  })
  await listen(server, options)
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () => close(server, streams),
  }
}

function listen(server: Server, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new StartProblem(listenSentence(error, host, port))))
    server.listen(port, host, resolve)
  })
}

function listenSentence(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} on ${host} is already in use; choose another one with PORT.`
  if (error.code === 'EACCES') return `This account may not use port ${port}; choose one above 1023 with PORT.`
  return `The server cannot listen on ${host}:${port} (${error.code ?? 'unknown reason'}).`
}

async function close(server: Server, streams: ReadonlySet<() => void>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  for (const end of streams) end()
  server.closeIdleConnections()
  const limit = new AbortController()
  await Promise.race([closed, sleep(STOP_LIMIT_MS, undefined, { signal: limit.signal }).catch(() => undefined)])
  limit.abort()
  server.closeAllConnections()
  await closed
}

/** What is not HTTP never reaches Express; it gets the same headers and no detail (H1, H2). */
function answerBadRequest(error: NodeJS.ErrnoException, socket: Socket, publicUrl: URL): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
  const headers = { ...baseHeaders(publicUrl.protocol === 'https:'), 'Content-Length': '0', Connection: 'close' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('\r\n')}\r\n\r\n`)
}
