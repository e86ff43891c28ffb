import { z } from 'zod'
import type { AccessPage } from '../accessLog/accessLogSchemas'
import type { ConsentReceipt, OwnRecord, PersonMe, PublicClinic } from '../accounts/portalSchemas'
import type { Language } from '../clinic/clinicSchemas'
import type { ConsentStep } from '../consent/consentSchemas'
import type { PortalCorrection } from '../corrections/correctionSchemas'
import type { PortalMessage } from '../messages/messageSchemas'

export const openPreviewSchema = z.strictObject({ participantId: z.uuid() })

/** What a participant meets before anything else, in the order in which the portal asks. */
export const OBSTACLES = ['portal_off', 'no_account', 'revoked', 'consents', 'second_factor'] as const
export type Obstacle = (typeof OBSTACLES)[number]

/** "What the participant sees" (product.md item 10): the portal's own answers for one participant at one moment. */
export interface Preview {
  /** Server time. */
  readonly at: string
  /** Null: signing in leads to their home page. */
  readonly obstacle: Obstacle | null
  /** Wrong passwords or codes have paused signing in for a while; whoever is signed in already notices nothing of it (Q3). */
  readonly signInPaused: boolean
  readonly clinic: PublicClinic
  /** The account's, or else the one in the record. */
  readonly language: Language
  /** Null while the portal would answer nothing: switched off, no account, access revoked. */
  readonly pages: PreviewPages | null
}

export interface PreviewPages {
  readonly me: PersonMe
  /** Without the network address they were given from: where somebody reads their portal is not part of the preview. */
  readonly receipts: readonly ConsentReceipt[]
  /** The text to read next, in each language; null once all are agreed to. */
  readonly consent: Readonly<Record<Language, ConsentStep>> | null
  /** Null while texts or the second factor stand before it. */
  readonly inside: PreviewInside | null
}

export interface PreviewInside {
  readonly record: OwnRecord
  /** Null where the clinic has messages switched off. */
  readonly messages: readonly PortalMessage[] | null
  readonly corrections: readonly PortalCorrection[]
  /** The newest page, before this preview was written down in it. */
  readonly accessLog: AccessPage
}
