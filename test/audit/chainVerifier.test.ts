import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GENESIS_HASH } from '../../shared/audit/auditChain'
import type { AuditRow, TamperKind } from '../../shared/audit/auditSchemas'
import { type ChainAnchor, verifyChain } from '../../shared/audit/chainVerifier'
import { chainOf, entry, renumbered, rewriteFrom, seal, sha256hex } from './auditFixtures'

const ROWS = 9
const sound = chainOf(ROWS)
const head: ChainAnchor = { name: 'the signed head', count: ROWS, hash: sound[ROWS - 1]?.hash ?? '' }
const places = [1, 2, 5, 8, 9] as const

/** The first bad row as `seq kind`, without and with a signed head. */
function found(rows: readonly AuditRow[], anchors: readonly ChainAnchor[] = []): string | null {
  const { firstBad } = verifyChain(rows, { sha256hex, anchors })
  if (firstBad !== null) expect(firstBad.message).toMatch(/^(Row|A row from) \d+.*\.$/)
  return firstBad === null ? null : `${firstBad.seq} ${firstBad.kind}`
}

const at = (seq: number) => sound[seq - 1] ?? expect.fail(`no row ${seq}`)
const changed = (seq: number, change: Partial<AuditRow>) =>
  sound.map((row) => (row.seq === seq ? { ...row, ...change } : row))
const without = (...seqs: number[]) => sound.filter((row) => !seqs.includes(row.seq))
const prevOf = (seq: number) => sound[seq - 2]?.hash ?? GENESIS_HASH
/** Two rows exchange their places, each keeping everything but its number. */
const swapped = (a: number, b: number) =>
  renumbered(sound.map((row) => (row.seq === a ? at(b) : row.seq === b ? at(a) : row)))
const insertedAt = (seq: number, row: AuditRow) =>
  renumbered([...sound.slice(0, seq - 1), row, ...sound.slice(seq - 1)])
const forged = (seq: number) => seal(seq, prevOf(seq), entry(seq, { action: 'device.approved' }))

test('U3: a sound chain is sound, empty or not, with and without a head', () => {
  expect(verifyChain([], { sha256hex })).toEqual({ count: 0, hash: GENESIS_HASH, firstBad: null })
  expect(verifyChain(sound, { sha256hex, anchors: [head] })).toEqual({ count: ROWS, hash: head.hash, firstBad: null })
  expect(found([...sound, seal(10, head.hash, entry(10))], [head])).toBeNull()
})

test.each(places)('U3: content, hash or link of row %i changed is altered, by number', (seq) => {
  for (const anchors of [[], [head]]) {
    expect(found(changed(seq, { outcome: 'refused' }), anchors)).toBe(`${seq} altered`)
    expect(found(changed(seq, { hash: sha256hex('x') }), anchors)).toBe(`${seq} altered`)
    expect(found(changed(seq, { prevHash: sha256hex('x') }), anchors)).toBe(`${seq} altered`)
    expect(found(changed(seq, { detail: { score: 1.5 } }), anchors)).toBe(`${seq} altered`)
  }
})

test.each([1, 2, 5, 8])('U3: row %i changed and given a fitting hash is altered, by number', (seq) => {
  const rows = changed(seq, seal(seq, prevOf(seq), entry(99)))
  expect(found(rows)).toBe(`${seq} altered`)
  expect(found(rows, [head])).toBe(`${seq} altered`)
})

test.each([1, 2, 5, 8])('U3: row %i removed is missing, also when the rest is renumbered', (seq) => {
  expect(found(without(seq), [head])).toBe(`${seq} missing`)
  expect(found(renumbered(without(seq)), [head])).toBe(`${seq} missing`)
  expect(found(renumbered(without(seq)))).toBe(`${seq} missing`)
  expect(found(without(...[seq, seq + 1].filter((n) => n < ROWS)))).toBe(`${seq} missing`)
})

test.each(places)('U3: a row added before row %i is inserted, whether its hash is right or not', (seq) => {
  const copy = at(seq === 1 ? 7 : 1)
  for (const row of [
    forged(seq),
    { ...forged(seq), hash: sha256hex('x') },
    { ...copy, outcome: 'refused' } as const,
    copy,
  ]) {
    expect(found(insertedAt(seq, row), [head])).toBe(`${seq} inserted`)
    expect(found(insertedAt(seq, row))).toBe(`${seq} inserted`)
  }
})

