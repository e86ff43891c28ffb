import { z } from 'zod'
import { type AccountDoc, EXEMPT_REASONS, IDENTITY_CHECKS, RESET_MFA_REASONS } from '../accounts/accountSchemas'
import type { SignedHead } from '../audit/auditSchemas'
import type { ClinicDoc, ProgramDoc } from '../clinic/clinicSchemas'
import { DENIAL_GROUNDS, MOST_CHANGES } from '../corrections/correctionLimits'
import { type CorrectionDoc, optionalTextSchema, requiredTextSchema } from '../corrections/correctionSchemas'
import { type InviteDoc, inviteShareSchema, seenRevocationsSchema, tokenHashSchema } from '../invites/inviteSchemas'
import { type MessageDoc, messageBodySchema } from '../messages/messageSchemas'
import {
  type FieldValue,
  fieldPathSchema,
  idSchema,
  type Participant,
  participantFieldsSchema,
} from '../participants/participantSchemas'
import type { StaffDoc } from '../staff/staffSchemas'
import { CHOICES, type ConflictDoc } from './conflictSchemas'

/** Where a replica stands: `epoch` changes when a backup is restored, `rev` is given in commit order (design.md 3, Y3). */
export const checkpointSchema = z.strictObject({ epoch: z.uuid(), rev: z.int().min(0) })
export type Checkpoint = z.infer<typeof checkpointSchema>

/** One field of an edit: what the author saw (`base`) and what they want (`value`). Contacts removed are null. */
const fieldValueSchema = z.union([
  z.string().max(2000),
  z.null(),
  z.strictObject({ value: z.string().max(2000), label: z.string().max(200) }),
])
export const changeSchema = z.strictObject({ path: fieldPathSchema, base: fieldValueSchema, value: fieldValueSchema })
export interface Change {
  readonly path: string
  readonly base: FieldValue
  readonly value: FieldValue
}

const write = { writeId: idSchema }
const ofCorrection = { participantId: idSchema, correctionId: idSchema }
const newInvite = {
  inviteId: idSchema,
  tokenHash: tokenHashSchema,
  shortHash: tokenHashSchema,
  /** Readable only on its way to the server, which stores an argon2id hash; null = no code (S0.4). */
  verbalCode: z.string().max(128).nullable(),
  /** Whoever accepts must set up a second factor (M5, invite). */
  mfaRequired: z.boolean().optional(),
}

/**
 * What a console may send, in the order it was made (product.md, Two kinds of writes). `edit` merges per field; everything else is a
 * command: applied exactly once or refused with a reason.
 */
