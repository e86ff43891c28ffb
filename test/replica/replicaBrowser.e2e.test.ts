import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { findCanary } from './browser/canarySearch'
import { ask, freshProfileFolder, startBrowser, startPageServer } from './browser/replicaBrowser'

const KEY = Array.from({ length: 32 }, (_, n) => (n * 37 + 11) % 256)
const CANARY = 'Zörbliana-Quastenflosser-4711'
const COLLECTIONS = ['kanarienleute', 'kanariennotizen']

let server: Awaited<ReturnType<typeof startPageServer>>
let cleanups: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  server = await startPageServer()
})
afterAll(() => server.stop())
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup()
  cleanups = []
})

async function profileFolder(): Promise<string> {
  const { folder, remove } = await freshProfileFolder()
  cleanups.push(remove)
  return folder
}

async function browserOn(folder: string) {
  const browser = await startBrowser(folder)
  cleanups.push(browser.kill)
  return browser
}

test('Y1, R3: after two kill -9 in the middle of writes every acknowledged write is there, and no plain text', async () => {
  const folder = await profileFolder()
  const random = seeded(20240607)
  const newest = new Map<string, number>()
  for (let round = 0; round < 2; round++) {
    const browser = await browserOn(folder)
    const page = await browser.openTab(server.url)
    // Compacting above 12 pages puts a compaction between almost any two writes.
    expect(await ask(page, 'open', 'clinic', KEY, COLLECTIONS, 12)).toBe('open')
    await expectAll(page, newest)
    server.acknowledged.length = 0
    // The kill follows the acknowledgement within microseconds: an acknowledgement that ran ahead of the disk would be caught.
    const heard = server.acknowledgements(20 + Math.floor(random() * 80))
    await ask(page, 'writeForEver', COLLECTIONS, CANARY, round * 100_000)
    await heard
    await browser.kill()
    for (const [collection, id, n] of server.acknowledged) newest.set(`${collection} ${id}`, n)
  }
  const last = await browserOn(folder)
  const page = await last.openTab(server.url)
  expect(await ask(page, 'open', 'clinic', KEY, COLLECTIONS)).toBe('open')
  await expectAll(page, newest)
  expect(newest.size).toBeGreaterThan(40)
  await last.kill()

  expect(await findCanary(folder, CANARY)).toEqual([])
  expect(await findCanary(folder, COLLECTIONS[0] ?? '')).toEqual([])
  expect(await findCanary(folder, Buffer.from(KEY).toString('latin1'))).toEqual([])
}, 120_000)

test('R3: the search of the profile folder finds a text that was stored plainly', async () => {
  const folder = await profileFolder()
  const browser = await browserOn(folder)
  const page = await browser.openTab(server.url)
  await ask(page, 'plainly', CANARY)
  await browser.kill()
  expect(await findCanary(folder, CANARY)).not.toEqual([])
})

test('R1, R2: a second tab and a wrong key are refused, a reload is not, and a wipe leaves nothing', async () => {
  const browser = await browserOn(await profileFolder())
  const first = await browser.openTab(server.url)
  expect(await ask(first, 'exists', 'clinic')).toBe(false)
  expect(await ask(first, 'open', 'clinic', KEY, COLLECTIONS)).toBe('open')
  await ask(first, 'insert', 'kanarienleute', { id: 'a', text: 'Ada', n: 1 })

  const second = await browser.openTab(server.url)
  expect(await ask(second, 'open', 'clinic', KEY, COLLECTIONS)).toBe('second_owner')

  await first.reload()
  await first.waitForFunction(() => 'replica' in globalThis)
  expect(await ask(first, 'open', 'clinic', KEY, COLLECTIONS)).toBe('open')
  expect(await ask(first, 'numbers', 'kanarienleute')).toEqual({ a: 1 })
  await ask(first, 'close')

  expect(await ask(second, 'open', 'clinic', KEY.toReversed(), COLLECTIONS)).toBe('wrong_key')
  expect(await ask(second, 'exists', 'clinic')).toBe(true)
  expect(await ask(second, 'open', 'clinic', KEY, COLLECTIONS)).toBe('open')
  expect(await ask(second, 'numbers', 'kanarienleute')).toEqual({ a: 1 })

  await ask(first, 'destroy', 'clinic')
  expect(await ask(first, 'exists', 'clinic')).toBe(false)
  await expect(ask(second, 'insert', 'kanarienleute', { id: 'b', text: 'Bea', n: 1 })).rejects.toThrow(
    'deleted while they were open',
  )
})

/** Every acknowledged write is there, in the acknowledged state or a later one. */
async function expectAll(page: Parameters<typeof ask>[0], newest: ReadonlyMap<string, number>): Promise<void> {
  const stored = new Map<string, number>()
  for (const collection of COLLECTIONS) {
    const numbers = await ask(page, 'numbers', collection)
    for (const [id, n] of Object.entries(numbers)) stored.set(`${collection} ${id}`, n)
  }
  const lost = [...newest].filter(([key, n]) => (stored.get(key) ?? -1) < n)
  expect(lost).toEqual([])
}

/** mulberry32: the same pauses in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
}
