import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { COMPACTION_MIN_PAGES, compactionIsDue } from '../../renderer/console/replica/pageLog/compactionRule'
import { destroyPageLog, pageLogExists } from '../../renderer/console/replica/pageLog/pageLog'
import type { PageLogError } from '../../renderer/console/replica/pageLog/pageLogError'
import { importReplicaKey } from '../../renderer/console/replica/pageLog/sealedPage'
import { freshProfile, never, openLog, put, refusal, storedRecords } from './pageLogKit'

test('R1: a record on disk is a number and sealed bytes, in sizes that show nothing', async () => {
  const ports = freshProfile()
  const log = await openLog(ports)
  await log.append(put({ id: 'short' }))
  await log.append(put({ id: 'long', text: 'x'.repeat(3000) }))
  await log.close()
  const sizes = [...(await storedRecords(ports)).values()].map((sealed) => sealed.byteLength)
  expect(sizes).toEqual([256 + 32, 4096 + 32, 4096 + 32])
  expect((await ports.indexedDB.databases()).map(({ name }) => name)).toEqual([
    expect.stringMatching(/^replica-[0-9a-f]{24}$/),
  ])
})

test('R1: the key cannot be read back, and must have 256 bits', async () => {
  const key = await importReplicaKey(new Uint8Array(32))
  await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
  await expect(importReplicaKey(new Uint8Array(16))).rejects.toThrow(RangeError)
})

test('R1: the same document sealed twice gives different bytes', async () => {
  const ports = freshProfile()
  const log = await openLog(ports)
  await log.append(put({ id: 'same' }))
  await log.append(put({ id: 'same' }))
  await log.close()
  const [, first, second] = [...(await storedRecords(ports)).values()].map((sealed) =>
    Buffer.from(sealed).toString('hex'),
  )
  expect(first).not.toEqual(second)
})

test('a bulk larger than a page becomes several pages and one transaction', async () => {
  const ports = freshProfile()
  const log = await openLog(ports)
  const people = Array.from({ length: 2000 }, (_, n) => ({ id: `p${n}`, text: 'ü'.repeat(100) }))
  await log.append(put(...people))
  expect(log.weight().pages).toBeGreaterThan(3)
  await log.close()
  const again = await openLog(ports)
  expect(again.documents('people')).toEqual(people)
  await again.close()
})

test('a document larger than a page is kept whole', async () => {
  const ports = freshProfile()
  const log = await openLog(ports)
  const big = { id: 'big', text: '\u{1F600}"\\'.repeat(50_000) }
  await log.append(put({ id: 'a' }, big, { id: 'b' }))
  await log.close()
  const again = await openLog(ports)
  expect(again.documents('people')).toEqual([{ id: 'a' }, big, { id: 'b' }])
  await again.close()
})

test('Y1: appends of the same moment share a transaction, keep their order and resolve in it', async () => {
  const ports = freshProfile()
  const log = await openLog(ports)
  const acknowledged: number[] = []
  const append = (n: number) => log.append(put({ id: 'one', n })).then(() => acknowledged.push(n))
  await Promise.all(Array.from({ length: 200 }, (_, n) => append(n)))
  expect(acknowledged).toEqual(Array.from({ length: 200 }, (_, n) => n))
  expect(log.weight().pages).toBe(1)
  await log.close()
  const again = await openLog(ports)
  expect(again.documents('people')).toEqual([{ id: 'one', n: 199 }])
  await again.close()
})

test('Y1: an append resolves only after a strictly durable transaction has completed', async () => {
  const ports = freshProfile()
  const log = await openLog(ports)
  const completed: string[] = []
  const original = IDBDatabase.prototype.transaction
  const watching = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
    this: IDBDatabase,
    stores: string | Iterable<string>,
    mode?: IDBTransactionMode,
    options?: IDBTransactionOptions,
  ) {
    const transaction = original.call(this, stores, mode, options)
    transaction.addEventListener('complete', () => completed.push(`${mode} ${options?.durability}`))
    return transaction
  })
  await log.append(put({ id: 'one' }))
  expect(completed).toEqual(['readwrite strict'])
  watching.mockRestore()
  await log.close()
})

test('Y1: a document that changes after the append was asked for is stored as it was', async () => {
  const ports = freshProfile()
  const log = await openLog(ports)
  const document = { id: 'one', n: 1 }
  const saved = log.append(put(document))
  document.n = 2
  await saved
  await log.close()
  const again = await openLog(ports)
  expect(again.documents('people')).toEqual([{ id: 'one', n: 1 }])
  await again.close()
})

test('Y1: closing waits for appends that are still on their way', async () => {
  const ports = freshProfile()
  const log = await openLog(ports)
  const saved = log.append(put({ id: 'late' }))
  await log.close()
  await saved
  await expect(log.append(put({ id: 'too late' }))).rejects.toMatchObject({ kind: 'closed' })
  const again = await openLog(ports)
  expect(again.documents('people')).toEqual([{ id: 'late' }])
  await again.close()
})

test('Y1: after a failed append every later one is refused, and the failure is told once', async () => {
  const ports = freshProfile()
  const failures: PageLogError[] = []
  const log = await openLog(ports, { onFailure: (error) => failures.push(error) })
  await log.append(put({ id: 'kept' }))
  const failing = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
    throw new DOMException('no room', 'QuotaExceededError')
  })
  const both = await Promise.allSettled([log.append(put({ id: 'lost' })), log.append(put({ id: 'lost too' }))])
  failing.mockRestore()
  expect(both.map((one) => one.status)).toEqual(['rejected', 'rejected'])
  await expect(log.append(put({ id: 'later' }))).rejects.toMatchObject({ kind: 'write_failed' })
  expect(failures.map((error) => error.kind)).toEqual(['write_failed'])
  await log.close()
  const again = await openLog(ports)
  expect(again.documents('people')).toEqual([{ id: 'kept' }])
  await again.close()
})

