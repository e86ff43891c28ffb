import { Agent, request } from 'node:http'
import type { Installation } from './installation'

const ANSWER_LIMIT_MS = 120_000
const KEPT_MS = 5_000

export interface Answer {
  readonly status: number
  readonly body: string
}

export interface Asked {
  readonly method?: 'GET' | 'POST'
  readonly cookie?: string
  /** Whom the server takes the call for. */
  readonly address?: string
  readonly body?: unknown
}

export interface PortalCalls {
  ask(path: string, asked?: Asked): Promise<Answer>
  /** A right, wrong or unknown password, answered however it is answered. */
  signIn(email: string, password: string, address: string): Promise<Answer>
  close(): void
}

/** Plain HTTP with kept connections: as little as possible beside the server's own time. */
export function openCalls({ port }: Installation): PortalCalls {
  // Kept for less than the server keeps them: one that both ends give up in the same moment is a failed call.
  const agent = new Agent({ keepAlive: true, timeout: KEPT_MS })
  const ask = async (path: string, asked: Asked = {}) => await send({ agent, port, path, asked })
  return {
    ask,
    signIn: async (email, password, address) =>
      await ask('/api/portal/auth.signIn', { method: 'POST', address, body: { email, password, shared: false } }),
    close: () => agent.destroy(),
  }
}

interface Call {
  readonly agent: Agent
  readonly port: number
  readonly path: string
  readonly asked: Asked
}

function send({ agent, port, path, asked }: Call): Promise<Answer> {
  const { method = 'GET', cookie, address } = asked
  const body = asked.body === undefined ? '' : JSON.stringify(asked.body)
  const host = `localhost:${port}`
  const headers = {
    host,
    ...(method === 'POST' && {
      origin: `http://${host}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    }),
    ...(cookie !== undefined && { cookie }),
    ...(address !== undefined && { 'x-forwarded-for': address }),
  }
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, method, headers, agent, timeout: ANSWER_LIMIT_MS })
    call.once('timeout', () => call.destroy(new Error(`${path} took longer than ${ANSWER_LIMIT_MS} ms`)))
    call.once('error', reject)
    call.once('response', (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('error', reject)
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
      )
    })
    call.end(body)
  })
}

/** A fresh address for each call, from the range for benchmarks (RFC 2544). */
export function addresses(): () => string {
  let given = 0
  return () => {
    given++
    return `198.${18 + ((given >> 16) & 1)}.${(given >> 8) & 255}.${given & 255}`
  }
}
