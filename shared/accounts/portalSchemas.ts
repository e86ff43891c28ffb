import type { Language } from '../clinic/clinicSchemas'

/** What any visitor may know of the clinic. */
export interface PublicClinic {
  readonly name: string
  readonly phone: string
  readonly email: string
  readonly address: string
  readonly minPasswordLength: number
}

/**
 * What the page of a working link knows. Nothing about the participant until the verbal code was right.
 * `tries` is how many wrong codes are still allowed in the invite's whole life (I5).
 */
export interface InviteView {
  readonly step: 'verbal_code' | 'register'
  readonly tries: number | null
  readonly language: Language
  readonly clinic: PublicClinic
}

/** Where a signed-in participant stands. */
export interface PortalMe {
  readonly displayName: string
  readonly email: string
  readonly language: Language
  readonly consentDone: boolean
  readonly sessionEndsAt: string
}

/** The participant's own details, as the clinic has them. Internal ids, notes and staff names are not part of it (G2). */
export interface OwnRecord {
  readonly givenName: string
  readonly familyName: string
  readonly preferredName: string
  readonly pronouns: string
  readonly birthDate: string | null
  readonly fileNumber: string
  readonly address: string
  readonly emails: readonly OwnContact[]
  readonly phones: readonly OwnContact[]
  readonly programName: string
  readonly clinic: PublicClinic
}
export interface OwnContact {
  readonly value: string
  readonly label: string
  readonly isDefault: boolean
}
