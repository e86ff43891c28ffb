import { expect, test } from 'vitest'
import { en } from '../../renderer/portal/text/en'
import { es } from '../../renderer/portal/text/es'
import { fr } from '../../renderer/portal/text/fr'

type Words = ReadonlyMap<string, string>

/** Every message by its path, functions called with a number or name wherever they ask for one. */
function wordsOf(messages: object, path = ''): Words {
  const sample = {
    count: 3,
    tries: 3,
    minimum: 15,
    version: 3,
    name: 'Ada',
    date: '3',
    people: 'A',
    contact: 'B',
    time: '4',
    title: 'C',
    place: 'D',
    size: '10 MB',
  }
  return new Map(
    Object.entries(messages).flatMap(([key, message]: [string, unknown]): [string, string][] => {
      const here = path === '' ? key : `${path}.${key}`
      if (typeof message === 'string') return [[here, message]]
      if (typeof message === 'function') return [[here, String(message(sample))]]
      return [...wordsOf(message as object, here)]
    }),
  )
}

const english = wordsOf(en)
const translations = { fr: wordsOf(fr), es: wordsOf(es) }

test('every language has every word, and none is empty or shows a hole', () => {
  for (const words of [english, translations.fr, translations.es]) {
    expect([...words.keys()].sort()).toEqual([...english.keys()].sort())
    for (const [key, text] of words) {
      expect(text.trim(), key).not.toBe('')
      expect(text, key).not.toMatch(/undefined|NaN|\[object|#|\.\.\.|!/)
    }
  }
})

/** Words that are the same in two languages. */
const SHARED = new Set(['Invitation', 'Version', 'Version 3', 'Menu', 'Messages'])

test('nothing was left in English', () => {
  for (const words of Object.values(translations))
    for (const [key, text] of words) if (!SHARED.has(text)) expect(text, key).not.toBe(english.get(key))
  for (const words of Object.values(translations))
    for (const [key, text] of words) expect(text, key).not.toMatch(/\b(the|your|please|clinic|password|you)\b/i)
})

test('French sets a space before its double signs, Spanish opens its questions', () => {
  for (const [key, text] of translations.fr) expect(text, key).not.toMatch(/[^\s][?;:](\s|$)/)
  for (const [key, text] of translations.es) if (text.includes('?')) expect(text, key).toContain('¿')
})

test('page titles say nothing about health, a clinic or a record', () => {
  const titles = [en, fr, es].flatMap(
    ({ invite, accounts, consent, record, messages, corrections, accessLog, agreements, details }) => [
      invite.pageTitle,
      accounts.signInPageTitle,
      accounts.registerPageTitle,
      consent.pageTitle,
      record.pageTitle,
      messages.pageTitle,
      corrections.pageTitle,
      accessLog.pageTitle,
      agreements.pageTitle,
      details.pageTitle,
    ],
  )
  for (const title of titles)
    expect(title).not.toMatch(/clinic|cliniqu|clínica|health|sant|salud|patient|record|dossier/i)
})

test('one and many are told apart in each language', () => {
  expect(en.invite.verbalWrongLeft({ tries: 1 })).toContain('1 more time.')
  expect(fr.invite.verbalWrongLeft({ tries: 1 })).toContain('1 essai.')
  expect(es.invite.verbalWrongLeft({ tries: 1 })).toContain('Le queda 1 intento.')
  expect(es.invite.verbalWrongLeft({ tries: 2 })).toContain('Le quedan 2 intentos.')
})
