import type { Language } from '../clinic/clinicSchemas'
import { foldText } from '../search/searchRules'
import type { Change } from '../sync/syncSchemas'
import {
  type Contact,
  type FieldValue,
  fieldSchemas,
  type Participant,
  type ParticipantFields,
  schemaOf,
} from './participantSchemas'

const FIELD_NAMES = Object.keys(fieldSchemas) as readonly (keyof typeof fieldSchemas)[]
const EARLIEST_BIRTH = '1900-01-01'
/** Somewhere on earth it is already the next day: a child born "today" there must be accepted. */
const FURTHEST_ZONE_MS = 14 * 3_600_000

type ContactList = 'emails' | 'phones'
const CONTACT_LISTS = { email: 'emails', phone: 'phones' } as const
const STARS = { emails: 'defaultEmail', phones: 'defaultPhone' } as const

/** `email:<id>` -> the list and the id; null for a plain field. */
function contactPlace(path: string): { list: ContactList; id: string } | null {
  const colon = path.indexOf(':')
  if (colon < 0) return null
  const kind = path.slice(0, colon)
  return kind === 'email' || kind === 'phone' ? { list: CONTACT_LISTS[kind], id: path.slice(colon + 1) } : null
}

/** The value of one unit of merging; null for a contact that does not exist and for an unknown path. */
export function valueAt(fields: ParticipantFields, path: string): FieldValue {
  const place = contactPlace(path)
  if (place) return Object.hasOwn(fields[place.list], place.id) ? (fields[place.list][place.id] ?? null) : null
  return Object.hasOwn(fieldSchemas, path) ? fields[path as keyof typeof fieldSchemas] : null
}

/** A copy with one unit replaced; null removes a contact. Give it only values that `validateChange` let pass. */
export function withValue<T extends ParticipantFields>(fields: T, path: string, value: FieldValue): T {
  const place = contactPlace(path)
  if (!place) return Object.hasOwn(fieldSchemas, path) ? { ...fields, [path]: value } : fields
  const list: Record<string, Contact> = { ...fields[place.list] }
  if (value === null || typeof value === 'string') delete list[place.id]
  else list[place.id] = value
  return { ...fields, [place.list]: list }
}

/** Without what belongs to the server: the strict schema of a new record refuses it (G2). */
export function fieldsOf(record: ParticipantFields & Partial<Participant>): ParticipantFields {
  const { id: _id, rev: _rev, updatedAt: _at, updatedBy: _by, ...fields } = record
  return fields
}

export function sameValue(a: FieldValue, b: FieldValue): boolean {
  if (a === b) return true
  if (a === null || b === null || typeof a === 'string' || typeof b === 'string') return false
  return a.value === b.value && a.label === b.label
}

/** Every unit of merging that the record has: all plain fields, then one path per contact. */
export function allPaths(fields: ParticipantFields): readonly string[] {
  return [
    ...FIELD_NAMES,
    ...contactIds(fields.emails).map((id) => `email:${id}`),
    ...contactIds(fields.phones).map((id) => `phone:${id}`),
  ]
}

/** What an author changed, as the outbox carries it. Contacts first and stars last, as they name contacts. */
export function changesBetween(before: ParticipantFields, after: ParticipantFields): Change[] {
  const paths = [...new Set([...allPaths(before), ...allPaths(after)])]
  const isStar = (path: string) => path === 'defaultEmail' || path === 'defaultPhone'
  return [...paths.filter((path) => !isStar(path)), ...paths.filter(isStar)]
    .map((path) => ({ path, base: valueAt(before, path), value: valueAt(after, path) }))
    .filter(({ base, value }) => !sameValue(base, value))
}

export type Validated =
  | { readonly ok: true; readonly value: FieldValue }
  | { readonly ok: false; readonly message: string }

/** One value against its schema and the calendar; `value` comes back normalised (NFC, trimmed). Birth dates: 1900 to today. */
export function validateChange(path: string, value: unknown, { now }: { readonly now: Date }): Validated {
  const schema = schemaOf(path)
  if (!schema) return { ok: false, message: 'is not a field of the record' }
  const parsed = schema.safeParse(value)
  if (!parsed.success) return { ok: false, message: parsed.error.issues[0]?.message ?? 'is not valid' }
  const normalised = parsed.data as FieldValue
  const message = path === 'birthDate' && typeof normalised === 'string' ? birthDateProblem(normalised, now) : null
  return message === null ? { ok: true, value: normalised } : { ok: false, message }
}

function birthDateProblem(date: string, now: Date): string | null {
  if (date < EARLIEST_BIRTH) return 'must not be before 1900'
  const latest = new Date(now.getTime() + FURTHEST_ZONE_MS).toISOString().slice(0, 10)
  return date > latest ? 'must not be in the future' : null
}

/** Ids in the one order that every replica can agree on: PostgreSQL's jsonb does not keep the order of insertion. */
function contactIds(list: Readonly<Record<string, Contact>>): readonly string[] {
  return Object.keys(list).sort()
}

/**
 * S4.4, S4.5: whoever has contacts has exactly one star, and it names one of them. A star that is missing or points nowhere moves to the
 * first contact by id; with no contact it is cleared. Returns the same object when nothing had to move.
 */
export function settleStars<T extends ParticipantFields>(fields: T): T {
  const defaultEmail = settledStar(fields, 'emails')
  const defaultPhone = settledStar(fields, 'phones')
  if (defaultEmail === fields.defaultEmail && defaultPhone === fields.defaultPhone) return fields
  return { ...fields, defaultEmail, defaultPhone }
}

function settledStar(fields: ParticipantFields, list: ContactList): string | null {
  const star = fields[STARS[list]]
  if (star !== null && Object.hasOwn(fields[list], star)) return star
  return contactIds(fields[list])[0] ?? null
}

/** The starred email: where mail goes (S4.4); null when there is none. */
export function defaultEmailOf(fields: ParticipantFields): Contact | null {
  const star = settledStar(fields, 'emails')
  return star === null ? null : (fields.emails[star] ?? null)
}

export function defaultPhoneOf(fields: ParticipantFields): Contact | null {
  const star = settledStar(fields, 'phones')
  return star === null ? null : (fields.phones[star] ?? null)
}

type Named = Pick<ParticipantFields, 'givenName' | 'familyName' | 'preferredName'>

/** Given and family name, as papers have it. */
export function fullName({ givenName, familyName }: Omit<Named, 'preferredName'>): string {
  return `${givenName} ${familyName}`.trim()
}

/** What people are called: the preferred name in place of the given one. */
export function displayName({ givenName, familyName, preferredName }: Named): string {
  return `${preferredName || givenName} ${familyName}`.trim()
}

/** Folded family name, then given name: the order of lists, the same on every machine whatever its locale. */
export function sortKey({ givenName, familyName }: Omit<Named, 'preferredName'>): string {
  return `${foldText(familyName)} ${foldText(givenName)}`
}

/** The blank form for a new record. Names and file number are still to be filled in, so it does not pass the schema yet. */
export function emptyParticipant(programId: string, language: Language = 'en'): ParticipantFields {
  return {
    givenName: '',
    familyName: '',
    preferredName: '',
    pronouns: '',
    birthDate: null,
    fileNumber: '',
    language,
    address: '',
    programId,
    defaultEmail: null,
    defaultPhone: null,
    emails: {},
    phones: {},
  }
}
