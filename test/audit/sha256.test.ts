import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSha256 } from '../../renderer/console/audit/sha256'
import { sha256hex } from './auditFixtures'

const page = createSha256()

test('U3: the hash of a page is the hash of the server, for every length around its blocks', () => {
  for (let length = 0; length < 200; length++) expect(page('a'.repeat(length))).toBe(sha256hex('a'.repeat(length)))
  expect(page('é€\u{1F600}'.repeat(5_000))).toBe(sha256hex('é€\u{1F600}'.repeat(5_000)))
})

test('U3: the hash of a page is the hash of the server, for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      expect(page(text)).toBe(sha256hex(text))
    }),
    { numRuns: 2_000 },
  )
})
