import { expect, test } from 'vitest'
import {
  allPaths,
  changesBetween,
  defaultEmailOf,
  displayName,
  emptyParticipant,
  fullName,
  sameValue,
  settleStars,
  sortKey,
  validateChange,
  valueAt,
  withValue,
} from '../../shared/participants/participantRules'
import { participantFieldsSchema } from '../../shared/participants/participantSchemas'
import { contact, id, NOW, PROGRAM, record } from './recordKit'

const two = record({
  emails: { [id(2)]: contact('b@example.org'), [id(1)]: contact('a@example.org') },
  defaultEmail: id(2),
})

test('S4.4: mail goes to the starred email, not to the first', () => {
  expect(defaultEmailOf(two)?.value).toBe('b@example.org')
  expect(defaultEmailOf(record())).toBeNull()
})

test('S4.5: removing the starred email moves the star to the first one left, removing the last clears it', () => {
  const one = settleStars(withValue(two, `email:${id(2)}`, null))
  expect(one.defaultEmail).toBe(id(1))
  expect(settleStars(withValue(one, `email:${id(1)}`, null)).defaultEmail).toBeNull()
})

test('S4.5: a first contact gets the star by itself, and settled stars are left alone', () => {
  expect(settleStars(record({ phones: { [id(3)]: contact('555 0101') } })).defaultPhone).toBe(id(3))
  expect(settleStars(two)).toBe(two)
})

test('a value can be read and replaced at every path, and null removes a contact', () => {
  for (const path of allPaths(two))
    expect(sameValue(valueAt(withValue(two, path, valueAt(two, path)), path), valueAt(two, path))).toBe(true)
  expect(valueAt(withValue(two, `phone:${id(9)}`, contact('555 0100')), `phone:${id(9)}`)).toEqual(contact('555 0100'))
  expect(valueAt(two, 'toString')).toBeNull()
  expect(valueAt(two, `email:${id(8)}`)).toBeNull()
})

test('changes name only what differs, contacts before the stars that name them', () => {
  const after = {
    ...two,
    givenName: 'Ana',
    emails: { ...two.emails, [id(3)]: contact('c@example.org') },
    defaultEmail: id(3),
  }
  expect(changesBetween(two, after)).toEqual([
    { path: 'givenName', base: 'Anna', value: 'Ana' },
    { path: `email:${id(3)}`, base: null, value: contact('c@example.org') },
    { path: 'defaultEmail', base: id(2), value: id(3) },
  ])
  expect(changesBetween(two, two)).toEqual([])
})

test.each([
  ['birthDate', '1899-12-31'],
  ['birthDate', '2026-03-03'],
  ['birthDate', '2026-02-30'],
  ['givenName', '   '],
  ['givenName', 'x'.repeat(81)],
  ['givenName', 'two\nlines'],
  ['language', 'de'],
  ['rev', '1'],
  [`email:${id(1)}`, contact('no address')],
  [`email:${id(1)}`, 'a@example.org'],
  [`phone:${id(1)}`, contact('12')],
])('%s refuses %j with a message', (path, value) => {
  expect(validateChange(path, value, { now: NOW })).toEqual({ ok: false, message: expect.stringMatching(/./) })
})

test('a good value comes back trimmed and in NFC; a birth date may be today and may be cleared', () => {
  expect(validateChange('givenName', ' Zoe\u0308 ', { now: NOW })).toEqual({ ok: true, value: 'Zo\u00eb' })
  expect(validateChange('birthDate', '2026-03-01', { now: NOW })).toEqual({ ok: true, value: '2026-03-01' })
  expect(validateChange('birthDate', null, { now: NOW })).toEqual({ ok: true, value: null })
})

test('people are listed by family name and called by the preferred one', () => {
  const person = record({ givenName: 'Élodie', familyName: 'O’Neill', preferredName: 'Lo' })
  expect([fullName(person), displayName(person), sortKey(person)]).toEqual([
    'Élodie O’Neill',
    'Lo O’Neill',
    'o neill elodie',
  ])
})

test('the blank form becomes a valid record once the three required fields are filled in', () => {
  const filled = { ...emptyParticipant(PROGRAM, 'fr'), givenName: 'A', familyName: 'B', fileNumber: '1' }
  expect(participantFieldsSchema.safeParse(filled).success).toBe(true)
  expect(participantFieldsSchema.safeParse(emptyParticipant(PROGRAM)).success).toBe(false)
})
