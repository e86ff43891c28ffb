import { type ClientRequest, type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { InDoubtFailure, TemporaryFailure } from './message'

const MOST_ANSWER_BYTES = 65_536

export interface HttpPost {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** From the first name look-up to the last byte of the answer. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

export interface HttpAnswer {
  readonly status: number
  /** Empty when the answer was longer than 64 KiB or broke off: then the status alone counts. */
  readonly body: string
}

/**
 * One POST on a connection of its own: nothing is repeated behind the caller's back, no redirect is followed, no certificate is let
 * through. Throws `TemporaryFailure` while nothing was sent, `InDoubtFailure` once the request was on its way and no status came.
 */
export function httpPost(post: HttpPost): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    let sent = false
    let status: number | null = null
    const settle = (body: string, error?: Error) =>
      status === null ? reject(failureOf(error, sent)) : resolve({ status, body })
    const call = openCall(post)
    // Node writes nothing before `end`, so up to the handshake it is certain that the request did not leave.
    call.once('socket', (socket) =>
      socket.once(post.url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        sent = true
        call.end(post.body)
      }),
    )
    call.on('error', (error) => settle('', error))
    call.once('close', () => settle(''))
    call.once('response', (answer) => {
      status = answer.statusCode ?? 0
      readShort(answer, (body) => {
        settle(body)
        call.destroy()
      })
    })
  })
}

/** A request whose head is not written yet, which ends at its time limit and on `signal`. */
function openCall({ url, headers, body, timeoutMs, signal }: HttpPost): ClientRequest {
  const call = (url.protocol === 'https:' ? overHttps : overHttp)(url, {
    method: 'POST',
    agent: false,
    headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)), 'User-Agent': 'Vestibule' },
  })
  const giveUp = (code: string) => call.destroy(Object.assign(new Error(code), { code }))
  const timer = setTimeout(() => giveUp('ETIMEDOUT'), timeoutMs)
  const onAbort = () => giveUp('ECLOSED')
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  call.once('close', () => {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  })
  return call
}

function readShort(answer: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = []
  let size = 0
  answer.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > MOST_ANSWER_BYTES) done('')
    else chunks.push(chunk)
  })
  answer.once('end', () => done(Buffer.concat(chunks).toString()))
  answer.on('error', () => done(''))
}

/** Only the code: a message may quote host, path or header. */
function failureOf(error: Error | undefined, sent: boolean): Error {
  const code = error && 'code' in error && typeof error.code === 'string' ? error.code.slice(0, 40) : 'EUNKNOWN'
  return sent ? new InDoubtFailure(`${code} after the request`) : new TemporaryFailure(code)
}
