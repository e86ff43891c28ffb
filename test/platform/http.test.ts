import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { CodedError } from '../../shared/errors/errorCodes'
import { type CapturedLog, captureLog, rawRequest, startTestServer, type TestServer } from '../support/httpApp'
import { slowness } from '../support/slowness'

const OWN = { Origin: 'https://portal.example.org', 'Content-Type': 'application/json' }
let server: TestServer
let captured: CapturedLog

beforeAll(async () => {
  captured = captureLog()
  server = await startTestServer(
    (routes) => {
      routes.route(
        { method: 'POST', path: '/api/echo', audience: 'public', rate: 'write', kind: 'api' },
        (req, res) => {
          res.json(z.strictObject({ word: z.string() }).parse(req.body))
        },
      )
      routes.route(
        { method: 'GET', path: '/i/:token', audience: 'public', rate: 'read', kind: 'page' },
        (_req, res) => {
          res.type('html').send('<p>page</p>')
        },
      )
      routes.route({ method: 'GET', path: '/api/boom', audience: 'public', rate: 'read', kind: 'api' }, () => {
        throw new Error('canary-secret in select * from account')
      })
      routes.route({ method: 'GET', path: '/api/busy', audience: 'public', rate: 'read', kind: 'api' }, () => {
        throw new CodedError('TOO_MANY_REQUESTS', {}, 12.3)
      })
      routes.route({ method: 'GET', path: '/api/ip', audience: 'public', rate: 'read', kind: 'api' }, (req, res) => {
        res.json({ ip: req.ip })
      })
    },
    { log: captured.log },
  )
})
afterAll(() => server.close())

const post = (body: string, headers: Record<string, string> = OWN) =>
  rawRequest(server.port, '/api/echo', { method: 'POST', headers, body })

