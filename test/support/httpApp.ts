import { type Agent, request as send } from 'node:http'
import { Writable } from 'node:stream'
import type { Express } from 'express'
import { createHttpApp, type HttpOptions } from '../../server/platform/http/app'
import { type Listening, startListening } from '../../server/platform/http/listening'
import type { Routes } from '../../server/platform/http/routes'
import { createLog, type Log } from '../../server/platform/log'

export interface CapturedLog {
  readonly log: Log
  text(): string
}

/** A log that a test can read back. */
export function captureLog(): CapturedLog {
  const chunks: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk))
      done()
    },
  })
  return { log: createLog('debug', sink), text: () => chunks.join('') }
}

export interface TestServer extends Listening {
  readonly origin: string
  readonly routes: Routes
}

/** The platform's HTTP frame on a free loopback port. */
export async function startTestServer(
  mount: (routes: Routes, app: Express) => void,
  options: Partial<HttpOptions> = {},
): Promise<TestServer> {
  const publicUrl = options.publicUrl ?? new URL('https://portal.example.org')
  const frame = createHttpApp(
    {
      publicUrl,
      trustedProxies: [],
      log: captureLog().log,
      version: '0.0.0-test',
      isHealthy: async () => true,
      limit: async () => undefined,
      ...options,
    },
    mount,
  )
  const listening = await startListening({ app: frame.express, host: '127.0.0.1', port: 0, publicUrl })
  return { ...listening, origin: `http://127.0.0.1:${listening.port}`, routes: frame.routes }
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** One request with full control of headers such as Host, which fetch does not allow. */
export function rawRequest(
  port: number,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer; agent?: Agent } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const call = send({
      host: '127.0.0.1',
      port,
      path,
      method: options.method ?? 'GET',
      headers: options.headers ?? {},
      // A connection of its own, unless the test keeps some open.
      agent: options.agent ?? false,
    })
    call.once('error', reject)
    call.once('response', (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.once('error', reject)
      res.once('end', () =>
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks).toString() }),
      )
    })
    call.end(options.body)
  })
}
