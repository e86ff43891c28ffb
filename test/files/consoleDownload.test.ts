import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { MB } from '../../shared/files/fileLimits'
import { deskBench, SESSION, startFakeServer } from '../desktop/desktopSupport'

const HEADERS = {
  'content-type': 'application/pdf',
  'content-disposition': 'attachment; filename="a.pdf"; filename*=UTF-8\'\'a.pdf',
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
}

test('F2 D3: a download passes through the desktop core byte for byte, with its headers and the console’s proof', async () => {
  const content = randomBytes(3 * MB)
  await using server = await startFakeServer((heard, response) => {
    if (!heard.path.startsWith('/api/staff/files/'))
      return response.writeHead(200, { 'x-vestibule-session': SESSION, 'x-vestibule-signed-in': 'staff-1' }).end('{}')
    response.writeHead(200, { ...HEADERS, 'content-length': String(content.length) }).end(content)
  })
  const bench = deskBench({ serverUrl: server.url })
  await bench.signIn()
  const answer = await bench.get('/api/staff/files/1')
  for (const [name, value] of Object.entries(HEADERS)) expect([name, answer.headers.get(name)]).toEqual([name, value])
  expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true)
  expect(server.heard.at(-1)?.headers.authorization).toBe(`Bearer ${SESSION}`)
  const foreign = await bench.get('/api/staff/files/1', { headers: { 'sec-fetch-site': 'cross-site' } })
  expect(foreign.status).toBe(403)
})

test('F2: a download that the server cuts is broken for the page too, never a shorter file', async () => {
  await using server = await startFakeServer((_heard, response) => {
    response.writeHead(200, { ...HEADERS, 'content-length': String(3 * MB) })
    response.write(Buffer.alloc(MB), () => response.destroy())
  })
  const answer = await deskBench({ serverUrl: server.url }).get('/api/staff/files/1')
  await expect(answer.arrayBuffer()).rejects.toThrow()
})
