import type { Branding, ClinicSettings, Language, PortalFunctionName } from '../clinic/clinicSchemas'
import type { AccountHolder } from './accountSchemas'

/** What any visitor may know of the clinic. `name` is the display name of the branding, or else the clinic's own. */
export interface PublicClinic {
  readonly name: string
  /** False: the portal shows a friendly page and nothing else. */
  readonly portalEnabled: boolean
  readonly methods: ClinicSettings['methods']
  readonly languages: readonly Language[]
  readonly branding: Pick<Branding, 'accent' | 'welcomeTitle' | 'welcomeMessage' | 'contactInfo'>
  readonly logoUrl: string | null
  readonly terms: ClinicSettings['terms']
  readonly registration: ClinicSettings['registration']
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
  /** False: a second factor is required and not set up yet; only the way to set it up is open. */
  readonly mfaDone: boolean
  readonly hasFactor: boolean
  readonly emailVerified: boolean
  readonly holder: AccountHolder
  readonly sessionEndsAt: string
  /** How long the session lives without a request; the page warns 5 minutes before its end. */
  readonly idleSeconds: number
  readonly shared: boolean
  /** The portal locks after so many minutes on this device; null: never. */
  readonly lockMinutes: number | null
  /** What is switched on, in the order to show (S4.11); `link` is null for what is built in. */
  readonly functions: readonly { readonly name: PortalFunctionName; readonly link: string | null }[]
  readonly unreadMessages: number
  /** Registration asked to fill in details (S4.13) and this has not been answered yet. */
  readonly detailsWanted: boolean
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
