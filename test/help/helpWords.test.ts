import { expect, test } from 'vitest'
import { TERM_PRESETS } from '../../shared/clinic/clinicSchemas'
import { withClinicWords } from '../../shared/help/helpTerms'
import { plainText, textPieces } from '../../shared/help/helpText'

const client = { term: TERM_PRESETS.client.en, sender: 'no-reply@example.org', portal: 'https://portal.example.org' }

test('S3.17: a text takes the clinic’s own word, in singular and plural and at the beginning of a sentence', () => {
  expect(withClinicWords('{Participants} see it; each {participant} of all {participants}.', client)).toBe(
    'Clients see it; each client of all clients.',
  )
  expect(withClinicWords('{Participant}', client)).toBe('Client')
})

test('S3.17: “a” becomes “an” before a word that asks for it', () => {
  const term = { one: 'individual', many: 'individuals' }
  expect(withClinicWords('A {participant} and a {participant}', { ...client, term })).toBe(
    'An individual and an individual',
  )
})

test('S3.17: a word with signs of a replacement pattern stays as it was typed', () => {
  const term = { one: '$& guest', many: '$1 guests' }
  expect(withClinicWords('a {participant}, {participants}', { ...client, term })).toBe('a $& guest, $1 guests')
})

test('S4.7: sender and portal address are the clinic’s own', () => {
  expect(withClinicWords('{sender} {portal}', client)).toBe('no-reply@example.org https://portal.example.org')
})

test('names of buttons are pieces of their own and are searched without their marks', () => {
  expect(textPieces('Press **Unlock** now')).toEqual([
    { text: 'Press ', label: false },
    { text: 'Unlock', label: true },
    { text: ' now', label: false },
  ])
  expect(plainText('Press **Unlock** now')).toBe('Press Unlock now')
})