export const outboxItemSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...write,
    kind: z.literal('edit'),
    participantId: idSchema,
    changes: z.array(changeSchema).min(1).max(60),
  }),
  z.strictObject({
    ...write,
    kind: z.literal('participant.create'),
    participantId: idSchema,
    fields: participantFieldsSchema,
  }),
  z.strictObject({ ...write, kind: z.literal('participant.view'), participantId: idSchema }),
  /** `seen`: what the author knew of revocations; one that came later wins over this. Missing in queues of earlier consoles. */
  z.strictObject({
    ...write,
    kind: z.literal('invite.create'),
    participantId: idSchema,
    ...newInvite,
    seen: seenRevocationsSchema.optional(),
  }),
  /** A resend is a new token that supersedes `previousId`; `keepVerbalCode` carries the old code's hash over. */
  z.strictObject({
    ...write,
    kind: z.literal('invite.resend'),
    previousId: idSchema,
    keepVerbalCode: z.boolean(),
    ...newInvite,
  }),
  z.strictObject({ ...write, kind: z.literal('invite.revoke'), inviteId: idSchema }),
  /** How its link and code were handed over, as far as staff know; a later note replaces an earlier one. */
  z.strictObject({ ...write, kind: z.literal('invite.share'), inviteId: idSchema, ...inviteShareSchema.shape }),
  /** S0.18: every session, link, code, challenge and pending invite ends with the same commit. */
  z.strictObject({ ...write, kind: z.literal('account.revoke'), participantId: idSchema }),
  /** S4.20. `disabledAt` is what the author saw: a newer revocation wins over this. */
  z.strictObject({
    ...write,
    kind: z.literal('account.enable'),
    participantId: idSchema,
    disabledAt: z.iso.datetime(),
  }),
  z.strictObject({ ...write, kind: z.literal('account.unlock'), participantId: idSchema }),
  z.strictObject({ ...write, kind: z.literal('account.send_reset'), participantId: idSchema }),
  /** M8. */
  z.strictObject({
    ...write,
    kind: z.literal('account.reset_mfa'),
    participantId: idSchema,
    reason: z.enum(RESET_MFA_REASONS),
    identityCheck: z.enum(IDENTITY_CHECKS),
  }),
  /** `reason: null` ends the exemption. */
  z.strictObject({
    ...write,
    kind: z.literal('account.exempt_mfa'),
    participantId: idSchema,
    reason: z.enum(EXEMPT_REASONS).nullable(),
  }),
  z.strictObject({
    ...write,
    kind: z.literal('message.send'),
    participantId: idSchema,
    messageId: idSchema,
    body: messageBodySchema,
  }),
  /** All messages of the participant up to and including this one have been read. */
  z.strictObject({ ...write, kind: z.literal('message.read'), participantId: idSchema, messageId: idSchema }),
  z.strictObject({ ...write, kind: z.literal('correction.acknowledge'), ...ofCorrection }),
  /** G3. `until` is the new last day, counted where the clinic is. */
  z.strictObject({
    ...write,
    kind: z.literal('correction.extend'),
    ...ofCorrection,
    until: z.iso.date(),
    reason: requiredTextSchema,
  }),
  z.strictObject({ ...write, kind: z.literal('correction.review'), ...ofCorrection }),
  /** `accepted`: the paths of the changes that are made. As soon as one is denied, or all of a described request, there are ground and answer. */
  z.strictObject({
    ...write,
    kind: z.literal('correction.decide'),
    ...ofCorrection,
    accepted: z.array(fieldPathSchema).max(MOST_CHANGES),
    ground: z.enum(DENIAL_GROUNDS).nullable(),
    answer: optionalTextSchema,
  }),
  z.strictObject({ ...write, kind: z.literal('correction.rebut'), ...ofCorrection, text: requiredTextSchema }),
  z.strictObject({ ...write, kind: z.literal('correction.close'), ...ofCorrection }),
  z.strictObject({ ...write, kind: z.literal('correction.told'), ...ofCorrection, personId: idSchema }),
  /** Y6: `base` is what the author saw standing, `value` what the field shall say: for `kept` the same, for `lost` the value that lost. */
  z.strictObject({
    ...write,
    kind: z.literal('conflict.resolve'),
    participantId: idSchema,
    conflictId: idSchema,
    choice: z.enum(CHOICES),
    base: fieldValueSchema,
    value: fieldValueSchema,
  }),
  /** These two wait only in queues of earlier consoles: the server reads them as `correction.decide`. */
  z.strictObject({ ...write, kind: z.literal('correction.accept'), ...ofCorrection, answer: optionalTextSchema }),
  z.strictObject({
    ...write,
    kind: z.literal('correction.deny'),
    ...ofCorrection,
    ground: z.enum(DENIAL_GROUNDS),
    answer: requiredTextSchema,
  }),
])
export type OutboxItem = z.infer<typeof outboxItemSchema>
export type OutboxKind = OutboxItem['kind']

/** Envelope first, so that one malformed item is answered by itself and never blocks the others (Y9). */
export const pushInputSchema = z.strictObject({
  items: z
    .array(z.looseObject({ writeId: idSchema, kind: z.string().max(40) }))
    .min(1)
    .max(200),
})

