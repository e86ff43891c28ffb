import { expect, test } from 'vitest'
import { mustLock } from '../../shared/ipc/idleRules'
import { clinicServer, deskBench, PASSWORD } from './desktopSupport'

const MINUTE = 60_000
const DAY = 86_400_000

async function unlockedDesk() {
  const server = await clinicServer()
  const bench = deskBench({ serverUrl: server.url, settings: { idleLookMs: 10 } })
  await bench.signIn()
  await bench.desktop.replica.key.mutate({ staffId: 'staff-1', create: true })
  const state = async () => (await bench.desktop.lock.status.query()).state
  const staysUnlocked = async () => {
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await state()).toBe('unlocked')
  }
  const close = async () => {
    bench.core.stop()
    await server.close()
  }
  return { bench, state, staysUnlocked, [Symbol.asyncDispose]: close }
}

/** A page that watches the lock, until it is closed. */
async function openPage({ get }: ReturnType<typeof deskBench>) {
  const leaving = new AbortController()
  const answer = await get('/desktop/lock.watch', { signal: leaving.signal, headers: { accept: 'text/event-stream' } })
  const reader = answer.body?.getReader()
  await reader?.read()
  return async () => {
    leaving.abort()
    await reader?.cancel().catch(() => undefined)
  }
}

const locked = { timeout: 60_000 }

test('W2, R4: a console whose page was closed locks after a minute and hands out no key, days before its lease is over', async () => {
  await using desk = await unlockedDesk()
  const { bench, state, staysUnlocked } = desk
  const closePage = await openPage(bench)
  bench.clock.time += 5 * MINUTE
  await staysUnlocked()
  await closePage()
  bench.clock.time += MINUTE / 2
  await staysUnlocked()
  bench.clock.time += MINUTE / 2
  await expect.poll(state, locked).toBe('locked')
  const key = await bench.desktop.replica.key.mutate({ staffId: 'staff-1' })
  expect(key).toEqual({ ok: false, reason: 'LOCKED' })
  const answer = await bench.desktop.lock.unlock.mutate({ staffId: 'staff-1', password: PASSWORD })
  expect(answer).toMatchObject({ ok: true, session: true })
})

test('W2: a page that is there and tells of nobody does not keep the console open beyond the clinic’s minutes', async () => {
  await using desk = await unlockedDesk()
  const { bench, state, staysUnlocked } = desk
  const closePage = await openPage(bench)
  await bench.desktop.lock.touched.mutate({ minutes: 30 })
  bench.clock.time += 29 * MINUTE
  await staysUnlocked()
  await bench.desktop.lock.touched.mutate({ minutes: 30 })
  bench.clock.time += 29 * MINUTE
  await staysUnlocked()
  bench.clock.time += MINUTE
  await expect.poll(state, locked).toBe('locked')
  await closePage()
})

test('W2: without a word from any page ten minutes hold, and each unlock begins anew', async () => {
  await using desk = await unlockedDesk()
  const { bench, state, staysUnlocked } = desk
  const closePage = await openPage(bench)
  bench.clock.time += 10 * MINUTE
  await expect.poll(state, locked).toBe('locked')
  bench.clock.time += DAY
  await bench.desktop.lock.unlock.mutate({ staffId: 'staff-1', password: PASSWORD })
  await staysUnlocked()
  await closePage()
})

test('Y5, W2: neither clock alone can keep a console open: set back it locks by the steady one, asleep by the wall', () => {
  const start = { wall: 10 * DAY, steady: 0 }
  const presence = { touched: start, seen: start, limitMs: 10 * MINUTE }
  expect(mustLock(presence, { wall: start.wall - DAY, steady: MINUTE - 1 })).toBe(false)
  expect(mustLock(presence, { wall: start.wall - DAY, steady: MINUTE })).toBe(true)
  const seen = { wall: start.wall - DAY, steady: 10 * MINUTE }
  expect(mustLock({ ...presence, seen }, seen)).toBe(true)
  expect(
    mustLock({ ...presence, seen: { wall: start.wall + DAY, steady: 5 } }, { wall: start.wall + DAY, steady: 5 }),
  ).toBe(true)
})
