import { expect, test } from 'vitest'
import { suggestPassphrase } from '../../renderer/portal/accounts/suggestPassphrase'
import { languages } from '../../renderer/ui/language'
import { checkPassword } from '../../shared/accounts/passwordRules'

const facts = {
  minLength: 15,
  email: 'ada@example.org',
  names: ['Ada'],
  clinicName: 'Harbour Street Clinic',
  productName: 'Vestibule',
  isCommon: () => false,
}

test('P1: a suggested passphrase has five words, at least 15 characters, and passes the rules, in each language', async () => {
  for (const language of languages) {
    for (let round = 0; round < 50; round++) {
      const phrase = await suggestPassphrase(language)
      expect(phrase.split('-')).toHaveLength(5)
      expect([...phrase].length).toBeGreaterThanOrEqual(15)
      expect(phrase).toBe(phrase.normalize('NFC'))
      expect(checkPassword(phrase, facts)).toBeNull()
    }
  }
})

test('two suggestions differ, and the words are of the reader’s language', async () => {
  const phrases = await Promise.all(Array.from({ length: 20 }, () => suggestPassphrase('en')))
  expect(new Set(phrases).size).toBe(20)
  const french = await Promise.all(Array.from({ length: 20 }, () => suggestPassphrase('fr')))
  expect(french.join('')).toMatch(/[éèê]/)
})
