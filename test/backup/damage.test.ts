import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HEADER_BYTES } from '../../server/backup/backupHeader'
import { CHUNK_BYTES } from '../../server/backup/sealedChunks'
import { verifyBackup } from '../../server/backup/verifyBackup'
import { withClient } from '../../server/platform/database/connectionTarget'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type Clinic, createClinic } from '../sync/support/clinic'
import { backUp, emptyPlace, type Folder, openFolder, PASSPHRASE, restore } from './backupKit'

const CHUNK = CHUNK_BYTES + 16
let database: TestDatabase
let clinic: Clinic
let folder: Folder
let whole: Buffer
beforeAll(async () => {
  folder = openFolder()
  database = await createTestDatabase()
  clinic = await createClinic(database, 600)
  await backUp(database, folder.file('whole'))
  whole = readFileSync(folder.file('whole'))
  expect(whole.length).toBeGreaterThan(HEADER_BYTES + 3 * CHUNK)
})
afterAll(async () => {
  clinic.close()
  await database.drop()
  folder.remove()
})

async function sentenceFor(bytes: Buffer, passphrase = PASSPHRASE): Promise<string> {
  writeFileSync(folder.file('spoiled'), bytes)
  return await verifyBackup(folder.file('spoiled'), passphrase).then(
    () => 'whole',
    (error: Error) => `${error.name}: ${error.message}`,
  )
}

function flipped(at: number): Buffer {
  const bytes = Buffer.from(whole)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  return bytes
}
const chunkAt = (number: number) => HEADER_BYTES + number * CHUNK
const lastChunk = () => Math.floor((whole.length - HEADER_BYTES - 1) / CHUNK)

test('K1: an untouched file is whole', async () => {
  expect(await sentenceFor(whole)).toBe('whole')
})

test('K1: one flipped bit in any field of the header is refused before anything is decrypted', async () => {
  const fields = { magic: 0, version: 9, memory: 13, passes: 17, lanes: 18, salt: 20, prefix: 36, check: 50, sum: 60 }
  for (const [field, at] of Object.entries(fields)) {
    const sentence = await sentenceFor(flipped(at))
    expect([field, sentence]).toEqual([field, expect.stringMatching(/^StartProblem: .*(damaged|format \d+)/)])
  }
})

test('K1: one flipped bit anywhere in a chunk is found, and its part is named', async () => {
  for (const number of [0, 1, lastChunk()]) {
    const end = Math.min(chunkAt(number + 1), whole.length)
    for (const at of [chunkAt(number), chunkAt(number) + 1000, end - 17, end - 16, end - 1]) {
      expect(await sentenceFor(flipped(at))).toBe(
        `StartProblem: The backup is damaged or cut off in part ${number + 1}.`,
      )
    }
  }
})

test('K1: a file that was cut, at a border of chunks or anywhere else, is not taken for a whole one', async () => {
  const lengths = [0, 5, HEADER_BYTES - 1, HEADER_BYTES, HEADER_BYTES + 3, chunkAt(1), chunkAt(2), chunkAt(1) + 77]
  for (const length of [...lengths, chunkAt(lastChunk()), whole.length - 1]) {
    expect([length, await sentenceFor(whole.subarray(0, length))]).toEqual([
      length,
      expect.stringMatching(/^StartProblem: .*(cut off|damaged|not a backup)/),
    ])
  }
  expect(await sentenceFor(Buffer.concat([whole, Buffer.from('x')]))).toMatch(/damaged or cut off/)
})

test('K1: chunks that are swapped, repeated, left out or of another backup do not pass', async () => {
  const header = whole.subarray(0, HEADER_BYTES)
  const chunk = (number: number) => whole.subarray(chunkAt(number), chunkAt(number + 1))
  const rest = (from: number) => whole.subarray(chunkAt(from))
  const [first, second] = [chunk(0), chunk(1)]
  await backUp(database, folder.file('other'))
  const foreign = readFileSync(folder.file('other')).subarray(chunkAt(0), chunkAt(1))
  for (const parts of [
    [header, second, first, rest(2)],
    [header, first, first, rest(2)],
    [header, first, first, rest(1)],
    [header, first, rest(2)],
    [header, foreign, rest(1)],
    [header, rest(lastChunk())],
  ])
    expect(await sentenceFor(Buffer.concat(parts))).toMatch(
      /^StartProblem: The backup is damaged or cut off in part \d/,
    )
})

test('K1: another version, a stranger’s file and a wrong passphrase are told apart', async () => {
  const later = Buffer.from(whole)
  later.writeUInt16BE(2, 8)
  expect(await sentenceFor(later)).toBe('StartProblem: This backup has format 2, and this program reads format 1.')
  expect(await sentenceFor(randomBytes(5000))).toMatch(/not a backup of Vestibule/)
  expect(await sentenceFor(whole, 'another passphrase')).toMatch(/not the passphrase/)
  // Composed and decomposed letters are one passphrase.
  expect(await sentenceFor(whole, PASSPHRASE.normalize('NFD'))).toBe('whole')
})

test('K1: a header that asks for endless memory is refused without using it', async () => {
  const greedy = Buffer.from(whole)
  greedy.writeUInt32BE(4_000_000_000, 10)
  createHash('sha256')
    .update(greedy.subarray(0, HEADER_BYTES - 8))
    .digest()
    .copy(greedy, HEADER_BYTES - 8, 0, 8)
  expect(await sentenceFor(greedy)).toMatch(/asks for more memory/)
})

test('K2: a restore of a damaged file, or with a wrong passphrase, leaves the empty place empty', async () => {
  const place = await emptyPlace(folder, 'refused')
  const tables = async () =>
    await withClient(place.owner, async (client) => {
      const { rows } = await client.query("select 1 from pg_tables where schemaname = 'public'")
      return rows.length
    })
  writeFileSync(folder.file('spoiled'), flipped(whole.length - 20))
  await expect(restore(place, database, folder.file('spoiled'))).rejects.toThrow(/damaged/)
  await expect(restore(place, database, folder.file('whole'), 'no such words here')).rejects.toThrow(/passphrase/)
  expect([await tables(), existsSync(place.config.secretsDir)]).toEqual([0, false])
  await restore(place, database, folder.file('whole'))
  expect(await tables()).toBeGreaterThan(20)
  await expect(restore(place, database, folder.file('whole'))).rejects.toThrow(/is not empty; a restore goes only into/)
  await place.drop()
})