/** Why a write was not done. Each has a sentence in `refusalSentences.ts`; which of them are conflicts says `commandConflicts.ts`. */
export const REFUSALS = [
  'malformed',
  'out_of_scope',
  'role',
  'unknown_participant',
  'already_exists',
  'server_owned',
  'invalid_value',
  'program_not_yours',
  'unknown_invite',
  'invite_over',
  'already_accepted',
  'already_revoked',
  'account_exists',
  'cooldown',
  'verbal_code_required',
  'verbal_code_weak',
  'no_account',
  'already_disabled',
  'already_enabled',
  'revoked_since',
  'account_disabled',
  'no_factor',
  'not_locked',
  'no_email',
  'portal_off',
  'unknown_message',
  'messages_off',
  'unknown_correction',
  'correction_over',
  'already_acknowledged',
  'already_extended',
  'extension_late',
  'extension_date',
  'already_in_review',
  'decided_already',
  'not_decided',
  'field_changed',
  'ground_missing',
  'answer_missing',
  'not_denied',
  'not_disagreed',
  'already_closed',
  'unknown_person',
  'already_told',
  'too_many_open',
  'unknown_conflict',
  'conflict_over',
] as const
export type Refusal = (typeof REFUSALS)[number]

/**
 * The answer to one item, given only after commit (Y1) and the same for every repeat of its writeId (Y2).
 * applied: all of it; merged: all of it, beside somebody else's newer fields; conflict: of an edit at least one field lost and is kept as a
 * conflict, of a command nothing was done because the world has moved on, and the rows as they are now come along; refused: nothing was done,
 * final; failed: nothing was done, send it again.
 */
export interface PushResult {
  readonly writeId: string
  readonly outcome: 'applied' | 'merged' | 'conflict' | 'refused' | 'failed'
  readonly reason?: Refusal
  readonly message?: string
  readonly retryAfterSeconds?: number
  readonly participant?: Participant
  readonly invites?: readonly InviteDoc[]
  readonly accounts?: readonly AccountDoc[]
  readonly messages?: readonly MessageDoc[]
  readonly corrections?: readonly CorrectionDoc[]
  readonly conflicts?: readonly ConflictDoc[]
}
export interface PushAnswer {
  readonly results: readonly PushResult[]
  readonly serverTime: string
}

/** `witnessCount` is the count of the highest audit head this console has seen; the answer carries that row's hash (U3). */
export const pullInputSchema = z.strictObject({
  checkpoint: checkpointSchema.nullable(),
  limit: z.int().min(1).max(5000),
  witnessCount: z.int().min(0),
})

/** Ids of one question: it travels in the address, of which Node takes 16 kB and many a proxy 8. */
export const MOST_ASKED = 100
/** `sync.unknown`: records that a restored server did not bring; the answer names those that it does not have at all (K2). */
export const unknownInputSchema = z.strictObject({ ids: z.array(idSchema).max(MOST_ASKED) })

/** The replicated collections and their documents. Every document has `id` and `rev`. */
export interface ReplicatedDocs {
  readonly clinic: ClinicDoc
  readonly programs: ProgramDoc
  readonly staff: StaffDoc
  readonly participants: Participant
  readonly invites: InviteDoc
  readonly accounts: AccountDoc
  readonly messages: MessageDoc
  readonly corrections: CorrectionDoc
  readonly conflicts: ConflictDoc
}
export const REPLICATED = [
  'clinic',
  'programs',
  'staff',
  'participants',
  'invites',
  'accounts',
  'messages',
  'corrections',
  'conflicts',
] as const
export type ReplicatedName = (typeof REPLICATED)[number]

export interface PullAnswer {
  readonly rows: { readonly [Name in ReplicatedName]?: readonly ReplicatedDocs[Name][] }
  /** Documents that left this person's scope: to be purged from the device (D4, Y8). A participant takes its invites, account and conflicts along. */
  readonly gone: readonly { readonly collection: ReplicatedName; readonly id: string }[]
  readonly checkpoint: Checkpoint
  /** True when the replica must drop its copies first (first sync, or another epoch); unsent writes stay. */
  readonly reset: boolean
  /** Rows after this answer's checkpoint that are still to come; 0 = up to date. Counted only when it is a first or full sync. */
  readonly remaining: number
  readonly head: SignedHead
  readonly witnessHash: string | null
  readonly serverTime: string
}
