import { z } from 'zod'
import { languageSchema } from '../clinic/clinicSchemas'

/** How somebody gets in. `reset` and `invite` are no sign-ins by themselves; their tries are recorded beside the others. */
export const SIGN_IN_WAYS = ['password', 'email_link', 'sms_code', 'second_factor', 'reset', 'invite'] as const
export type SignInWay = (typeof SIGN_IN_WAYS)[number]

export const SECRET_PURPOSES = ['email_link', 'sms_code', 'reset', 'verify_email', 'verify_phone'] as const
export type SecretPurpose = (typeof SECRET_PURPOSES)[number]

/**
 * What became of a try, as staff may know it. Visitors read one neutral sentence for all of them (P4); `waysInRules.ts` names the remedy
 * that staff are offered.
 */
export const ATTEMPT_REASONS = [
  'signed_in',
  'link_sent',
  'code_sent',
  'reset_sent',
  'reset_done',
  'second_factor_asked',
  'unknown_contact',
  'password_wrong',
  'code_wrong',
  'code_expired',
  'link_expired',
  'link_used',
  'second_factor_wrong',
  'challenge_over',
  'locked',
  'codes_paused',
  'disabled',
  'portal_off',
  'way_off',
  'too_many_sends',
  'send_failed',
] as const
export type AttemptReason = (typeof ATTEMPT_REASONS)[number]

/** P4: anything of allowed length is answered alike, so emails are not checked for their form here. */
const anyEmail = z.string().max(254)
const anyPhone = z.string().max(64)
/** The person says that others use this device too: the session then ends after 30 minutes without a request (W2). */
const shared = z.boolean()

export const passwordSignInSchema = z.strictObject({
  email: anyEmail,
  password: z.string().max(4096),
  shared: shared.default(false),
})
export const linkRequestSchema = z.strictObject({ email: anyEmail, shared, language: languageSchema })
export const codeRequestSchema = z.strictObject({ phone: anyPhone, shared, language: languageSchema })
export const resetRequestSchema = z.strictObject({ email: anyEmail, language: languageSchema })
/** What a person types: spaces and hyphens are taken out by the rule, so that pasting works. */
export const typedCodeSchema = z.strictObject({ code: z.string().min(1).max(64) })
/** `confirmed`: the button was pressed. Without it a link completes only in the browser that asked for it. */
export const openLinkSchema = z.strictObject({ token: z.string().min(1).max(128), confirmed: z.boolean() })
export const resetSchema = z.strictObject({ token: z.string().min(1).max(128), password: z.string().min(1).max(4096) })

/** Where to go after a right first factor, or after everything. `second`: a code is asked for, nothing is open yet (M4). */
export interface SignInAnswer {
  readonly next: 'second' | 'home'
}

/** The verification page (S3.13). The same for known and unknown contacts; `masked` is made of what the visitor typed. */
export interface RequestView {
  readonly channel: 'email' | 'sms'
  readonly masked: string
  /** Seconds until Resend is possible again. */
  readonly resendInSeconds: number
  readonly expiresInSeconds: number
}

/** `confirm`: another browser asked, so one button must be pressed; nothing was used up. */
export type LinkAnswer = { readonly state: 'confirm' } | { readonly state: 'done'; readonly next: SignInAnswer['next'] }

export interface SecondView {
  readonly way: SignInWay
  readonly triesLeft: number
  readonly expiresInSeconds: number
  /** Whether a recovery code may still be used: one at most in a sign-in (M5), and only while there are any. */
  readonly mayUseRecovery: boolean
}

export interface ResetView {
  readonly minPasswordLength: number
}

/** One line of diagnostics for staff, newest first. `address` is the network address; `device` coarse words such as "Firefox on Android". */
export interface SignInAttempt {
  readonly at: string
  readonly way: SignInWay
  readonly reason: AttemptReason
  readonly address: string | null
  readonly device: string
}

export const REMEDIES = [
  'none',
  'send_reset',
  'unlock',
  'enable',
  'reset_mfa',
  'fix_contact',
  'wait_and_resend',
  'new_invite',
  'ask_administrator',
] as const
/** What staff can do about it with one press (or whom to ask). */
export type Remedy = (typeof REMEDIES)[number]

export interface Diagnosis {
  readonly attempts: readonly SignInAttempt[]
  /** What most likely stands in the way now, and what to do about it. */
  readonly verdict: AttemptReason | 'no_account' | 'registering' | 'nothing'
  readonly remedy: Remedy
  readonly checkedAt: string
}

/** "They say they typed robin@example.org": whether that opens this account, and how often it was tried in the last 24 hours. */
export interface ContactCheck {
  readonly verdict: 'on_file' | 'verified_by_participant' | 'not_verified' | 'not_on_file' | 'not_a_contact'
  readonly tries: number
  readonly lastTryAt: string | null
}
export const diagnoseSchema = z.strictObject({ participantId: z.uuid() })
export const checkContactSchema = z.strictObject({ participantId: z.uuid(), contact: z.string().min(1).max(254) })
