import { expect, test } from 'vitest'
import { ASK_EVERY_MS } from '../../electron/core/doorWatch'
import { clinicServer, deskBench, type Heard, memoryKeychain, ordering, PASSWORD } from './desktopSupport'

const nora = { staffId: 'staff-1', password: PASSWORD }
const questions = (heard: readonly Heard[]) => heard.filter(({ path }) => path === '/api/staff/auth.me')

/** A console that asks every few milliseconds; `word` is what the server has to say to it from `say` on. */
async function lockedDesk(word: Parameters<typeof clinicServer>[1]) {
  const said = { yet: false }
  const server = await clinicServer('staff-1', (heard, response) => (said.yet ? word?.(heard, response) : undefined))
  const bench = deskBench({ serverUrl: server.url, settings: { askEveryMs: 20 } })
  await bench.signIn()
  await bench.desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
  const atWork = questions(server.heard).length
  await bench.core.lock()
  const close = async () => {
    bench.core.stop()
    await server.close()
  }
  const say = () => {
    said.yet = true
  }
  return { server, bench, atWork, say, [Symbol.asyncDispose]: close }
}

test('D3: a locked console hears an order to wipe by itself, without a page and without an unlock', async () => {
  await using desk = await lockedDesk(ordering('/api/staff/auth.me'))
  const { bench, server } = desk
  expect(desk.atWork).toBe(0)
  await expect.poll(() => questions(server.heard).length, { timeout: 60_000 }).toBeGreaterThan(1)
  expect(questions(server.heard)[0]?.headers.authorization).toBeUndefined()
  expect(bench.keychain.entries.has('replica-key.staff-1')).toBe(true)
  desk.say()
  await expect.poll(() => [...bench.keychain.entries.keys()], { timeout: 60_000 }).toEqual(['people'])
  expect((await bench.desktop.status.query()).wipe).toBe('erasing')
  expect(await bench.desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: false, reason: 'WIPED' })
  expect(ASK_EVERY_MS).toBeLessThanOrEqual(60_000)
})

test('D3: a locked console hears of its suspension by itself, and of its end', async () => {
  await using desk = await lockedDesk(({ path }, response) => {
    if (path !== '/api/staff/auth.me') return
    response.statusCode = 401
    response.setHeader('x-vestibule-suspended', over.yet ? '0' : '1')
  })
  const over = { yet: false }
  const { desktop } = desk.bench
  const suspended = async () => (await desktop.lock.status.query()).suspended
  desk.say()
  await expect.poll(suspended, { timeout: 60_000 }).toBe(true)
  expect(await desktop.lock.unlock.mutate(nora)).toMatchObject({ ok: false, reason: 'SUSPENDED' })
  over.yet = true
  await expect.poll(suspended, { timeout: 60_000 }).toBe(false)
})

test('D3: the questions of a locked console are no contact: its lease runs on', async () => {
  await using desk = await lockedDesk(() => {})
  const { bench, server } = desk
  bench.clock.time += 7 * 86_400_000
  const before = questions(server.heard).length
  await expect.poll(() => questions(server.heard).length, { timeout: 60_000 }).toBeGreaterThan(before + 1)
  expect((await bench.desktop.lock.status.query()).lease).toBe('lock')
})

test('D3: the page that watches the lock hears of a wipe once nobody is left in the list', async () => {
  await using desk = await lockedDesk(ordering('/api/staff/auth.me'))
  const leaving = new AbortController()
  const headers = { accept: 'text/event-stream' }
  const answer = await desk.bench.get('/desktop/lock.watch', { signal: leaving.signal, headers })
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  desk.say()
  let seen = ''
  while (!seen.includes('"people":[]')) seen += (await reader?.read())?.value ?? ''
  expect(seen).toContain('"state":"signedOut"')
  leaving.abort()
  await reader?.cancel().catch(() => undefined)
})

test('D2: a console on which nobody has signed in yet asks nothing, and makes no key', async () => {
  await using server = await clinicServer()
  const bench = deskBench({ serverUrl: server.url, keychain: memoryKeychain(), settings: { askEveryMs: 5 } })
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect([server.heard.length, bench.keychain.entries.size]).toEqual([0, 0])
  bench.core.stop()
})
