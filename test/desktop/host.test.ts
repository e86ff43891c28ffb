import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startHost } from '../../electron/host/startHost'
import { clinicServer, memoryKeychain, signal, startFakeServer } from './desktopSupport'

async function loopbackHost(serverUrl = 'http://127.0.0.1:9') {
  const folder = await mkdtemp(join(tmpdir(), 'vestibule-host-'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>console</title>')
  const dataDir = join(folder, 'data')
  const keychain = memoryKeychain(false)
  const host = await startHost({ dataDir, serverUrl, port: 0, consoleDir: folder, appVersion: '1.2.3', keychain })
  const origin = `http://127.0.0.1:${host.port}`
  const open = (path: string, init: RequestInit = {}) => fetch(new URL(path, origin), { redirect: 'manual', ...init })
  const enter = async () => ({ cookie: (await open(host.url())).headers.get('set-cookie')?.split(';')[0] ?? '' })
  const close = async () => {
    await host.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { host, origin, dataDir, open, enter, [Symbol.asyncDispose]: close }
}

/** fetch chooses the Host header itself, so this goes one level lower. */
function statusWithHost(port: number, host: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path: '/', headers: { ...headers, host } }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    call.on('error', reject).end()
  })
}

test('D3: the link opens the console once and leaves a strict cookie that scripts cannot read', async () => {
  await using desk = await loopbackHost()
  const link = desk.host.url()
  const first = await desk.open(link)
  expect([first.status, first.headers.get('location')]).toEqual([303, '/'])
  expect(first.headers.get('set-cookie')).toMatch(/^vestibule_host=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  const second = await desk.open(link)
  expect([second.status, second.headers.get('set-cookie')]).toEqual([401, null])
  expect(await second.text()).toContain('a fresh link is printed there')
})

test('D3: looking at a link with HEAD or POST does not use it up', async () => {
  await using desk = await loopbackHost()
  const link = desk.host.url()
  expect((await desk.open(link, { method: 'HEAD' })).status).toBe(401)
  expect((await desk.open(link, { method: 'POST', body: '{}' })).status).toBe(401)
  expect((await desk.open(link)).status).toBe(303)
})

test('D3: of twenty parallel uses of one link one wins', async () => {
  await using desk = await loopbackHost()
  const link = desk.host.url()
  const answers = await Promise.all(Array.from({ length: 20 }, () => desk.open(link)))
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
})

test('D3: without the cookie everything is refused, with it the console is there', async () => {
  await using desk = await loopbackHost()
  for (const path of ['/', '/index.html', '/assets/a.js', '/api/staff/x', '/desktop/status']) {
    expect((await desk.open(path)).status).toBe(401)
    expect((await desk.open(path, { headers: { cookie: 'vestibule_host=guess' } })).status).toBe(401)
  }
  const headers = await desk.enter()
  const page = await desk.open('/', { headers })
  expect([page.status, await page.text()]).toEqual([200, '<!doctype html><title>console</title>'])
  const status = await desk.open('/desktop/status', { headers: { ...headers, 'sec-fetch-site': 'same-origin' } })
  expect(await status.json()).toMatchObject({ result: { data: { shell: 'host', keychain: 'none' } } })
})

test('W6: a cross-site request is refused even with the cookie', async () => {
  await using desk = await loopbackHost()
  const headers = { ...(await desk.enter()), 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' }
  expect((await desk.open('/desktop/lock.lock', { method: 'POST', body: '{}', headers })).status).toBe(403)
})

test('L3: a name that merely resolves to this computer is refused, also with the cookie', async () => {
  await using desk = await loopbackHost()
  const cookie = await desk.enter()
  const { port } = desk.host
  for (const host of [
    'evil.example',
    `evil.example:${port}`,
    `127.0.0.1:${port + 1}`,
    '127.0.0.1',
    `0.0.0.0:${port}`,
  ]) {
    expect(await statusWithHost(port, host, cookie)).toBe(421)
  }
  expect(await statusWithHost(port, `127.0.0.1:${port}`, cookie)).toBe(200)
})

test('Y10: server-sent events pass through the host, and closing the page ends them at the server', async () => {
  const ended = signal()
  await using server = await startFakeServer((_heard, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: one\n\n')
    response.on('close', () => ended.give())
  })
  await using desk = await loopbackHost(server.url)
  const leaving = new AbortController()
  const headers = { ...(await desk.enter()), 'sec-fetch-site': 'same-origin' }
  const answer = await desk.open('/api/staff/live', { headers, signal: leaving.signal })
  const part = await answer.body?.getReader().read()
  expect(new TextDecoder().decode(part?.value)).toBe('data: one\n\n')
  leaving.abort()
  await ended.given
})

test('D3: the host cookie never reaches the server', async () => {
  await using server = await clinicServer()
  await using desk = await loopbackHost(server.url)
  const headers = { ...(await desk.enter()), 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
  await desk.open('/api/staff/x', { method: 'POST', body: '{"a":1}', headers })
  expect(server.heard[0]?.headers.cookie).toBeUndefined()
  expect(server.heard[0]?.body.toString()).toBe('{"a":1}')
})

test('R1: the vault in the data folder is readable by this user only', async () => {
  await using desk = await loopbackHost()
  const headers = { ...(await desk.enter()), 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
  const body = JSON.stringify({ passphrase: 'a door, a river, a lamp' })
  expect((await desk.open('/desktop/passphrase.set', { method: 'POST', body, headers })).status).toBe(200)
  expect((await stat(join(desk.dataDir, 'vault.json'))).mode & 0o777).toBe(0o600)
  expect((await stat(desk.dataDir)).mode & 0o777).toBe(0o700)
})

test('T1: a port that is taken is reported', async () => {
  await using desk = await loopbackHost()
  const options = {
    dataDir: desk.dataDir,
    serverUrl: 'http://127.0.0.1:9',
    consoleDir: '.',
    appVersion: '1',
    keychain: memoryKeychain(),
  }
  await expect(startHost({ ...options, port: desk.host.port })).rejects.toThrow('EADDRINUSE')
})
