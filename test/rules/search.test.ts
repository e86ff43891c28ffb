import { expect, test } from 'vitest'
import { makeDemoClinic } from '../../server/demo/demoClinic'
import { createSearchIndex } from '../../shared/search/searchIndex'
import { digitsOf, foldText } from '../../shared/search/searchRules'
import { contact, id, NOW, record } from './recordKit'

function indexOf(...people: Parameters<typeof record>[0][]) {
  const index = createSearchIndex()
  for (const [at, person] of people.entries()) index.put({ id: String(at), ...record(person) })
  return index
}

test.each([
  ["O'Brien", 'o brien'],
  ['Łukasz Żółkiewski', 'lukasz zolkiewski'],
  ['Søren Ørsted', 'soren orsted'],
  ['Großmann', 'grossmann'],
  ['Đặng', 'dang'],
  ['Æsir Œuvre', 'aesir oeuvre'],
  ['İbrahim Yıldız', 'ibrahim yildiz'],
  ['  Jean‑Luc  ', 'jean luc'],
  ['مُحَمَّد', 'محمد'],
  ['ＡＢＣ', 'abc'],
])('%s folds to %s', (text, folded) => {
  expect(foldText(text)).toBe(folded)
  expect(foldText(foldText(text))).toBe(folded)
})

test('digits are read in any script', () => {
  expect(digitsOf('+1 (416) 555-0142')).toBe('14165550142')
  expect(digitsOf('٥٥٥ ０１')).toBe('55501')
})

const person = {
  givenName: 'Siobhán',
  familyName: "O'Brien",
  preferredName: 'Shiv',
  fileNumber: 'VB-000042',
  emails: { [id(1)]: contact('Shiv.O@example.org') },
  phones: { [id(2)]: contact('(416) 555-0142') },
}
test.each([
  'obrien',
  'o brien',
  "o'brien",
  'O’BRIEN',
  'siobhan',
  'bri sio',
  'shiv',
  'vb-000042',
  '000042',
  '42',
  'shiv.o@example.org',
  '555-0142',
  '416 555',
  '٥٥٥٠١٤٢',
  'example obri',
  '',
])('the query %j finds Siobhán O’Brien', (query) =>
  expect(indexOf({ givenName: 'Other', familyName: 'Person' }, person).search(query)).toContain('1'))

test('every word must be found, and neither address nor birth date is searched', () => {
  const index = indexOf({ ...person, address: 'Mill Lane' })
  for (const query of ['siobhan smith', 'mill', '1984', 'zz']) expect(index.search(query)).toEqual([])
})

test('names that begin with the words come first, equal ranks by family name', () => {
  const index = indexOf(
    { givenName: 'Joan', familyName: 'Ziegler', emails: { [id(1)]: contact('mar@example.org') } },
    { givenName: 'Mara', familyName: 'Young' },
    { givenName: 'Omar', familyName: 'Abbas' },
    { givenName: 'Zed', familyName: 'Martin' },
  )
  expect(index.search('mar')).toEqual(['3', '1', '2', '0'])
})

test('changed and removed records are found by what they are now', () => {
  const index = indexOf({ familyName: 'Old' }, { familyName: 'Other' })
  expect(index.search('old')).toEqual(['0'])
  index.put({ id: '0', ...record({ familyName: 'New' }) })
  expect([index.search('old'), index.search('new'), index.size]).toEqual([[], ['0'], 2])
  index.remove('0')
  index.remove('0')
  expect([index.search('new'), index.search(''), index.size]).toEqual([[], ['1'], 1])
})

test('typing, erasing and starting anew give what a fresh index gives', () => {
  const people = makeDemoClinic({
    seed: 3,
    participants: 4000,
    now: NOW,
    randomBytes: (size) => new Uint8Array(size),
  }).participants
  const fill = () => {
    const index = createSearchIndex()
    for (const { id, fields } of people) index.put({ id, ...fields })
    return index
  }
  const typed = fill()
  const fresh = fill()
  const someone = { id: people[0]?.id ?? '', ...record(people[0]?.fields) }
  for (const query of [
    'm',
    'ma',
    'mar',
    'mar s',
    'mar si',
    'ma',
    'e',
    'e a',
    '5',
    '555',
    '5550',
    '55501',
    'org m',
    'z',
    'łu',
    '李',
    '',
  ]) {
    // Putting the same record again makes it forget what it found before.
    fresh.put(someone)
    expect(typed.search(query)).toEqual(fresh.search(query))
  }
})

test('after many changes at once the answers are those of a fresh index', () => {
  const options = { participants: 1500, now: NOW, randomBytes: (size: number) => new Uint8Array(size) }
  const people = makeDemoClinic({ ...options, seed: 4 }).participants
  const changed = createSearchIndex()
  const fresh = createSearchIndex()
  for (const [at, { id, fields }] of people.entries()) {
    changed.put({ id, ...record({ familyName: `Before${at}` }) })
    if (at % 400 === 0) changed.search('before')
    if (at >= 700) fresh.put({ id, ...fields })
  }
  for (const [at, { id, fields }] of people.entries()) {
    if (at < 700) changed.remove(id)
    else changed.put({ id, ...fields })
    if (at % 300 === 0) changed.search('before')
  }
  for (const query of ['', 'before', 'm', 'mar', 'e a', '5550'])
    expect(changed.search(query)).toEqual(fresh.search(query))
  expect(changed.size).toBe(fresh.size)
})

test('one Latin letter finds the names that begin with it, and typing on finds contacts too', () => {
  const index = indexOf(
    { givenName: 'Quinn', familyName: 'Park' },
    { emails: { [id(1)]: contact('equus@example.org') } },
  )
  expect(index.search('q')).toEqual(['0'])
  expect(index.search('qu')).toEqual(['0', '1'])
})

test('a query on 50,000 records stays fast while somebody types', () => {
  const people = makeDemoClinic({
    seed: 1,
    participants: 50_000,
    now: NOW,
    randomBytes: (size) => new Uint8Array(size),
  }).participants
  const index = createSearchIndex()
  for (const { id, fields } of people) index.put({ id, ...fields })
  index.search('')
  const times = ['obrien', 'garcia lu', 'maria silva', '5550142', 'vb-0123'].flatMap((query) =>
    [...query].map((_, at) => {
      const start = process.cpuUsage()
      index.search(query.slice(0, at + 1))
      const { user, system } = process.cpuUsage(start)
      return (user + system) / 1000
    }),
  )
  times.sort((a, b) => a - b)
  // Processor time and not the clock, so that a busy machine cannot fail it. Measured on two cores that seven others used as well: median
  // 3 ms, 95th of 100 13 ms; the slow ones find nearly everybody ("555", "vb-0"). The bounds are for a regression, not a promise.
  expect(times[Math.floor(times.length * 0.5)]).toBeLessThan(20)
  expect(times[Math.floor(times.length * 0.95)]).toBeLessThan(80)
})
