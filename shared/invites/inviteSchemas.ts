import { z } from 'zod'

/** States that are stored or derived (product.md, State machines). `draft_offline` exists only on the console that made it. */
export const INVITE_STATES = [
  'draft_offline',
  'pending',
  'opened',
  'accepted',
  'expired',
  'revoked',
  'superseded',
  'locked',
  'send_failed',
] as const
export type InviteState = (typeof INVITE_STATES)[number]

/** How a link or a spoken code goes to the participant (product.md, item 3). */
export const SHARE_WAYS = ['in_person', 'phone', 'text', 'email', 'letter'] as const
export type ShareWay = (typeof SHARE_WAYS)[number]
/** A link may also be opened on the clinic's own machine, before the eyes of staff (item 11). */
export const LINK_WAYS = [...SHARE_WAYS, 'here'] as const
export type LinkWay = (typeof LINK_WAYS)[number]

export const inviteShareSchema = z.strictObject({
  link: z.array(z.enum(LINK_WAYS)).max(LINK_WAYS.length),
  code: z.array(z.enum(SHARE_WAYS)).max(SHARE_WAYS.length),
})
export type InviteShare = Readonly<z.infer<typeof inviteShareSchema>>

/** base64url SHA-256 of the raw token, 43 characters. The token itself: 32 random bytes, base64url, 43 characters (I2). */
export const tokenHashSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be a SHA-256 hash')
export const rawTokenSchema = z.string().min(1).max(128)

/** What replicas hold of an invite. Times are ISO 8601 UTC by the server's clock. No token, no hash, no code (I2). */
export interface InviteDoc {
  readonly id: string
  readonly rev: number
  readonly participantId: string
  readonly hasVerbalCode: boolean
  /** Whoever accepts must set up a second factor. */
  readonly mfaRequired: boolean
  readonly createdAt: string
  readonly createdById: string
  readonly createdByName: string
  readonly expiresAt: string
  readonly openedAt: string | null
  readonly acceptedAt: string | null
  readonly revokedAt: string | null
  readonly revokedByName: string | null
  readonly supersededAt: string | null
  readonly lockedAt: string | null
  readonly wrongCodes: number
  readonly emailedAt: string | null
  readonly emailFailedAt: string | null
  readonly askedAgainAt: string | null
  /** How link and code were handed over, as staff noted it; absent in documents of an earlier server. */
  readonly shared?: InviteShare | null
}

/** The dated facts that decide an invite's state; the order of precedence is in `inviteRules.ts`. */
export type InviteFacts = Pick<
  InviteDoc,
  'expiresAt' | 'openedAt' | 'acceptedAt' | 'revokedAt' | 'supersededAt' | 'lockedAt' | 'emailFailedAt'
>

export const MOST_OWN_WRITES = 50

/**
 * What the author of a new invite knew of revocations. `revokedAt`: the newest that they had seen; `ownWrites`: revocations of their own that were still
 * under way, which the new invite follows.
 */
export const seenRevocationsSchema = z.strictObject({
  revokedAt: z.iso.datetime().nullable(),
  ownWrites: z.array(z.uuid()).max(MOST_OWN_WRITES),
})
export type SeenRevocations = z.infer<typeof seenRevocationsSchema>
