import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { LANGUAGES } from '../../shared/clinic/clinicSchemas'
import { DENIAL_GROUNDS } from '../../shared/corrections/correctionLimits'
import type { LetterMark } from '../../shared/corrections/correctionSchemas'
import {
  decisionLetter,
  LETTER_VERSION,
  letterHash,
  verifyLetter,
} from '../../shared/corrections/letters/decisionLetter'
import { type Letter, letterText } from '../../shared/corrections/letters/letterBlocks'
import { type LetterRequest, letterFacts } from '../../shared/corrections/letters/letterFacts'

const sha256hex = (text: string) => createHash('sha256').update(text).digest('hex')
const clinic = {
  name: 'Harbour Clinic',
  address: '1 Pier Road\nToronto',
  phone: '416 555 0100',
  email: 'desk@example.org',
}
const around = { clinic, complaints: '', receivedOn: '2026-03-02', writtenOn: '2026-04-01' }
const request: LetterRequest = {
  authorName: 'Robin Marsh',
  profile: 'days_60_30',
  about: { kind: 'message', id: 'm', quote: 'Your date of birth is 9 March 1984.' },
  description: 'Two things are wrong.\nPlease look.',
  changes: [
    { path: 'familyName', old: 'Marsh', proposed: 'Marshall', verdict: 'accepted' },
    { path: 'birthDate', old: '1984-03-09', proposed: '1984-03-19', verdict: 'denied' },
    { path: 'phone:1', old: { value: '416 555 0147', label: 'home' }, proposed: null, verdict: 'accepted' },
    { path: 'pronouns', old: '', proposed: 'they/them', verdict: 'accepted' },
  ],
  ground: 'accurate_complete',
  answer: 'Your passport says the 9th.',
  persons: [{ id: 'p', name: 'Dr. Lee', contact: '416 555 0188', toldAt: null, toldByName: null }],
  dueOn: '2026-05-31',
  extensionReason: 'The file is in the archive.',
}
type Kind = 'decision' | 'extension'
function write(
  kind: Kind = 'decision',
  more: Partial<LetterRequest> = {},
  language: (typeof LANGUAGES)[number] = 'en',
) {
  const letter = decisionLetter(letterFacts(kind, { ...request, ...more }, around), language, LETTER_VERSION)
  if (letter === null) throw new Error('no letter')
  return letter
}
const markOf = (letter: Letter): LetterMark => ({
  version: letter.version,
  language: letter.language,
  hash: letterHash(letter, sha256hex),
  facts: around,
})
const rowsOf = ({ blocks }: Letter) => blocks.flatMap((block) => (block.kind === 'rows' ? block.rows : []))
const none = { changes: [], about: null }

test('G3: the letter holds the request, each change with its verdict, the ground, the answer, and the rights that follow', () => {
  const letter = write()
  expect(letter).toMatchObject({
    to: 'Robin Marsh',
    date: 'April 1, 2026',
    from: ['Harbour Clinic', '1 Pier Road', 'Toronto', 'Phone: 416 555 0100', 'desk@example.org'],
  })
  expect(rowsOf(letter)).toEqual([
    ['Last name', 'Marsh', 'Marshall', 'Accepted'],
    ['Date of birth', 'March 9, 1984', 'March 19, 1984', 'Denied'],
    ['Phone', '416 555 0147', 'to be removed', 'Accepted'],
    ['Pronouns', 'nothing on file', 'they/them', 'Accepted'],
  ])
  const text = letterText(letter)
  for (const part of [
    'On March 2, 2026 you asked',
    'Your date of birth is 9 March 1984.',
    'Two things are wrong.',
    'accurate and complete',
    'Your passport says the 9th.',
    'statement of disagreement',
    'send your request and this letter along',
    'Dr. Lee',
    'www.hhs.gov/ocr/complaints',
  ])
    expect(text).toContain(part)
  // Persons by name only: their contact is nobody else's to print.
  expect(text).not.toContain('416 555 0188')
})

