import type { FieldName, FieldValue, ParticipantFields } from '../../../shared/participants/participantSchemas'
import { isLanguage, languageNames } from '../../ui/language'

/** The form's fields by their sections; contacts have their own parts. */
export const FIELD_LABELS: Readonly<Record<FieldName, string>> = {
  givenName: 'Given name',
  familyName: 'Family name',
  preferredName: 'Preferred name',
  pronouns: 'Pronouns',
  birthDate: 'Birth date',
  fileNumber: 'File number',
  language: 'Language',
  address: 'Address',
  programId: 'Program',
  defaultEmail: 'Default email',
  defaultPhone: 'Default phone',
}

/** `email:<id>` and `phone:<id>` by what they are; null for a plain field. */
export function contactKind(path: string): 'email' | 'phone' | null {
  if (path.startsWith('email:')) return 'email'
  return path.startsWith('phone:') ? 'phone' : null
}

export function fieldLabel(path: string): string {
  const kind = contactKind(path)
  if (kind) return kind === 'email' ? 'Email' : 'Phone'
  return Object.hasOwn(FIELD_LABELS, path) ? FIELD_LABELS[path as FieldName] : path
}

/** What a rule says, as a sentence about its field: "Given name must not be empty." */
export function problemSentence(path: string, message: string): string {
  if (path === 'programId') return 'Choose a program.'
  if (path === 'language') return 'Choose a language.'
  return `${fieldLabel(path)}${message.startsWith('must') ? '' : ':'} ${message}.`
}

export interface ValueFacts {
  readonly fields: ParticipantFields
  readonly programs: readonly { readonly id: string; readonly name: string }[]
  readonly dayOf: (day: string) => string
}

/** A value as people read it: ids as names, days as dates, nothing as "empty". */
export function valueWords(path: string, value: FieldValue, { fields, programs, dayOf }: ValueFacts): string {
  if (value === null || value === '') return contactKind(path) ? 'removed' : 'empty'
  if (typeof value !== 'string') return value.label ? `${value.value} (${value.label})` : value.value
  if (path === 'programId') return programs.find(({ id }) => id === value)?.name ?? 'another program'
  if (path === 'birthDate') return dayOf(value)
  if (path === 'language') return isLanguage(value) ? languageNames[value] : value
  if (path === 'defaultEmail') return fields.emails[value]?.value ?? 'another email'
  if (path === 'defaultPhone') return fields.phones[value]?.value ?? 'another phone'
  return value
}

/** Whole years on `today` (both YYYY-MM-DD); null before birth. */
export function ageOn(birthDate: string, today: string): number | null {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4))
  const age = today.slice(5) < birthDate.slice(5) ? years - 1 : years
  return age < 0 ? null : age
}
