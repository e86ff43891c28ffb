import { wordlist } from '@scure/bip39/wordlists/english.js'
import { expect, test } from 'vitest'
import { isCommonPassword } from '../../server/accounts/commonPasswords'
import { seededRandom } from '../../server/demo/seededRandom'
import { passphrase, pickFrom } from '../../shared/accounts/passphrase'
import { checkPassword, normalisePassword, type PasswordFacts } from '../../shared/accounts/passwordRules'

const facts: PasswordFacts = {
  minLength: 15,
  email: 'anna.lee@example.org',
  names: ['Anna', 'Lee', 'Annie L', 'José'],
  clinicName: 'Harbour Street Clinic',
  productName: 'Vestibule',
  isCommon: isCommonPassword,
}
const reason = (password: string, over: Partial<PasswordFacts> = {}) =>
  checkPassword(password, { ...facts, ...over })?.reason ?? null
/** Not periodic, so that only its length is in question. */
const long = (length: number) => Array.from({ length }, (_, at) => String.fromCodePoint(0x4e00 + at)).join('')

test('P1: 15 to 256 code points are allowed, 8 where the clinic lowered it', () => {
  expect([14, 15, 256, 257].map((length) => reason(long(length)))).toEqual(['too_short', null, null, 'too_long'])
  expect([7, 8].map((length) => reason(long(length), { minLength: 8 }))).toEqual(['too_short', null])
  expect(checkPassword('short', facts)).toEqual({ reason: 'too_short', limit: 15, length: 5 })
})

test('P1: length counts code points after NFKC, not UTF-16 units and not bytes', () => {
  const flowers = Array.from({ length: 14 }, (_, at) => String.fromCodePoint(0x1f330 + at)).join('')
  expect(flowers.length).toBe(28)
  expect(reason(flowers)).toBe('too_short')
  // One ligature is three letters after NFKC; e and its accent are one.
  expect(reason('\ufb03 twelve more')).toBe(null)
  expect(reason('cafe\u0301 au lait 1')).toBe('too_short')
})

test('P1: blanks are kept and count, and there are no rules of composition', () => {
  expect(normalisePassword('  two  blanks ')).toBe('  two  blanks ')
  expect(reason('            a b')).toBe(null)
  expect(reason('correct horse battery')).toBe(null)
  expect(reason('onlysmallletters')).toBe(null)
})

test.each([
  ['Anna.Lee@example.org', 'email'],
  ['anna.lee anna.lee', 'email'],
  ['annaannaannaanna', 'name'],
  ['Lee-Anna-Lee-Anna-84', 'name'],
  ['JoseJoséjoseJose', 'name'],
  ['Harbour Street Clinic', 'clinic'],
  ['vestibulevestibule', 'clinic'],
  ['Vestibule 2026 26', 'clinic'],
  ['aaaaaaaaaaaaaaa', 'repeat'],
  ['xyxyxyxyxyxyxyxy', 'repeat'],
  ['passwordpassword', 'common'],
  ['Password-Password', 'common'],
  ['qwertyuiopqwertyuiop', 'common'],
  ['mailcreated5240', 'common'],
  ['anna likes harbours', null],
] as const)('P2: %s gives %s', (password, expected) => {
  expect(reason(password)).toBe(expected)
})

test('P2: every one of the 3,000 most used passwords is refused where its length is allowed', async () => {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  const top = dictionary['passwords-common'].slice(0, 3000)
  expect(top.filter((password) => reason(password, { minLength: 8 }) === null)).toEqual([])
  expect(isCommonPassword('correct horse battery staple')).toBe(false)
})

test('a suggested passphrase is five even picks and passes the rule', () => {
  const pick = pickFrom(seededRandom(1).uint32)
  for (let n = 0; n < 50; n++) {
    const words = passphrase(wordlist, pick)
    expect(words.split('-')).toHaveLength(5)
    expect(reason(words)).toBe(null)
  }
})
