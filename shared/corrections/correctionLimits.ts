/** Without zod, so that a page can take its lists from here and stay small. */

/** Characters (code points) of each text: a description, an answer, a statement of disagreement. */
export const CORRECTION_TEXT_LENGTH = 2_000
/** A participant may have so many requests that wait for a decision. */
export const MOST_OPEN_CORRECTIONS = 20
/** Fields in one request. */
export const MOST_CHANGES = 10
/** Persons whom the participant wants to be told (45 CFR 164.526(c)(3)). */
export const MOST_PERSONS = 10
export const PERSON_NAME_LENGTH = 120
export const PERSON_CONTACT_LENGTH = 200
/** Code points of a message that a request is about. */
export const QUOTE_LENGTH = 500
/** Days in the clinic's own list of holidays. */
export const MOST_HOLIDAYS = 400

/** Which law sets the clinic's terms. The first is 45 CFR 164.526(b)(2). */
export const LAW_PROFILES = ['days_60_30', 'days_30_30', 'business_30'] as const
export type LawProfile = (typeof LAW_PROFILES)[number]
export const DEFAULT_PROFILE: LawProfile = 'days_60_30'

export interface Term {
  /** Days to decide, counted from the day after receipt. */
  readonly days: number
  /** By how many days the term can be extended, once. */
  readonly extension: number
  /** Only Monday to Friday count, and no holidays. */
  readonly business: boolean
}
export const TERMS: Readonly<Record<LawProfile, Term>> = {
  days_60_30: { days: 60, extension: 30, business: false },
  days_30_30: { days: 30, extension: 30, business: false },
  business_30: { days: 30, extension: 30, business: true },
}

/** Forward only (decision 0004). The first three are open: nobody has decided yet. */
export const CORRECTION_STATES = [
  'submitted',
  'acknowledged',
  'in_review',
  'accepted',
  'partly_accepted',
  'denied',
  'withdrawn',
  'disagreement',
  'rebuttal',
  'closed',
] as const
export type CorrectionState = (typeof CORRECTION_STATES)[number]
export const OPEN_STATES = ['submitted', 'acknowledged', 'in_review'] as const satisfies readonly CorrectionState[]

/** Waits for a decision. */
export function isOpen(state: CorrectionState): boolean {
  return (OPEN_STATES as readonly CorrectionState[]).includes(state)
}

/** Decided, whatever came after. */
export function isDecided(state: CorrectionState): boolean {
  return !isOpen(state) && state !== 'withdrawn'
}

/** The participant may answer with a statement of disagreement (45 CFR 164.526(d)(2)). */
export function mayDisagree(state: CorrectionState): boolean {
  return state === 'denied' || state === 'partly_accepted'
}

export const LETTER_KINDS = ['decision', 'extension'] as const
export type LetterKind = (typeof LETTER_KINDS)[number]

export type ChangeVerdict = 'accepted' | 'denied'

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
