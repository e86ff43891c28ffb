/** Without zod, so that a page can take its lists from here and stay small. */

/** Characters (code points) of each text: a description, an answer, a statement of disagreement. */
export const CORRECTION_TEXT_LENGTH = 2_000
/** A participant may have so many requests that wait for a decision. */
export const MOST_OPEN_CORRECTIONS = 20
/** 45 CFR 164.526(b)(2)(i): the clinic acts within 60 days after receipt. */
export const DAYS_TO_DECIDE = 60
/** 45 CFR 164.526(b)(2)(ii): once, and by no more than 30 days. */
export const MOST_EXTENSION_DAYS = 30

/** Forward only (product.md, State machines). The first two are open: nobody has decided yet. */
export const CORRECTION_STATES = [
  'submitted',
  'acknowledged',
  'accepted',
  'denied',
  'withdrawn',
  'disagreement',
] as const
export type CorrectionState = (typeof CORRECTION_STATES)[number]

/** Waits for a decision. */
export function isOpen(state: CorrectionState): boolean {
  return state === 'submitted' || state === 'acknowledged'
}

/** 45 CFR 164.526(a)(2), (i) to (iv): the only grounds of a denial. */
export const DENIAL_GROUNDS = ['not_created_by_us', 'not_in_record', 'not_available', 'accurate_complete'] as const
export type DenialGround = (typeof DENIAL_GROUNDS)[number]

/** What a participant sees of their record and can propose a value for; whatever else is wrong is described. */
export const CORRECTION_FIELDS = [
  'givenName',
  'familyName',
  'preferredName',
  'pronouns',
  'birthDate',
  'fileNumber',
  'address',
  'email',
  'phone',
] as const
export type CorrectionField = (typeof CORRECTION_FIELDS)[number]
