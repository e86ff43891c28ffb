import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'

/** A Node request as a fetch request on `origin`; its signal aborts when the browser leaves. Throws on odd methods. */
export function toRequest(incoming: IncomingMessage, outgoing: ServerResponse, origin: string): Request {
  const gone = new AbortController()
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) gone.abort()
  })
  const method = incoming.method ?? 'GET'
  const init = { method, headers: headersOf(incoming), signal: gone.signal }
  // Joined as text, not resolved: a path that starts with two slashes must not name another host.
  const url = origin + (incoming.url ?? '/')
  if (method === 'GET' || method === 'HEAD') return new Request(url, init)
  const body = Readable.toWeb(incoming) as ReadableStream<Uint8Array>
  // Node's fetch wants `duplex` for a streamed body; the DOM types do not know it yet.
  return new Request(url, { ...init, body, duplex: 'half' } as RequestInit)
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  return headers
}

/** Writes a fetch response out chunk by chunk, waiting for a slow reader, and cancels the source when the reader leaves. */
export async function sendResponse(outgoing: ServerResponse, response: Response): Promise<void> {
  const headers: Record<string, string | string[]> = Object.fromEntries(response.headers)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) headers['set-cookie'] = cookies
  outgoing.writeHead(response.status, headers)
  if (response.body === null) {
    outgoing.end()
    return
  }
  outgoing.flushHeaders()
  await pump(outgoing, response.body)
}

async function pump(outgoing: ServerResponse, body: ReadableStream<Uint8Array>): Promise<void> {
  const reader = body.getReader()
  const left = new Promise<void>((resolve) => outgoing.once('close', resolve))
  void left.then(() => reader.cancel().catch(() => undefined))
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (outgoing.destroyed) return
      if (!outgoing.write(part.value)) await Promise.race([left, new Promise((go) => outgoing.once('drain', go))])
    }
    outgoing.end()
  } catch {
    // A source that broke half-way must look broken to the page, never like a short but whole answer.
    outgoing.destroy()
  }
}
