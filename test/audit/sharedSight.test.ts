import { afterEach, expect, test } from 'vitest'
import { createSeenStore, type SeenStore } from '../../renderer/console/audit/seenHead'
import type { ConsoleSession } from '../../renderer/console/shell/session'
import { openSession } from '../../renderer/console/shell/session'
import type { PullAnswer } from '../../shared/sync/syncSchemas'

const AT = '2026-03-01T10:00:00.000Z'
const open: ConsoleSession[] = []
afterEach(async () => {
  for (const session of open.splice(0)) await session.close()
})

/** The memory of one computer. */
function computer(): SeenStore {
  const stored = new Map<string, string>()
  return createSeenStore({
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => void stored.set(key, value),
  })
}

interface Page {
  readonly count: number
  readonly witnessHash?: string | null
  readonly remaining?: number
}

/** Records in memory only, as after "start over" or every lock without a keychain; the server answers with these pages and then goes away. */
async function enter(seenLog: SeenStore, staffId: string, pages: readonly Page[]) {
  const asked: number[] = []
  const left = [...pages]
  const query = async ({ witnessCount }: { witnessCount: number }) => {
    asked.push(witnessCount)
    const page = left.shift()
    if (page === undefined) throw new Error('gone')
    const { count, witnessHash = `h${witnessCount}`, remaining = 0 } = page
    const head = { epoch: 'e', count, hash: `h${count}`, at: AT, signature: '' }
    const rest = { rows: {}, gone: [], checkpoint: { epoch: 'e', rev: count }, reset: false, serverTime: AT }
    return { ...rest, remaining, head, witnessHash } as unknown as PullAnswer
  }
  const client = { sync: { pull: { query }, report: { mutate: async () => undefined } } } as never
  const session = await openSession({ staffId, key: null, client, seenLog, noteUnsent: async () => undefined })
  open.push(session)
  await expect.poll(() => session.sync.state().link).toBe('offline')
  return { session, asked }
}

const leave = async () => await open.pop()?.close()

test('U3: the highest head outlives a fresh copy, and the next person here begins with it', async () => {
  const seen = computer()
  await enter(seen, 'ana', [{ count: 7 }])
  await leave()
  expect(seen.get().head).toEqual({ epoch: 'e', count: 7, hash: 'h7' })
  const { asked, session } = await enter(seen, 'ben', [{ count: 9 }])
  expect(asked[0]).toBe(7)
  expect([session.replica.meta().witness?.count, seen.get().head?.count]).toEqual([9, 9])
})

test('U3: a log that was rewritten while the copy was erased raises the alarm, which outlives the next fresh copy', async () => {
  const seen = computer()
  await enter(seen, 'ana', [{ count: 7 }])
  await leave()
  const { session } = await enter(seen, 'ana', [{ count: 9, witnessHash: 'another' }])
  await expect.poll(() => session.sync.state().alarm).not.toBeNull()
  await leave()
  expect(seen.get()).toMatchObject({ alarm: 'not_extending', head: { count: 7 } })
  const again = await enter(seen, 'ben', [{ count: 9 }])
  expect(again.session.sync.state().alarm).not.toBeNull()
})

test('U3: an alarm of a first page is shown although the second page never came', async () => {
  const seen = computer()
  await enter(seen, 'ana', [{ count: 7 }])
  await leave()
  const { session } = await enter(seen, 'ana', [{ count: 9, witnessHash: 'another', remaining: 3 }])
  expect(session.sync.state()).toMatchObject({ link: 'offline', alarm: expect.any(String) })
})
