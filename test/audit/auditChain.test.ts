import { expect, test } from 'vitest'
import { canonicalJson, contentJson, extendsHead, GENESIS_HASH, headPayload } from '../../shared/audit/auditChain'
import { auditEntryProblem } from '../../shared/audit/auditRules'
import { AUDIT_ACTIONS } from '../../shared/audit/auditSchemas'
import { AUDIT_SENTENCES, auditSentence } from '../../shared/audit/auditSentences'
import { chainOf, entry } from './auditFixtures'

test.each([
  [{ b: 1, a: 'x' }, '{"a":"x","b":1}'],
  [{ é: 1, z: 2, A: 3, '\u{1F600}': 4, '\uFB33': 5 }, '{"A":3,"z":2,"é":1,"\u{1F600}":4,"\uFB33":5}'],
  [[3, -7, 0, -0, Number.MAX_SAFE_INTEGER], '[3,-7,0,0,9007199254740991]'],
  [{ nested: { y: [], x: {} }, none: null, yes: true }, '{"nested":{"x":{},"y":[]},"none":null,"yes":true}'],
  ['"\\\b\f\n\r\t\u0001\u007f€', '"\\"\\\\\\b\\f\\n\\r\\t\\u0001\u007f€"'],
])('U2: canonical JSON of %j has one spelling', (value, text) => {
  expect(canonicalJson(value)).toBe(text)
})

test.each([
  1.5,
  Number.NaN,
  2 ** 53,
  undefined,
  '\ud800',
  new Date(0),
  10n,
  () => 1,
])('U2: what has no single spelling (%s) is refused', (value) => {
  expect(() => canonicalJson({ value })).toThrow()
})

test('U3: the hand-assembled row text is the canonical JSON of the whole content', () => {
  const { seq: _seq, prevHash: _prev, hash: _hash, ...content } = chainOf(1)[0] ?? expect.fail('no row')
  const odd = { ...content, actor: { kind: 'visitor', id: null, role: null, deviceId: null, address: '"\n€' } as const }
  expect(contentJson(content)).toBe(canonicalJson(content))
  expect(contentJson(odd)).toBe(canonicalJson(odd))
})

test('U3: a head has one text to sign', () => {
  const head = { at: '2026-01-01T00:00:00.000Z', hash: GENESIS_HASH, count: 3, epoch: 'e' }
  expect(headPayload(head)).toBe(`{"at":"${head.at}","count":3,"epoch":"e","hash":"${GENESIS_HASH}"}`)
})

test.each([
  ['the same head', { count: 5, hash: 'h5' }, 'h5', 'ok'],
  ['a longer chain that contains the witness', { count: 9, hash: 'h9' }, 'h5', 'ok'],
  ['a shorter chain', { count: 4, hash: 'h4' }, null, 'alarm'],
  ['a longer chain with another row at the witness', { count: 9, hash: 'h9' }, 'x', 'alarm'],
  ['the same count with another hash', { count: 5, hash: 'x' }, 'h5', 'alarm'],
] as const)('U3: a console that saw row 5 meets %s: %s', (_name, head, witnessHash, expected) => {
  const answer = { head: { epoch: 'e', ...head }, witnessHash }
  expect(extendsHead({ witness: { count: 5, hash: 'h5' }, answer })).toBe(expected)
  expect(extendsHead({ witness: { count: 5, hash: 'h5', epoch: 'e' }, answer })).toBe(expected)
})

test('U3, K2: after a restore a shorter chain is told, not alarmed; a first contact has nothing to compare', () => {
  const answer = { head: { epoch: 'new', count: 2, hash: 'h2' }, witnessHash: null }
  expect(extendsHead({ witness: { epoch: 'old', count: 5, hash: 'h5' }, answer })).toBe('restored')
  expect(extendsHead({ witness: { count: 0, hash: GENESIS_HASH }, answer })).toBe('ok')
})

test('U1: every action has a sentence of its own, and an unknown one does not break the list', () => {
  expect(new Set(Object.values(AUDIT_SENTENCES)).size).toBe(AUDIT_ACTIONS.length)
  expect(auditSentence('toString')).toContain('does not know')
})

test.each([
  ['prose', entry(1, { detail: { note: 'felt low on Monday' } })],
  ['an email address', entry(1, { detail: { to: 'rosa@example.org' } })],
  ['a long string', entry(1, { detail: { reason: 'x'.repeat(201) } })],
  ['prose inside a list', entry(1, { detail: { fields: ['first name'] } })],
  ['a fraction', entry(1, { detail: { score: 1.5 } })],
  ['a key that is text', entry(1, { detail: { 'rosa@example.org': 1 } })],
  ['an email as target', entry(1, { target: { kind: 'account', id: 'rosa@example.org' } })],
  ['a name as actor', entry(1, { actor: { ...entry().actor, id: 'Rosa Vale' } })],
])('U2: an entry with %s is a defect and is not written', (_name, bad) => {
  expect(auditEntryProblem(bad)).not.toBeNull()
  expect(auditEntryProblem(bad)).not.toMatch(/rosa|monday/i)
})

test('U2: ids, codes, versions, addresses and counts are welcome', () => {
  const address = { ...entry().actor, address: '::ffff:10.0.0.5%eth0' }
  expect(
    auditEntryProblem(entry(1, { actor: address, detail: { version: '1.2.0-rc+5', reason: 'code_wrong', left: 4 } })),
  ).toBeNull()
  expect(auditEntryProblem(entry())).toBeNull()
})
