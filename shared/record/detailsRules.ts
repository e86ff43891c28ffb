import type { GivenDetails } from '../accounts/portalSchemas'
import type { ParticipantFields } from '../participants/participantSchemas'
import type { Change } from '../sync/syncSchemas'

/** What registration may ask for (S4.13), in the order of its form. */
export const DETAIL_NAMES = ['preferredName', 'pronouns', 'address', 'phone'] as const
export type DetailName = (typeof DETAIL_NAMES)[number]

type Known = Pick<ParticipantFields, 'preferredName' | 'pronouns' | 'address'> & { readonly hasPhone: boolean }

/** What the clinic does not have yet. */
export function missingDetails(known: Known): DetailName[] {
  return DETAIL_NAMES.filter((name) => (name === 'phone' ? !known.hasPhone : known[name] === ''))
}

/**
 * What a participant's answer changes in the record: only what is empty there is filled, whatever was sent, so that nothing which staff wrote is ever
 * overwritten. A first phone number becomes the starred one by itself (`settleStars`). `phoneId` names it.
 */
export function detailChanges(fields: ParticipantFields, given: GivenDetails, phoneId: string): Change[] {
  const missing = missingDetails({ ...fields, hasPhone: Object.keys(fields.phones).length > 0 })
  return missing
    .filter((name) => given[name] !== '')
    .map((name) =>
      name === 'phone'
        ? { path: `phone:${phoneId}`, base: null, value: { value: given.phone, label: '' } }
        : { path: name, base: '', value: given[name] },
    )
}
