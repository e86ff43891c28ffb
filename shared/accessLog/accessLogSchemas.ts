import type { Role } from '../access/roles'

/** Who did something with my record, in plain words (product.md: an access log that the participant can read). No ids, no values. */
export interface AccessEvent {
  readonly at: string
  readonly who: 'staff' | 'you' | 'clinic'
  /** Name and role of the colleague, the role as it was then; null for `you` and `clinic`. */
  readonly name: string | null
  readonly role: Role | null
  /** Where from: the name of the clinic's console, or null. */
  readonly place: string | null
  readonly what: AccessKind
}
export const ACCESS_KINDS = [
  'viewed',
  'created',
  'edited',
  'invite_made',
  'invite_revoked',
  'access_revoked',
  'access_enabled',
  'mfa_reset',
  'mfa_exempted',
  'mfa_exemption_ended',
  'unlocked',
  'reset_sent',
  'message_sent',
  'message_read',
  'correction_handled',
  'correction_decided',
  'file_opened',
  'sign_ins_viewed',
  'previewed',
  'own_view',
  'own_sign_in',
  'own_change',
  'own_joined',
  'own_consent',
  'own_details',
  'own_correction',
] as const
export type AccessKind = (typeof ACCESS_KINDS)[number]
export interface AccessPage {
  readonly events: readonly AccessEvent[]
  /** Give it back as `before` for the older ones; null: that was all. */
  readonly next: number | null
}
