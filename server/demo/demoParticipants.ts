import { LANGUAGES, type Language } from '../../shared/clinic/clinicSchemas'
import { settleStars } from '../../shared/participants/participantRules'
import type { Contact, ParticipantFields } from '../../shared/participants/participantSchemas'
import { foldText } from '../../shared/search/searchRules'
import { FAMILY_NAMES, GIVEN_NAMES, HARD_NAMES, PLACES, STREETS } from './demoNames'
import type { SeededRandom } from './seededRandom'

export interface DemoParticipant {
  readonly id: string
  readonly fields: ParticipantFields
  readonly createdAt: Date
}

const DAY_MS = 86_400_000
const TWIN_BIRTH_DATE = '1987-02-28'
const AREAS = ['416', '514', '604', '212', '305', '787'] as const
const DOMAINS = ['example.org', 'example.com', 'example.net'] as const
const PRONOUNS = ['', '', '', 'she/her', 'he/him', 'they/them', 'elle', 'iel', 'ella'] as const

/** One person. The same `random` at the same place and the same `index` give the same person. */
export function demoParticipant(
  random: SeededRandom,
  index: number,
  { programIds, now }: { readonly programIds: readonly [string, ...string[]]; readonly now: Date },
): DemoParticipant {
  const id = random.uuid()
  const name = demoName(random, index)
  const contacts = demoContacts(random, index, name)
  const fields: ParticipantFields = {
    givenName: name.given,
    familyName: name.family,
    preferredName: name.preferred,
    pronouns: random.pick(PRONOUNS),
    birthDate: demoBirthDate(random, index, now),
    fileNumber: `VB-${String(index + 1).padStart(6, '0')}`,
    language: demoLanguage(random),
    address: random.chance(70) ? `${1 + random.below(400)} ${random.pick(STREETS)}\n${random.pick(PLACES)}` : '',
    programId: random.pick(programIds),
    ...contacts,
  }
  const createdAt = new Date(now.getTime() - (30 + random.below(700)) * DAY_MS)
  return { id, fields: settleStars(fields), createdAt }
}

interface DemoName {
  readonly given: string
  readonly family: string
  readonly preferred: string
}

function demoName(random: SeededRandom, index: number): DemoName {
  const hard = HARD_NAMES[index]
  if (hard) return { given: hard.given, family: hard.family, preferred: hard.preferred ?? '' }
  const given = random.pick(GIVEN_NAMES)
  const family = random.chance(8)
    ? `${random.pick(FAMILY_NAMES)}-${random.pick(FAMILY_NAMES)}`
    : random.pick(FAMILY_NAMES)
  return { given, family, preferred: random.chance(10) ? given.slice(0, 3) : '' }
}

function isTwin(index: number): boolean {
  return HARD_NAMES[index]?.family === 'Silva'
}

/** 1 to 95 years ago; 1 in 25 is not known. */
function demoBirthDate(random: SeededRandom, index: number, now: Date): string | null {
  const days = 366 + random.below(94 * 365)
  const known = !random.chance(4)
  if (isTwin(index)) return TWIN_BIRTH_DATE
  return known ? new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10) : null
}

function demoLanguage(random: SeededRandom): Language {
  return random.chance(60) ? 'en' : random.pick(LANGUAGES)
}

type Contacts = Pick<ParticipantFields, 'emails' | 'phones' | 'defaultEmail' | 'defaultPhone'>

/** Counts from 0 to 3 of each; about 1 in 20 has neither. With several, the star is often not the first. */
function demoContacts(random: SeededRandom, index: number, name: DemoName): Contacts {
  const none = random.chance(5)
  const emails = contactList(random, none ? 0 : contactCount(random), (place) => demoEmail(random, index, place, name))
  const phones = contactList(random, none ? 0 : contactCount(random), (place) => demoPhone(random, place))
  return { emails, phones, defaultEmail: anyId(random, emails), defaultPhone: anyId(random, phones) }
}

function contactCount(random: SeededRandom): number {
  return random.pick([0, 1, 1, 1, 1, 1, 2, 2, 3])
}

function contactList(
  random: SeededRandom,
  count: number,
  make: (place: number) => Contact,
): Readonly<Record<string, Contact>> {
  return Object.fromEntries(Array.from({ length: count }, (_, place) => [random.uuid(), make(place)]))
}

function anyId(random: SeededRandom, list: Readonly<Record<string, Contact>>): string | null {
  const ids = Object.keys(list)
  return ids[random.below(Math.max(ids.length, 1))] ?? null
}

/** Only domains that RFC 2606 keeps for examples: mail to them reaches nobody. */
function demoEmail(random: SeededRandom, index: number, place: number, { given, family }: DemoName): Contact {
  const local = [given, family].map(asciiWord).filter((word) => word !== '')
  const unique = [...local, String(index + 1), ...(place === 0 ? [] : [String(place)])].join('.')
  return { value: `${unique}@${random.pick(DOMAINS)}`, label: random.pick(['', 'home', 'work', 'shared with partner']) }
}

function asciiWord(text: string): string {
  return foldText(text)
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 20)
}

/** 555-0100 to 555-0199 are kept for fiction in the North American plan. */
function demoPhone(random: SeededRandom, place: number): Contact {
  const area = random.pick(AREAS)
  const last = `01${String(random.below(100)).padStart(2, '0')}`
  const value = random.pick([`+1 ${area} 555 ${last}`, `(${area}) 555-${last}`, `${area}-555-${last}`])
  return { value, label: place === 0 ? 'mobile' : random.pick(['home', 'work', 'leave no message']) }
}