test.each(places)('U3: a second row with number %i is inserted, whichever comes first', (seq) => {
  for (const row of [forged(seq), { ...forged(seq), hash: sha256hex('x') }, at(seq)]) {
    expect(found([...sound.slice(0, seq - 1), row, ...sound.slice(seq - 1)])).toBe(`${seq} inserted`)
    expect(found([...sound.slice(0, seq), row, ...sound.slice(seq)])).toBe(`${seq} inserted`)
  }
})

test('U3: a loose row at the end is inserted', () => {
  expect(found([...sound, { ...at(3), seq: 10 }], [head])).toBe('10 inserted')
  expect(found([{ ...at(3), seq: 0 }, ...sound])).toBe('0 inserted')
})

test.each([
  [1, 2],
  [1, 9],
  [2, 5],
  [4, 6],
  [8, 9],
])('U3: rows %i and %i exchanged are reordered', (a, b) => {
  expect(found(swapped(a, b), [head])).toBe(`${a} reordered`)
  expect(found(swapped(a, b))).toBe(`${a} reordered`)
})

test.each([1, 5])('U3: row %i moved to the end is reordered', (seq) => {
  expect(found([...without(seq), { ...at(seq), seq: 40 }])).toBe(`${seq} reordered`)
  expect(found(renumbered([...without(seq), at(seq)]))).toBe(`${seq} reordered`)
})

test.each([1, 2, 5, 9])('U3: a table that ends before row %i is truncated', (seq) => {
  const rows = sound.slice(0, seq - 1)
  expect(found(rows)).toBeNull()
  expect(found(rows, [head])).toBe(`${seq} truncated`)
})

test.each(places)('U3: a chain rewritten from row %i on is found by the head and by an older witness', (seq) => {
  const rows = rewriteFrom(sound, seq, { outcome: 'refused' })
  expect(found(rows)).toBeNull()
  expect(found(rows, [head])).toBe('9 rewritten')
  const witness = { name: 'the witness', count: seq, hash: at(seq).hash }
  expect(found(rows, [{ ...head, hash: rows[8]?.hash ?? '' }, witness])).toBe(`${seq} rewritten`)
})

test('U3: any change of any field of any row is found, and the row is named', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: ROWS }), fc.constantFrom(...fields), fc.string(), (seq, field, text) => {
      const row = field.change(at(seq), text)
      fc.pre(JSON.stringify(row) !== JSON.stringify(at(seq)))
      const rows = [...without(seq), row].sort((a, b) => a.seq - b.seq)
      const { firstBad } = verifyChain(rows, { sha256hex })
      const kinds: TamperKind[] = field.name === 'seq' ? ['altered', 'reordered'] : ['altered']
      expect(firstBad?.seq).toBe(seq)
      expect(kinds).toContain(firstBad?.kind)
    }),
    { numRuns: 1000 },
  )
})

interface FieldChange {
  readonly name: string
  change(row: AuditRow, text: string): AuditRow
}
/** A change of one column; the types do not bind somebody who writes to the table directly. */
const fields: readonly FieldChange[] = [
  { name: 'seq', change: (row, text) => ({ ...row, seq: ROWS + 1 + text.length }) },
  ...['at', 'action', 'outcome', 'prevHash', 'hash'].map((name) => ({
    name,
    change: (row: AuditRow, text: string) => ({ ...row, [name]: text }),
  })),
  ...['kind', 'id', 'role', 'deviceId', 'address'].map((name) => ({
    name: `actor.${name}`,
    change: (row: AuditRow, text: string) => ({ ...row, actor: { ...row.actor, [name]: text === '' ? null : text } }),
  })),
  ...['kind', 'id'].map((name) => ({
    name: `target.${name}`,
    change: (row: AuditRow, text: string) => ({ ...row, target: { ...row.target, [name]: text } }),
  })),
  { name: 'detail', change: (row, text) => ({ ...row, detail: { ...row.detail, extra: text } }) },
  { name: 'detail value', change: (row, text) => ({ ...row, detail: { ...row.detail, version: text } }) },
]
