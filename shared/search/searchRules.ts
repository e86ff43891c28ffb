import type { ParticipantFields } from '../participants/participantSchemas'

/** Letters that NFD leaves whole, because they are letters of their own and not a base letter with a mark. */
const WHOLE_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
}
const WHOLE_LETTER = /[ßøłæœđðþħıŋ]/g
const JOINERS = /['’‘ʼʹʻ`´\-‐‑‒–—.·_]/g
const HAS_JOINER = new RegExp(JOINERS.source)
const UNEVEN_BLANKS = /^\s|\s$|[^\S ]| {2}/
const NOT_ASCII = /[^\0-\x7f]/

/** Lower case, without marks and invisible signs: what two spellings of one name have in common. Apostrophes and hyphens stay. */
function plain(text: string): string {
  const lower = text.toLowerCase()
  if (!NOT_ASCII.test(lower)) return lower
  return lower
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(WHOLE_LETTER, (letter) => WHOLE_LETTERS[letter] ?? letter)
    .normalize('NFC')
}

/** One blank between words and none around them. Most texts are so already, and looking is several times cheaper than replacing. */
function spaced(text: string): string {
  return UNEVEN_BLANKS.test(text) ? text.replace(/\s+/g, ' ').trim() : text
}

/** Folded for comparing and sorting: apostrophes, hyphens and dots become spaces ("O'Brien" -> "o brien"). */
export function foldText(text: string): string {
  const known = plain(text)
  return spaced(HAS_JOINER.test(known) ? known.replace(JOINERS, ' ') : known)
}

/** Both ways of reading a name with joiners: "o brien" and "obrien"; one reading where there is none. */
export function foldReadings(text: string): readonly string[] {
  return readingsOf(plain(text))
}

function readingsOf(known: string): readonly string[] {
  if (!HAS_JOINER.test(known)) return [spaced(known)]
  const [apart, joined] = [spaced(known.replace(JOINERS, ' ')), spaced(known.replace(JOINERS, ''))]
  return apart === joined ? [apart] : [apart, joined]
}

/** The digits of a text as 0 to 9; Arabic-Indic and full-width digits are read too, as they come from phone keyboards. */
export function digitsOf(text: string): string {
  if (!NOT_ASCII.test(text)) return text.replace(/[^0-9]+/g, '')
  return text
    .normalize('NFKC')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[^0-9]/g, '')
}

/** What the search reads of one record: names, contacts and the file number; never the address, pronouns or birth date. */
export type Searchable = Pick<
  ParticipantFields,
  'givenName' | 'familyName' | 'preferredName' | 'fileNumber' | 'emails' | 'phones'
>

/** The three name words come first, so that the ranking can tell a name from a contact. */
export interface SearchKey {
  /** Readings of given, family and preferred name, separated by spaces. */
  readonly names: string
  /** Emails (whole and in parts), phone digits, file number. */
  readonly others: string
  /** Family name, then given name, folded: the order of equal ranks. */
  readonly sort: string
}

/** The folded words of one record. A phone is one word of digits, so that "555 0142" and "5550142" both find it. */
export function searchKey(record: Searchable): SearchKey {
  const family = foldReadings(record.familyName)
  const given = foldReadings(record.givenName)
  const preferred = record.preferredName === '' ? [] : foldReadings(record.preferredName)
  const others: string[] = []
  for (const { value } of Object.values(record.emails)) others.push(...plainAndReadings(value))
  for (const { value } of Object.values(record.phones)) others.push(digitsOf(value))
  others.push(...plainAndReadings(record.fileNumber))
  return {
    names: [...new Set([...family, ...given, ...preferred])].join(' '),
    others: [...new Set(others)].join(' '),
    // The first reading is the one that foldText gives.
    sort: `${family[0]} ${given[0]}`,
  }
}

function plainAndReadings(text: string): readonly string[] {
  const known = plain(text)
  return [known, ...readingsOf(known)]
}
