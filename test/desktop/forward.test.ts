import { createHash, createPublicKey, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { slowness } from '../support/slowness'
import { clinicServer, deskBench, errorCode, type Heard, SESSION, signal, startFakeServer } from './desktopSupport'

const sha = (data: Uint8Array | string) => createHash('sha256').update(data).digest('base64url')

/** Checks a request the way the clinic's server does. */
function proofHolds(heard: Heard, token: string): boolean {
  const raw = Buffer.from(String(heard.headers['x-vestibule-device-key']), 'base64url')
  const prefix = Buffer.from('302a300506032b6570032100', 'hex')
  const key = createPublicKey({ key: Buffer.concat([prefix, raw]), format: 'der', type: 'spki' })
  const text = [heard.method, heard.path, sha(heard.body), sha(token)].join('\n')
  const proof = Buffer.from(String(heard.headers['x-vestibule-proof']), 'base64url')
  return sha(raw).slice(0, 22) === heard.headers['x-vestibule-device'] && verify(null, Buffer.from(text), key, proof)
}

test('D3: each request carries a proof by the device key over method, path, body and session', async () => {
  await using server = await clinicServer()
  const bench = deskBench({ serverUrl: server.url })
  await bench.signIn()
  await bench.post('/api/staff/participants.save?x=1&y=%20', { name: 'Ada' })
  await bench.get('/api/staff/sync.pull?input=%7B%7D')
  const [signIn, , save, pull] = server.heard as [Heard, Heard, Heard, Heard]
  expect(signIn.headers.authorization).toBeUndefined()
  expect(proofHolds(signIn, '')).toBe(true)
  expect(save.headers.authorization).toBe(`Bearer ${SESSION}`)
  expect(save.path).toBe('/api/staff/participants.save?x=1&y=%20')
  expect(save.body.toString()).toBe('{"name":"Ada"}')
  expect(proofHolds(save, SESSION)).toBe(true)
  expect(proofHolds(pull, SESSION)).toBe(true)
  expect(proofHolds({ ...save, body: Buffer.from('{"name":"Eve"}') }, SESSION)).toBe(false)
  expect(proofHolds({ ...save, path: '/api/staff/participants.drop' }, SESSION)).toBe(false)
  expect(save.headers['x-vestibule-app']).toBe('1.2.3')
})

test('D3: the page never sees the session token and cannot bring its own credentials', async () => {
  await using server = await clinicServer()
  const bench = deskBench({ serverUrl: server.url })
  const answer = await bench.signIn()
  expect([...answer.headers.keys()].filter((name) => name.startsWith('x-vestibule'))).toEqual([])
  expect(JSON.stringify([...answer.headers]) + (await answer.text())).not.toContain(SESSION)
  const forged = {
    authorization: 'Bearer stolen',
    cookie: 'a=b',
    origin: 'http://127.0.0.1:4310',
    'x-vestibule-device': 'other',
  }
  await bench.post(
    '/api/staff/x',
    {},
    { headers: { ...forged, 'x-forwarded-for': '8.8.8.8', referer: 'http://127.0.0.1:4310/' } },
  )
  const heard = server.heard.at(-1)
  expect(heard?.headers.authorization).toBe(`Bearer ${SESSION}`)
  expect(heard?.headers['x-vestibule-device']).not.toBe('other')
  for (const name of ['cookie', 'origin', 'referer', 'x-forwarded-for']) expect(heard?.headers[name]).toBeUndefined()
})

test('H1: cookies and cross-origin permissions of the server do not reach the page', async () => {
  await using server = await startFakeServer((_heard, response) => {
    response.writeHead(200, { 'set-cookie': 'a=b', 'access-control-allow-origin': '*', 'content-type': 'text/plain' })
    response.end('x')
  })
  const answer = await deskBench({ serverUrl: server.url }).get('/api/staff/x')
  expect(answer.headers.get('set-cookie')).toBeNull()
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

test('Y10: server-sent events arrive while the server still speaks, and leaving ends the server side', async () => {
  const ended = signal()
  await using server = await startFakeServer((_heard, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: one\n\n')
    response.on('close', () => ended.give())
  })
  const leaving = new AbortController()
  const answer = await deskBench({ serverUrl: server.url }).get('/api/staff/live', { signal: leaving.signal })
  const reader = answer.body?.getReader()
  const first = await reader?.read()
  expect(new TextDecoder().decode(first?.value)).toBe('data: one\n\n')
  leaving.abort()
  await ended.given
})

test('R4: locking ends running streams', async () => {
  const ended = signal()
  await using server = await startFakeServer((_heard, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: one\n\n')
    response.on('close', () => ended.give())
  })
  const bench = deskBench({ serverUrl: server.url })
  const reader = (await bench.get('/api/staff/live')).body?.getReader()
  await reader?.read()
  await bench.core.lock()
  await ended.given
  await expect(reader?.read()).rejects.toThrow()
})

test('Y1: without the server the page gets OFFLINE in the shape of a tRPC error', async () => {
  const server = await clinicServer()
  await server.close()
  const answer = await deskBench({ serverUrl: server.url }).get('/api/staff/sync.pull')
  expect(answer.status).toBe(503)
  expect(await answer.json()).toEqual({
    error: {
      message: 'The server cannot be reached right now.',
      code: -32603,
      data: {
        code: 'OFFLINE',
        httpStatus: 503,
        sentence: 'The server cannot be reached right now.',
        requestId: 'desktop',
      },
    },
  })
})

test('Y1: a connection that closes under a question is asked over once more; a write is not, as it may have arrived', async () => {
  let cut = 1
  await using server = await startFakeServer((_heard, response) => {
    if (cut-- > 0) return response.socket?.destroy()
    response.setHeader('content-type', 'application/json').end('{}')
  })
  const bench = deskBench({ serverUrl: server.url })
  expect((await bench.get('/api/staff/auth.me')).status).toBe(200)
  expect(server.heard).toHaveLength(2)
  cut = 2
  expect(await errorCode(await bench.get('/api/staff/auth.me'))).toBe('OFFLINE')
  expect(server.heard).toHaveLength(4)
  cut = 1
  expect(await errorCode(await bench.post('/api/staff/auth.signIn', {}))).toBe('OFFLINE')
  expect(server.heard).toHaveLength(5)
})

test('Y1: a server that takes the call and says nothing counts as offline in bounded time', async () => {
  await using server = await startFakeServer(() => undefined)
  const bench = deskBench({ serverUrl: server.url, settings: { answerWithinMs: 150 } })
  const start = Date.now()
  expect(await errorCode(await bench.get('/api/staff/x'))).toBe('OFFLINE')
  expect((Date.now() - start) / slowness()).toBeLessThan(2_000)
})

test('Y1: a redirect, as guest networks answer, is not followed', async () => {
  await using server = await startFakeServer((_heard, response) => {
    response.writeHead(302, { location: 'http://127.0.0.1:9/login' }).end()
  })
  expect(await errorCode(await deskBench({ serverUrl: server.url }).get('/api/staff/x'))).toBe('OFFLINE')
})

test('Q1: a body above the limit is refused before anything is sent', async () => {
  await using server = await clinicServer()
  const answer = await deskBench({ serverUrl: server.url }).post('/api/staff/x', 'a'.repeat(17 * 1024 * 1024))
  expect(await errorCode(answer)).toBe('TOO_LARGE')
  expect(server.heard).toHaveLength(0)
})

test('F4: a path that looks like another host still goes to the clinic server', async () => {
  await using server = await clinicServer()
  await deskBench({ serverUrl: server.url }).get('/api//evil.example/x')
  expect(server.heard[0]?.path).toBe('/api//evil.example/x')
  expect(() => deskBench({ serverUrl: 'file:///etc' })).toThrow('SERVER_URL')
})
