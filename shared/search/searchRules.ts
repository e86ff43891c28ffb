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

/** Folded for comparing and sorting: apostrophes, hyphens and dots become spaces ("O'Brien" -> "o brien"). */
export function foldText(text: string): string {
  return plain(text).replace(JOINERS, ' ').replace(/\s+/g, ' ').trim()
}

/** Both ways of reading a name with joiners: "o brien" and "obrien"; one reading where there is none. */
export function foldReadings(text: string): readonly string[] {
  const spaced = foldText(text)
  const joined = plain(text).replace(JOINERS, '').replace(/\s+/g, ' ').trim()
  return spaced === joined ? [spaced] : [spaced, joined]
}

/** The digits of a text as 0 to 9; Arabic-Indic and full-width digits are read too, as they come from phone keyboards. */
export function digitsOf(text: string): string {
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
  const names = [record.familyName, record.givenName, record.preferredName].flatMap(foldReadings)
  const emails = Object.values(record.emails).flatMap(({ value }) => [plain(value), ...foldReadings(value)])
  const phones = Object.values(record.phones).map(({ value }) => digitsOf(value))
  const others = [...emails, ...phones, plain(record.fileNumber), ...foldReadings(record.fileNumber)]
  return {
    names: [...new Set(names)].join(' '),
    others: [...new Set(others)].join(' '),
    sort: `${foldText(record.familyName)} ${foldText(record.givenName)}`,
  }
}