test('G3: every ground, outcome and kind gives a whole letter in three languages, with nothing left open and no name of staff', () => {
  const outcomes: Partial<LetterRequest>[] = [
    ...DENIAL_GROUNDS.map((ground) => ({ ground })),
    { ground: null, changes: request.changes.map((change) => ({ ...change, verdict: 'accepted' as const })) },
    { ...none, ground: null },
    { ...none, persons: [], answer: null },
    { profile: 'business_30' },
  ]
  const seen = new Set<string>()
  for (const language of LANGUAGES)
    for (const kind of ['decision', 'extension'] as const)
      for (const more of outcomes) {
        const letter = write(kind, more, language)
        const text = letterText(letter)
        expect(text).not.toMatch(/undefined|null|NaN|\[object/)
        expect(letter.blocks.every((block) => !('text' in block) || block.text.trim() !== '')).toBe(true)
        if (kind === 'decision') seen.add(text)
      }
  expect(seen.size).toBe(LANGUAGES.length * outcomes.length)
})

test('G3: rights to disagree stand where something was denied, and only there; who is told stands where something was accepted', () => {
  const headings = (more: Partial<LetterRequest>) =>
    write('decision', more).blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []))
  const denied = { ...none, ground: 'not_in_record' } as const
  expect(headings(denied)).toContain('If you disagree')
  expect(headings(denied)).not.toContain('Who is told of the correction')
  expect(headings({ ...none, ground: null })).toContain('Who is told of the correction')
  expect(headings({ ...none, ground: null })).not.toContain('If you disagree')
  expect(headings({})).toEqual(expect.arrayContaining(['If you disagree', 'Who is told of the correction']))
})

test('G3: the extension letter says why, the new date, and that it is the only one', () => {
  expect(letterText(write('extension'))).toMatch(/The file is in the archive\..*May 31, 2026.*only this once/s)
  expect(letterText(write('extension', {}, 'fr'))).toContain('31 mai 2026')
  expect(letterText(write('extension', { dueOn: '2026-06-01' }, 'fr'))).toContain('1er juin 2026')
  expect(letterText(write('extension', {}, 'es'))).toContain('31 de mayo de 2026')
})

test('G3: a letter is verified by writing it again; one changed character anywhere is found', () => {
  const mark = markOf(write())
  expect(verifyLetter('decision', request, mark, sha256hex)).toMatchObject({ ok: true })
  const [first, ...rest] = request.changes
  if (!first) throw new Error('no change')
  const altered: readonly Partial<LetterRequest>[] = [
    { answer: 'Your passport says the 9th!' },
    { ground: 'not_in_record' },
    { authorName: 'Robin Marsch' },
    { description: 'Two things are wrong. \nPlease look.' },
    { about: null },
    { changes: [{ ...first, verdict: 'denied' }, ...rest] },
    { changes: [...rest, first] },
    { persons: [] },
    { profile: 'days_30_30' },
  ]
  for (const more of altered)
    expect([more, verifyLetter('decision', { ...request, ...more }, mark, sha256hex)]).toEqual([
      more,
      { ok: false, problem: 'altered' },
    ])
  const forged = { ...mark, facts: { ...around, clinic: { ...clinic, phone: '900 555 0100' } } }
  expect(verifyLetter('decision', request, forged, sha256hex)).toMatchObject({ problem: 'altered' })
  expect(verifyLetter('decision', request, { ...mark, language: 'fr' }, sha256hex)).toMatchObject({
    problem: 'altered',
  })
  expect(verifyLetter('decision', request, { ...mark, version: 99 }, sha256hex)).toMatchObject({
    problem: 'unknown_version',
  })
  expect(verifyLetter('extension', request, mark, sha256hex)).toMatchObject({ problem: 'altered' })
})

test('G3: who was told later does not change the letter that was sent', () => {
  const mark = markOf(write())
  const told = request.persons.map((person) => ({ ...person, toldAt: '2026-04-02T10:00:00.000Z', toldByName: 'Lee' }))
  expect(verifyLetter('decision', { ...request, persons: told }, mark, sha256hex)).toMatchObject({ ok: true })
})

test('G3: version 1 reads today as on the day it was sent: its words are never changed', () => {
  const hashes = LANGUAGES.flatMap((language) =>
    (['decision', 'extension'] as const).map((kind) => letterHash(write(kind, {}, language), sha256hex).slice(0, 16)),
  )
  expect(hashes).toEqual([
    '24b4fe760808384c',
    '2a6ebb93df5f6f82',
    '3f475d4627cf4522',
    '9f91b560eb419ab8',
    '9c0b96f95d2c66b3',
    '507fa733f95f8b32',
  ])
})
