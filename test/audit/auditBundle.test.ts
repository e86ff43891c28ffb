import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { learnHead, NOTHING_SEEN, type SeenLog } from '../../renderer/console/audit/seenHead'
import { NotABundle, verifyBundle } from '../../renderer/console/audit/verifyBundle'
import { rawPublicKey } from '../../server/audit/headFile'
import { type AuditSite, createAuditSite } from './auditSite'

const ROWS = 40
const RUN = { signal: new AbortController().signal, onProgress: () => undefined }
let site: AuditSite
let folder = ''
let file = ''

beforeAll(async () => {
  site = await createAuditSite(ROWS)
  await site.keeper().start()
  await site.tamper(`update clinic set name = 'North </title><script>alert(1)</script>'`)
  folder = mkdtempSync(join(tmpdir(), 'vestibule-bundle-'))
  file = join(folder, 'log.html')
  expect((await site.verify('--bundle', file, '--last', '0')).code).toBe(0)
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await site.drop()
})

const page = (text: string, seen: SeenLog = NOTHING_SEEN) => verifyBundle(new Blob([text]), seen, null, RUN)
const text = () => readFileSync(file, 'utf8')

test('T4: --bundle writes one file, says its hash, and replaces none that is there', async () => {
  expect(statSync(file).mode & 0o077).toBe(0)
  expect(text().match(/<script>alert/)).toBeNull()
  const again = await site.verify('--bundle', file)
  expect([again.code, again.lines[0]]).toEqual([1, expect.stringContaining('never replaced')])
  const other = join(folder, 'other.html')
  const { lines } = await site.verify('--bundle', other, '--last', '0')
  expect(lines.at(-1)).toMatch(/^The bundle is .*other\.html \(SHA-256 [0-9a-f]{64}\)\.$/)
})

test('U3: the file holds a policy that allows its own script alone and no network', () => {
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(text())?.[1] ?? ''
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'/)
  expect(text()).not.toMatch(/https?:|src=|href=/)
})

test('U3: the console verifies the file without a server, against what it has seen', async () => {
  expect(await page(text())).toMatchObject({ state: 'sound', from: 1, upTo: ROWS })
  const publicKey = rawPublicKey(site.database.secrets.auditPublicKey)
  const head = site.head()
  const seen = { ...NOTHING_SEEN, publicKey, head: { ...head, count: 7, hash: 'f'.repeat(64) }, at: head.at }
  expect(await page(text(), seen)).toMatchObject({ state: 'bad', fault: { kind: 'rewritten' } })
  expect(await page(text(), { ...seen, publicKey: 'another' })).toMatchObject({ state: 'unproven', upTo: 0 })
})

test('U3: in the file a changed, missing or moved row is named by the console', async () => {
  const lines = text().split('\n')
  const at = (seq: number) => lines.findIndex((line) => line.startsWith(`["row",${seq},`))
  const find = async (changed: readonly string[]) => {
    const result = await page(changed.join('\n'))
    return result.state === 'bad' ? `${result.fault.seq} ${result.fault.kind}` : result.state
  }
  const replaced = (seq: number, from: string, to: string) =>
    lines.map((line, index) => (index === at(seq) ? line.replace(from, to) : line))
  expect(await find(replaced(9, '"127.0.0.1"', '"127.0.0.2"'))).toBe('9 altered')
  expect(await find(lines.filter((_, index) => index !== at(9)))).toBe('9 missing')
  expect(await find(lines.filter((_, index) => index < at(30) || index > at(ROWS)))).toBe('30 truncated')
  const twice = [...lines.slice(0, at(9)), lines[at(9)] ?? '', ...lines.slice(at(9))]
  expect(await find(twice)).toBe('9 inserted')
  const swapped = lines.map((line, index) =>
    index === at(9)
      ? (lines[at(12)] ?? '').replace('"row",12', '"row",9')
      : index === at(12)
        ? (lines[at(9)] ?? '').replace('"row",9', '"row",12')
        : line,
  )
  expect(await find(swapped)).toBe('9 reordered')
  expect(await find(lines.map((line) => line.replace(`"count":${ROWS}`, '"count":41')))).toBe('unproven')
})

test('U3: any other file is refused in words, however large', async () => {
  for (const other of ['', 'hello', '<html></html>', '["row",1', 'x'.repeat(3_000_000), `["row",1,"x"]\n${text()}`])
    await expect(page(other)).rejects.toBeInstanceOf(NotABundle)
})

test('T4: of a log that was tampered with a bundle is written too, as evidence', async () => {
  await site.tamper("update audit_log set address = '10.0.0.9' where seq = 4")
  const evidence = join(folder, 'evidence.html')
  expect((await site.verify('--bundle', evidence)).code).toBe(2)
  const result = await page(readFileSync(evidence, 'utf8'))
  expect(result).toMatchObject({ state: 'bad', fault: { seq: 4, kind: 'altered' } })
  await site.tamper("update audit_log set address = '127.0.0.1' where seq = 4")
  writeFileSync(evidence, '')
})

test('U3: a console’s memory takes longer heads, and keeps the old one as evidence when the log does not go on from it', () => {
  const head = site.head()
  const publicKey = rawPublicKey(site.database.secrets.auditPublicKey)
  const first = { epoch: head.epoch, count: 3, hash: 'a'.repeat(64) }
  const seen = { ...NOTHING_SEEN, publicKey, head: first, at: head.at }
  const check = (witnessHash: string | null, change = {}) =>
    learnHead(seen, { witness: first, answer: { head, publicKey, witnessHash, ...change }, signed: true })
  expect(check(first.hash)).toMatchObject({ alarm: null, head: { count: head.count } })
  expect(check('b'.repeat(64))).toMatchObject({ alarm: 'not_extending', head: first })
  expect(check(first.hash, { publicKey: 'other' })).toMatchObject({ alarm: 'other_key', head: first })
  const restored = { ...head, epoch: 'new', count: 2 }
  expect(check(null, { head: restored })).toMatchObject({ alarm: null, before: first, head: { count: 2 } })
  const unsigned = learnHead(seen, {
    witness: first,
    answer: { head, publicKey, witnessHash: first.hash },
    signed: false,
  })
  expect(unsigned).toMatchObject({ alarm: 'bad_signature', head: first })
  const later = learnHead(
    { ...seen, alarm: 'not_extending' },
    { witness: first, answer: { head, publicKey, witnessHash: first.hash }, signed: true },
  )
  expect(later.alarm).toBe('not_extending')
})