test('a compaction that fails leaves the log usable and complete', async () => {
  const ports = freshProfile()
  const log = await openLog(ports)
  await log.append(put({ id: 'a' }))
  const failing = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
    throw new DOMException('no room', 'QuotaExceededError')
  })
  await expect(log.compact()).rejects.toMatchObject({ kind: 'write_failed' })
  failing.mockRestore()
  await log.append(put({ id: 'b' }))
  await log.close()
  const again = await openLog(ports)
  expect(again.documents('people')).toEqual([{ id: 'a' }, { id: 'b' }])
  await again.close()
})

test('compaction is due above 64 pages when less than half of them is alive', () => {
  expect(compactionIsDue({ pages: COMPACTION_MIN_PAGES, storedBytes: 1000, liveBytes: 0 })).toBe(false)
  expect(compactionIsDue({ pages: COMPACTION_MIN_PAGES + 1, storedBytes: 1000, liveBytes: 499 })).toBe(true)
  expect(compactionIsDue({ pages: COMPACTION_MIN_PAGES + 1, storedBytes: 1000, liveBytes: 500 })).toBe(false)
})

test('a thousand edits of one document do not fill the disk', async () => {
  const ports = freshProfile()
  const log = await openLog(ports, { compactWhen: compactionIsDue })
  for (let n = 0; n < 300; n++) await log.append(put({ id: 'one', n }))
  expect(log.weight().pages).toBeLessThanOrEqual(COMPACTION_MIN_PAGES + 1)
  expect((await storedRecords(ports)).size).toBe(log.weight().pages + 1)
  await log.close()
})

test('a second owner is refused until the first has closed', async () => {
  const ports = freshProfile()
  const first = await openLog(ports)
  expect(await refusal(openLog(ports))).toEqual({ kind: 'second_owner', page: null })
  await first.close()
  await (await openLog(ports)).close()
})

test('a log that is refused gives its ownership back', async () => {
  const ports = freshProfile()
  await (await openLog(ports)).close()
  const wrong = await importReplicaKey(new Uint8Array(32))
  await refusal(openLog(ports, { key: wrong }))
  await (await openLog(ports)).close()
})

test('R2: a log can be seen to exist without its key', async () => {
  const ports = freshProfile()
  expect(await pageLogExists('clinic', ports)).toBe(false)
  await (await openLog(ports)).close()
  expect(await pageLogExists('clinic', ports)).toBe(true)
  expect(await pageLogExists('other', ports)).toBe(false)
})

test('a wipe deletes everything and cuts off an open owner', async () => {
  const ports = freshProfile()
  const failures: PageLogError[] = []
  const log = await openLog(ports, { onFailure: (error) => failures.push(error) })
  await log.append(put({ id: 'a' }))
  await destroyPageLog('clinic', ports)
  expect(await pageLogExists('clinic', ports)).toBe(false)
  await expect(log.append(put({ id: 'b' }))).rejects.toMatchObject({ kind: 'destroyed' })
  expect(failures.map((error) => error.kind)).toEqual(['destroyed'])
  await log.close()
})

test('Y1: any sequence of writes, with compactions anywhere, reopens as the model says', async () => {
  const ids = fc.constantFrom('a', 'b', 'c', 'd')
  const streams = fc.constantFrom('people', 'notes')
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('put' as const),
      stream: streams,
      ids: fc.uniqueArray(ids, { minLength: 1 }),
      text: fc.string(),
    }),
    fc.record({ kind: fc.constant('forget' as const), stream: streams, ids: fc.uniqueArray(ids) }),
    fc.record({ kind: fc.constant('drop' as const), stream: streams }),
    fc.record({ kind: fc.constant('compact' as const) }),
    fc.record({ kind: fc.constant('reopen' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), fc.infiniteStream(fc.boolean()), async (steps, coins) => {
      const ports = freshProfile()
      const model = new Map<string, Map<string, object>>()
      const compactWhen = () => coins.next().value === true
      let log = await openLog(ports, { compactWhen })
      const pending: Promise<void>[] = []
      const reopen = async () => {
        await Promise.all(pending.splice(0))
        await log.close()
        log = await openLog(ports, { compactWhen })
        for (const stream of ['people', 'notes']) {
          const stored = new Map(log.documents(stream).map((document) => [document.id, document]))
          expect(stored).toEqual(model.get(stream) ?? new Map())
        }
      }
      for (const one of steps) {
        if (one.kind === 'compact') pending.push(log.compact())
        else if (one.kind === 'reopen') await reopen()
        else if (one.kind === 'drop') {
          model.delete(one.stream)
          pending.push(log.append(one))
        } else if (one.kind === 'forget') {
          for (const id of one.ids) model.get(one.stream)?.delete(id)
          pending.push(log.append(one))
        } else {
          const documents = one.ids.map((id) => ({ id, text: one.text }))
          const held = model.get(one.stream) ?? new Map()
          for (const document of documents) held.set(document.id, document)
          model.set(one.stream, held)
          pending.push(log.append({ kind: 'put', stream: one.stream, idField: 'id', documents }))
        }
      }
      await reopen()
      await log.close()
    }),
    { numRuns: 60, seed: 20240607 },
  )
})

test('the log does not compact by itself when told not to', async () => {
  const ports = freshProfile()
  const log = await openLog(ports, { compactWhen: never })
  for (let n = 0; n < 100; n++) await log.append(put({ id: 'one', n }))
  expect(log.weight().pages).toBe(100)
  await log.close()
})
