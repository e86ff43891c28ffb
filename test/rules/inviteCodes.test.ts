import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../../server/demo/seededRandom'
import {
  fromBase64Url,
  inviteUrl,
  normaliseShortCode,
  shortCodeFromBytes,
  toBase64Url,
  tokenFromFragment,
} from '../../shared/invites/inviteLinks'
import {
  checkVerbalCode,
  generateVerbalCode,
  normaliseVerbalCode,
  verbalCodeFromRandom,
} from '../../shared/invites/verbalCodeRules'

const nobody = { birthDate: null }

test('I2: base64url is that of Node for any bytes, and reads back only what it writes', () => {
  const property = fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
    const text = toBase64Url(bytes)
    expect(text).toBe(Buffer.from(bytes).toString('base64url'))
    expect(fromBase64Url(text)).toEqual(Uint8Array.from(bytes))
  })
  fc.assert(property)
  for (const bad of ['A', 'AB=', 'A+/B', 'AB', 'é']) if (bad !== 'AA') expect(fromBase64Url(bad)).toBeNull()
})

test('I3: the token travels in the fragment and nothing else is taken for one', () => {
  const token = toBase64Url(new Uint8Array(32).fill(250))
  const url = new URL(inviteUrl('https://portal.example.org', token))
  expect([url.pathname, url.search]).toEqual(['/invite', ''])
  expect(tokenFromFragment(url.hash)).toBe(token)
  expect([tokenFromFragment(''), tokenFromFragment('#a'), tokenFromFragment(`#${token}x`)]).toEqual([null, null, null])
})

test('a short code is 16 characters of 80 bits that survive being read from paper', () => {
  const property = fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (bytes) => {
    const code = shortCodeFromBytes(bytes)
    const plain = code.replaceAll('-', '')
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
    for (const typed of [
      code,
      plain.toLowerCase(),
      ` ${code.replaceAll('-', ' ')} `,
      plain.replaceAll('0', 'o').replaceAll('1', 'l'),
    ])
      expect(normaliseShortCode(typed)).toBe(plain)
  })
  fc.assert(property)
  expect(shortCodeFromBytes(new Uint8Array(10))).toBe('0000-0000-0000-0000')
  expect(shortCodeFromBytes(new Uint8Array(10).fill(255))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ')
  expect([normaliseShortCode('ABCD'), normaliseShortCode('UUUUUUUUUUUUUUUU')]).toEqual([null, null])
  expect(() => shortCodeFromBytes(new Uint8Array(9))).toThrow(RangeError)
})

test('I5: six digits are drawn evenly from all 1,000,000, leading zeros included', () => {
  const random = seededRandom(5)
  const draws = 500_000
  const bins = new Float64Array(1000)
  const firstDigits = new Float64Array(10)
  for (let draw = 0; draw < draws; draw++) {
    const code = verbalCodeFromRandom(random.uint32)
    if (code.length !== 6) throw new Error(`a code of ${code.length} characters`)
    const bin = Math.floor(Number(code) / 1000)
    bins[bin] = (bins[bin] ?? 0) + 1
    const first = Number(code[0])
    firstDigits[first] = (firstDigits[first] ?? 0) + 1
  }
  // Chi-square: 999 and 9 degrees of freedom, at a chance of 1 in 1,000.
  expect(chiSquare(bins, draws)).toBeLessThan(1143)
  expect(chiSquare(firstDigits, draws)).toBeLessThan(27.9)
})

function chiSquare(bins: Float64Array, draws: number): number {
  const expected = draws / bins.length
  return bins.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0)
}

test('I5: draws past the last whole million are thrown away, the ends of the range are reached', () => {
  const from = (...draws: number[]) => verbalCodeFromRandom(() => draws.shift() ?? 0)
  expect(from(0)).toBe('000000')
  expect(from(4_293_999_999)).toBe('999999')
  expect(from(4_294_000_000, 0xffff_ffff, 42)).toBe('000042')
})

test.each([
  ['12345', 'too_short'],
  ['  12345  ', 'too_short'],
  ['x'.repeat(33), 'too_long'],
  ['123456', 'common'],
  ['654321', 'common'],
  ['000000', 'common'],
  ['121212', 'common'],
  ['123123', 'common'],
  ['112233', 'common'],
  ['abcdef', 'common'],
  ['Qwerty', 'common'],
  ['PASSWORD1', 'common'],
  ['12 34 56', 'common'],
  ['１２３４５６', 'common'],
  ['147258', 'common'],
  ['clinic', 'common'],
  ['840917', null],
  ['green kettle', null],
  ['ñandú-77', null],
  ['x7k2m9', null],
])('I5, S0.4: the verbal code %s gives %s', (code, problem) => {
  expect(checkVerbalCode(code, nobody)).toBe(problem)
})

test.each([
  '19840309',
  '09031984',
  '03091984',
  '090384',
  '030984',
  '840309',
  '9.3.1984',
  '1984-03-09',
  '9 March 1984',
  'mars 9 1984',
  '9 de marzo de 1984',
  '9th mar 84',
  '09031984!a',
])('I5: the birth date is refused when it is written as %s', (code) =>
  expect(checkVerbalCode(code, { birthDate: '1984-03-09' })).toBe('birth_date'))

test('I5: what the console generates is never refused by the server', () => {
  const draws = [123_456, 90_384, 777_777, 31_337]
  expect(generateVerbalCode(() => draws.shift() ?? 0, { birthDate: '1984-03-09' })).toBe('031337')
})

test('S0.5: capitals, full-width letters and extra blanks do not make a right code wrong', () => {
  expect(normaliseVerbalCode('  Green\u00a0  KETTLE ')).toBe(normaliseVerbalCode('green kettle'))
  expect(normaliseVerbalCode('ＡＢＣ１２３')).toBe('abc123')
})
