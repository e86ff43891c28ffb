import type { OwnRecord } from '../../../shared/accounts/portalSchemas'
import type { CorrectionField } from '../../../shared/corrections/correctionLimits'
import type { PortalText } from '../text/portalText'

/** A field of the record as the page shows it: nothing else names a contact there. */
export interface MarkedField {
  readonly field: CorrectionField
  /** The value on the page; null where there is none. */
  readonly seen: string | null
}

/** What was marked: a field, or whatever else is wrong (`field` null). */
export type Marked = MarkedField | { readonly field: null; readonly seen: null }

export interface Choice extends MarkedField {
  readonly key: string
  readonly label: string
}

export const SOMETHING_ELSE: Marked = { field: null, seen: null }

const PLAIN = [
  'givenName',
  'familyName',
  'preferredName',
  'pronouns',
  'birthDate',
  'fileNumber',
  'address',
] as const satisfies readonly CorrectionField[]

export const keyOf = ({ field, seen }: Marked): string => `${field} ${seen ?? ''}`

/** What a field is called on the page. */
export function fieldName(field: CorrectionField | null, { record, shell, corrections }: PortalText): string {
  if (field === null) return corrections.other
  if (field === 'email') return record.emails
  if (field === 'phone') return record.phones
  return field === 'address' ? shell.address : record[field]
}

/** Every field that can be chosen in the form, in the order of the page. */
export function correctionChoices(record: OwnRecord, text: PortalText): readonly Choice[] {
  const plain = PLAIN.map((field) => ({ field, seen: record[field] || null, label: fieldName(field, text) }))
  const contacts = ([['email', record.emails] as const, ['phone', record.phones] as const] as const).flatMap(
    ([field, own]) => {
      const name = fieldName(field, text)
      const existing = own.map(({ value }) => ({ field, seen: value, label: `${name}: ${value}` }))
      return [...existing, { field, seen: null, label: text.corrections.newContact({ name }) }]
    },
  )
  return [...plain, ...contacts].map((choice) => ({ ...choice, key: keyOf(choice) }))
}

/** Names and the file number always say something. */
export function isRemovable({ field, seen }: MarkedField): boolean {
  return seen !== null && field !== 'givenName' && field !== 'familyName' && field !== 'fileNumber'
}
