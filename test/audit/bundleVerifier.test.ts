import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GENESIS_HASH } from '../../shared/audit/auditChain'
import type { AuditRow } from '../../shared/audit/auditSchemas'
import { embeddedJson, readBundleLine, rowLine } from '../../shared/audit/bundleFormat'
import { type ChainAnchor, verifyChain } from '../../shared/audit/chainVerifier'
import { chainOf, entry, renumbered, rewriteFrom, seal, sha256hex } from './auditFixtures'
import { bundleFinds } from './bundlePage'

const ROWS = 12
const sound = chainOf(ROWS)
const head: ChainAnchor = { name: 'the signed head', count: ROWS, hash: sound[ROWS - 1]?.hash ?? '' }
const at = (seq: number): AuditRow => sound[seq - 1] ?? expect.fail(`no row ${seq}`)
const without = (seq: number) => sound.filter((row) => row.seq !== seq)
const withRow = (seq: number, row: AuditRow) => renumbered([...sound.slice(0, seq - 1), row, ...sound.slice(seq - 1)])

const prevOf = (seq: number) => sound[seq - 2]?.hash ?? GENESIS_HASH
const forged = (seq: number) => seal(seq, prevOf(seq), entry(seq, { action: 'device.approved' }))
const changed = (seq: number, change: Partial<AuditRow>) =>
  sound.map((row) => (row.seq === seq ? { ...row, ...change } : row))

/** Ways to tamper, each at any row. */
const WAYS: readonly ((seq: number, other: number) => readonly AuditRow[])[] = [
  () => sound,
  (seq) => changed(seq, { outcome: 'refused' }),
  (seq) => changed(seq, { hash: sha256hex('x') }),
  (seq) => changed(seq, { prevHash: sha256hex('x') }),
  (seq) => changed(seq, seal(seq, prevOf(seq), entry(99))),
  (seq) => changed(seq, { seq: seq + 40 }).toSorted((a, b) => a.seq - b.seq),
  (seq) => without(seq),
  (seq) => renumbered(without(seq)),
  (seq) => withRow(seq, forged(seq)),
  (seq) => withRow(seq, { ...forged(seq), hash: sha256hex('x') }),
  (seq) => [...sound.slice(0, seq), at(seq), ...sound.slice(seq)],
  (seq, other) => renumbered(sound.map((row) => (row.seq === seq ? at(other) : row.seq === other ? at(seq) : row))),
  (seq) => renumbered([...without(seq), at(seq)]),
  (seq) => sound.slice(0, seq - 1),
  (seq) => rewriteFrom(sound, seq, { outcome: 'refused' }),
]

const place = fc.integer({ min: 1, max: ROWS })

test('U3: the verifier in a bundle names the same first bad row and kind as the server’s, for every way of tampering', async () => {
  const witness = (seq: number): ChainAnchor => ({ name: 'the witness', count: seq, hash: at(seq).hash })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...WAYS),
      place,
      place,
      place,
      fc.boolean(),
      async (way, seq, other, seen, all) => {
        const rows = way(seq, other)
        const anchors = all ? [head, witness(seen)] : []
        const { firstBad } = verifyChain(rows, { sha256hex, anchors })
        const named = firstBad === null ? null : `${firstBad.seq} ${firstBad.kind}`
        expect(await bundleFinds(rows, anchors)).toBe(named)
      },
    ),
    { numRuns: 400 },
  )
})

test('U3: a bundle of a log that goes on from an archive starts where the archive ends', async () => {
  const start = { count: 5, hash: at(5).hash }
  const rest = sound.slice(5)
  expect(await bundleFinds(rest, [head], start)).toBeNull()
  expect(verifyChain(rest, { sha256hex, anchors: [head], start }).firstBad).toBeNull()
  expect(await bundleFinds(rest.slice(1), [head], start)).toBe('6 missing')
  const wrong = { count: 5, hash: sha256hex('x') }
  expect(verifyChain(rest, { sha256hex, start: wrong }).firstBad?.kind).toBe('altered')
  const witness = { name: 'the witness', count: 5, hash: sha256hex('y') }
  expect(verifyChain(rest, { sha256hex, anchors: [witness], start }).firstBad).toMatchObject({ kind: 'rewritten' })
})

test('U3: whatever a row holds, it cannot leave its line or its script, and comes back as it was', () => {
  const nasty = '</script><script>alert(1)</script><!--\n\u2028"\\'
  const row: AuditRow = { ...at(1), actor: { ...at(1).actor, address: nasty }, detail: { note: nasty, n: 3 } }
  const line = rowLine(row)
  expect(line).not.toMatch(/[<\n]/)
  expect(readBundleLine(line)).toEqual({ row })
  expect(embeddedJson({ a: '</script' })).toBe('{"a":"\\u003c/script"}')
  expect(readBundleLine('<p>["row",1]</p>')).toBeNull()
})
