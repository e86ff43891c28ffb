import { z } from 'zod'
import type { Branding, ClinicSettings, Language, PortalFunctionName } from '../clinic/clinicSchemas'
import type { ConsentDocumentId } from '../consent/consentSchemas'
import { fieldSchemas, phoneContactSchema } from '../participants/participantSchemas'
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

/** What `PortalMe` says of the person, whatever session they come with. */
export type PersonMe = Omit<PortalMe, 'sessionEndsAt' | 'idleSeconds' | 'shared' | 'lockMinutes'>

/** Registration, step two (S4.13): only what the clinic does not have yet may be filled in; '' or null leaves it. */
export const givenDetailsSchema = z.strictObject({
  preferredName: fieldSchemas.preferredName,
  pronouns: fieldSchemas.pronouns,
  address: fieldSchemas.address,
  phone: z.union([z.literal(''), phoneContactSchema.shape.value]),
})
export type GivenDetails = z.infer<typeof givenDetailsSchema>

/** Proof of an agreement that can be checked later: the words' hash, the time, and a number (S2.70). */
export interface ConsentReceipt {
  readonly id: string
  readonly documentId: ConsentDocumentId
  readonly title: string
  readonly body: string
  readonly version: number
  readonly language: Language
  readonly textHash: string
  readonly agreedAt: string
  readonly address: string | null
  /** False: a newer version was agreed to or waits. */
  readonly isCurrent: boolean
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
