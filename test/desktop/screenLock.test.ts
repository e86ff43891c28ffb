import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { watchScreenLock } from '../../electron/core/adapters/screenLock'
import { openLogind } from './busService'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A watcher on a bus of its own, and how often it has locked. Waits until it hears. */
async function watching(env: NodeJS.ProcessEnv, lock: () => void, againMs = 200) {
  const heard = { locks: 0 }
  ends.push(watchScreenLock({ onLock: () => heard.locks++, platform: 'linux', env, againMs }))
  for (let turn = 0; turn < 200 && heard.locks === 0; turn++) {
    lock()
    await sleep(50)
  }
  expect(heard.locks).toBeGreaterThan(0)
  await sleep(200)
  heard.locks = 0
  return heard
}

async function after(heard: { readonly locks: number }, doing: () => void): Promise<boolean> {
  const before = heard.locks
  doing()
  for (let turn = 0; turn < 40 && heard.locks === before; turn++) await sleep(25)
  return heard.locks > before
}

test('R4: on Linux a locked screen, a request to lock and sleep lock the console; unlocking, waking and idling do not', async () => {
  const logind = await openLogind()
  ends.push(logind.close)
  const heard = await watching({ ...process.env, ...logind.env }, logind.lock)
  expect(await after(heard, () => logind.locked(true))).toBe(true)
  expect(await after(heard, () => logind.sleep(true))).toBe(true)
  expect(await after(heard, logind.lock)).toBe(true)
  const count = heard.locks
  for (const harmless of [
    () => logind.locked(false),
    logind.unlock,
    () => logind.sleep(false),
    () => logind.idle(true),
  ])
    harmless()
  // What comes after them has come through the same line.
  expect(await after(heard, logind.lock)).toBe(true)
  expect(heard.locks).toBe(count + 1)
})

test('R4: it listens again after the bus was gone', async () => {
  const first = await openLogind()
  const env = { ...process.env, ...first.env }
  const heard = await watching(env, first.lock, 50)
  await first.close()
  const second = await openLogind()
  ends.push(second.close)
  // The address of the watcher's next try.
  env.DBUS_SYSTEM_BUS_ADDRESS = second.env.DBUS_SYSTEM_BUS_ADDRESS
  let again = false
  for (let turn = 0; turn < 40 && !again; turn++) again = await after(heard, second.lock)
  expect(again).toBe(true)
})

test('R4: without the program, and on other systems, nothing is tried and nothing fails', async () => {
  const onLock = () => expect.unreachable()
  ends.push(watchScreenLock({ onLock, platform: 'linux', program: 'no-such-program-here', againMs: 10 }))
  ends.push(watchScreenLock({ onLock, platform: 'darwin', program: 'no-such-program-here', againMs: 10 }))
  await sleep(100)
})
