import { expect, test } from 'vitest'
import type { PageLogPorts } from '../../renderer/console/replica/pageLog/pageLog'
import { freshProfile, keyOf, openLog, page, put, refusal, storedRecords, tamper, writePages } from './pageLogKit'

async function opened(ports: PageLogPorts) {
  const log = await openLog(ports)
  const ids = log.documents('people').map((document) => document.id)
  await log.close()
  return ids
}

test('R1: an untouched log opens with every document', async () => {
  const ports = freshProfile()
  await writePages(ports, 5)
  expect(await opened(ports)).toEqual(['p1', 'p2', 'p3', 'p4', 'p5'])
})

test('R1: two exchanged pages are refused and the first of them is named', async () => {
  const ports = freshProfile()
  await writePages(ports, 5)
  await tamper(ports, (records) => {
    const [second, fourth] = [page(records, 2), page(records, 4)]
    records.set(2, fourth).set(4, second)
  })
  expect(await refusal(openLog(ports))).toEqual({ kind: 'swapped', page: 2 })
})

test('R1: a page repeated in the place of another is refused and named', async () => {
  const ports = freshProfile()
  await writePages(ports, 5)
  await tamper(ports, (records) => records.set(4, page(records, 1)))
  expect(await refusal(openLog(ports))).toEqual({ kind: 'repeated', page: 4 })
})

test('R1: a page repeated after the end is refused and named', async () => {
  const ports = freshProfile()
  await writePages(ports, 5)
  await tamper(ports, (records) => records.set(6, page(records, 5)))
  expect(await refusal(openLog(ports))).toEqual({ kind: 'foreign', page: 6 })
})

test('R1: a page from before a compaction cannot be put back', async () => {
  const ports = freshProfile()
  const log = await openLog(ports)
  await log.append(put({ id: 'p1', n: 1 }))
  const old = page(await storedRecords(ports), 1)
  await log.compact()
  await log.close()
  await tamper(ports, (records) => records.set(2, old))
  expect(await refusal(openLog(ports))).toEqual({ kind: 'repeated', page: 2 })
})

test('R1: a missing page in the middle is refused and named', async () => {
  const ports = freshProfile()
  await writePages(ports, 5)
  await tamper(ports, (records) => records.delete(3))
  expect(await refusal(openLog(ports))).toEqual({ kind: 'missing', page: 3 })
})

test('R1: a missing tail is refused and named', async () => {
  const ports = freshProfile()
  await writePages(ports, 5)
  await tamper(ports, (records) => {
    records.delete(4)
    records.delete(5)
  })
  expect(await refusal(openLog(ports))).toEqual({ kind: 'tail_missing', page: 4 })
})

test('R1: a tail that is missing together with its head is refused', async () => {
  const ports = freshProfile()
  await writePages(ports, 3)
  await tamper(ports, (records) => records.delete(0))
  expect(await refusal(openLog(ports))).toEqual({ kind: 'missing', page: 0 })
})

test('R1: an older head with newer pages beside it is refused', async () => {
  const ports = freshProfile()
  await writePages(ports, 3)
  const oldHead = page(await storedRecords(ports), 0)
  const log = await openLog(ports)
  await log.append(put({ id: 'p4' }))
  await log.close()
  await tamper(ports, (records) => records.set(0, oldHead))
  expect(await refusal(openLog(ports))).toEqual({ kind: 'foreign', page: 4 })
})

test.each([1, 100, 4096 - 4])('R1: a page that lost %i bytes is refused as cut', async (bytes) => {
  const ports = freshProfile()
  await writePages(ports, 3)
  await tamper(ports, (records) => records.set(2, page(records, 2).slice(0, -bytes)))
  expect(await refusal(openLog(ports))).toEqual({ kind: 'cut', page: 2 })
})

test.each([0, 11, 12, 2000, 4123])('R1: a flipped bit in byte %i of a page is refused as damage', async (offset) => {
  const ports = freshProfile()
  await writePages(ports, 3)
  await tamper(ports, (records) => flip(page(records, 3), offset))
  expect(await refusal(openLog(ports))).toEqual({ kind: 'damaged', page: 3 })
})

test('R1: a flipped bit in the check value of a page that opens does no harm', async () => {
  const ports = freshProfile()
  await writePages(ports, 3)
  await tamper(ports, (records) => flip(page(records, 3), 4127))
  expect(await opened(ports)).toEqual(['p1', 'p2', 'p3'])
})

test('R1: a flipped bit in the head is damage and not a wrong key', async () => {
  const ports = freshProfile()
  await writePages(ports, 3)
  await tamper(ports, (records) => flip(page(records, 0), 60))
  expect(await refusal(openLog(ports))).toEqual({ kind: 'damaged', page: 0 })
})

test('R1: a page of another database with the same key is refused as foreign', async () => {
  const ports = freshProfile()
  await writePages(ports, 3)
  await writePages(ports, 3, { databaseName: 'other' })
  const stranger = page(await storedRecords(ports, 'other'), 2)
  await tamper(ports, (records) => records.set(2, stranger))
  expect(await refusal(openLog(ports))).toEqual({ kind: 'foreign', page: 2 })
})

test('R1: a page of an earlier replica with the same name and key is refused as foreign', async () => {
  const ports = freshProfile()
  await writePages(ports, 3)
  const stranger = page(await storedRecords(ports), 2)
  const later = freshProfile()
  await writePages(later, 3)
  await tamper(later, (records) => records.set(2, stranger))
  expect(await refusal(openLog(later))).toEqual({ kind: 'foreign', page: 2 })
})

test('R2: a wrong key is refused as such and changes nothing on disk', async () => {
  const ports = freshProfile()
  await writePages(ports, 3)
  const before = [...(await storedRecords(ports))]
  expect(await refusal(openLog(ports, { key: await keyOf(8) }))).toEqual({ kind: 'wrong_key', page: null })
  expect([...(await storedRecords(ports))]).toEqual(before)
  expect(await opened(ports)).toEqual(['p1', 'p2', 'p3'])
})

test('R2: a log that holds no page yet is bound to its key already', async () => {
  const ports = freshProfile()
  await (await openLog(ports)).close()
  expect(await refusal(openLog(ports, { key: await keyOf(8) }))).toEqual({ kind: 'wrong_key', page: null })
})

function flip(sealed: ArrayBuffer, offset: number): void {
  const bytes = new Uint8Array(sealed)
  bytes[offset] = (bytes[offset] ?? 0) ^ 4
}