test.each([
  ['an answer', 'GET', '/healthz', {}, 200],
  ['a page', 'GET', '/i/canary-token', {}, 200],
  ['a 404', 'GET', '/nothing', {}, 404],
  ['a 404 page', 'GET', '/nothing', { Accept: 'text/html' }, 404],
  ['a crash', 'GET', '/api/boom', {}, 500],
  ['a 429', 'GET', '/api/busy', {}, 429],
  ['a foreign host', 'GET', '/healthz', { Host: 'evil.example' }, 421],
  ['a malformed address', 'GET', '/%E0%A4%A', {}, 404],
  ['a bad parameter', 'GET', '/i/%E0%A4%A', {}, 400],
  ['a foreign origin', 'POST', '/api/echo', { ...OWN, Origin: 'https://evil.example' }, 403],
  ['an options request', 'OPTIONS', '/api/echo', {}, 404],
  [
    'a preflight',
    'OPTIONS',
    '/api/echo',
    { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' },
    404,
  ],
] as const)('H1: %s carries every security header and no CORS header', async (_name, method, path, headers, status) => {
  const answer = await rawRequest(server.port, path, { method, headers })
  expect(answer.status).toBe(status)
  expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(answer.headers['content-security-policy']).not.toMatch(/unsafe-/)
  expect(answer.headers['x-content-type-options']).toBe('nosniff')
  expect(answer.headers['referrer-policy']).toBe('no-referrer')
  expect(answer.headers['strict-transport-security']).toMatch(/max-age=63072000/)
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  expect(answer.headers['x-powered-by']).toBeUndefined()
})

test('H1: bytes that are not HTTP get the same headers and no detail', async () => {
  const text = await new Promise<string>((resolve) => {
    let got = ''
    const socket = connect(server.port, '127.0.0.1', () => socket.write('canary nonsense\r\n\r\n'))
    socket.on('data', (chunk) => {
      got += String(chunk)
    })
    socket.on('close', () => resolve(got))
  })
  expect(text).toMatch(/^HTTP\/1\.1 400 /)
  expect(text).toMatch(/frame-ancestors 'none'/)
  expect(text).not.toContain('canary')
})

test('H2: an unforeseen error tells the client a code and a request id, and the log neither its message nor SQL', async () => {
  const answer = await rawRequest(server.port, '/api/boom')
  expect(Object.keys(JSON.parse(answer.body)).sort()).toEqual(['code', 'requestId', 'sentence'])
  expect(JSON.parse(answer.body)).toMatchObject({ code: 'INTERNAL', requestId: answer.headers['x-request-id'] })
  expect(captured.text()).toContain('unexpected error')
  expect(captured.text()).not.toContain('canary-secret')
})

test.each([
  ['broken JSON', '{"word":', 400, 'INVALID_INPUT'],
  ['a wrong type', '{"word":1}', 400, 'INVALID_INPUT'],
  ['an unknown field', '{"word":"a","role":"admin"}', 400, 'INVALID_INPUT'],
  ['nesting beyond 32', `${'['.repeat(33)}${']'.repeat(33)}`, 400, 'INVALID_INPUT'],
  ['a million brackets', '['.repeat(1_000_000), 400, 'INVALID_INPUT'],
  ['a body above 1 MB', JSON.stringify({ word: 'x'.repeat(1_100_000) }), 413, 'TOO_LARGE'],
])('H2, Q1: %s is refused with a code and nothing echoed', async (_name, body, status, code) => {
  const answer = await post(body)
  expect(answer.status).toBe(status)
  expect(JSON.parse(answer.body)).toMatchObject({ code })
  expect(answer.body.length).toBeLessThan(400)
})

test('Q1: brackets inside a text are not nesting', async () => {
  const body = JSON.stringify({ word: `\\"${'[{'.repeat(100)}` })
  expect(await post(body)).toMatchObject({ status: 200, body })
})

test.each([
  ['no origin at all', { 'Content-Type': 'application/json' }, 403],
  ['a foreign origin', { ...OWN, Origin: 'https://evil.example' }, 403],
  ['the null origin', { ...OWN, Origin: 'null' }, 403],
  ['an allowed origin that the browser calls cross-site', { ...OWN, 'Sec-Fetch-Site': 'cross-site' }, 403],
  ['a form type', { ...OWN, 'Content-Type': 'text/plain' }, 415],
  ['no type', { Origin: 'https://portal.example.org' }, 415],
  ['another charset', { ...OWN, 'Content-Type': 'application/json; charset=utf-16' }, 415],
  ['our origin', OWN, 200],
  ['same-origin metadata', { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' }, 200],
] as const)('W6: a write with %s', async (_name, headers, status) => {
  expect((await post('{"word":"a"}', { ...headers })).status).toBe(status)
})

test('W6: over loopback the page of the very address passes, another port does not', async () => {
  const type = { 'Content-Type': 'application/json' }
  expect((await post('{"word":"a"}', { ...type, Origin: server.origin })).status).toBe(200)
  expect((await post('{"word":"a"}', { ...type, Origin: 'http://127.0.0.1:1' })).status).toBe(403)
})

test.each([
  ['portal.example.org', 200],
  ['PORTAL.example.org', 200],
  ['portal.example.org:444', 421],
  ['portal.example.org.evil.example', 421],
  ['evil.example', 421],
  ['127.0.0.1:1', 421],
  ['portal.example.org@evil.example', 421],
])('L3: the Host %s is answered %i', async (host, status) => {
  expect((await rawRequest(server.port, '/healthz', { headers: { Host: host } })).status).toBe(status)
})

test('L3: forwarding headers from an address that is no trusted proxy change nothing', async () => {
  const headers = { 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https' }
  const answer = await rawRequest(server.port, '/api/ip', { headers })
  expect(JSON.parse(answer.body)).toEqual({ ip: '127.0.0.1' })
})

test('Q2: behind a trusted proxy the address is the last one that no trusted proxy wrote', async () => {
  const proxied = await startTestServer(
    (routes) => {
      routes.route({ method: 'GET', path: '/api/ip', audience: 'public', rate: 'read', kind: 'api' }, (req, res) => {
        res.json({ ip: req.ip })
      })
    },
    { trustedProxies: [{ address: '127.0.0.0', bits: 8, family: 'ipv4' }] },
  )
  const headers = { 'X-Forwarded-For': '198.51.100.1, 203.0.113.9' }
  expect(JSON.parse((await rawRequest(proxied.port, '/api/ip', { headers })).body)).toEqual({ ip: '203.0.113.9' })
  await proxied.close()
})

test('Q3: a 429 says when to come back, rounded up', async () => {
  const answer = await rawRequest(server.port, '/api/busy')
  expect(answer.headers['retry-after']).toBe('13')
  expect(JSON.parse(answer.body)).toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterSeconds: 13 })
})

test('H3: the request log names the route pattern, never the address with its token or query', async () => {
  await rawRequest(server.port, '/i/canary-token?next=canary-query', { headers: { Cookie: 'a=canary-cookie' } })
  await rawRequest(server.port, '/canary-unknown/x')
  await expect.poll(() => captured.text()).toContain('"route":"unmatched"')
  expect(captured.text()).toContain('"route":"/i/:token"')
  expect(captured.text()).not.toContain('canary')
  for (const line of captured.text().trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow()
})

test('T2: routes are listed as they were declared, and an undeclared role for staff cannot be mounted', async () => {
  expect(server.routes.list().map((entry) => `${entry.method} ${entry.path}`)).toContain('POST /api/echo')
  const mounting = startTestServer((routes) =>
    routes.route({ method: 'GET', path: '/api/x', audience: 'staff', rate: 'read', kind: 'api' }, () => undefined),
  )
  await expect(mounting).rejects.toThrow(/names no role/)
})

test('closing ends an open event stream at once', async () => {
  const streaming = await startTestServer((routes) => {
    routes.route(
      { method: 'GET', path: '/api/live', audience: 'public', rate: 'none', kind: 'stream' },
      (_req, res) => {
        res.type('text/event-stream').write(':\n\n')
      },
    )
  })
  const response = await fetch(`${streaming.origin}/api/live`)
  const reading = response.text().catch(() => 'cut')
  const start = performance.now()
  await streaming.close()
  expect(await reading).toBe('cut')
  expect((performance.now() - start) / slowness()).toBeLessThan(1_500)
})
