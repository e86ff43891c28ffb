import { type Action, allows, type Role } from '../access/roles'
import type { ParticipantFields } from '../participants/participantSchemas'
import { decideEdit, type EditDecision, type FieldAuthors } from '../sync/mergeRules'
import type { Refusal } from '../sync/syncSchemas'
import { isOverdue, lastExtension } from './correctionDates'
import {
  type CorrectionState,
  type DenialGround,
  isDecided,
  isOpen,
  type LawProfile,
  MOST_OPEN_CORRECTIONS,
  mayDisagree,
} from './correctionLimits'
import type { CorrectionChange, CorrectionPerson, PortalChange, SubmitCorrection } from './correctionSchemas'

export interface Refused {
  readonly ok: false
  readonly reason: Refusal
  readonly message?: string
}
export type Verdict = { readonly ok: true } | Refused

const YES: Verdict = { ok: true }

/** What was asked for under one id, in words: a second request with it is a repeat only when all of it is the same. */
export interface Submitted {
  readonly participantId: string
  readonly changes: readonly Omit<PortalChange, 'verdict'>[]
  readonly description: string
  readonly messageId: string | null
  readonly persons: readonly { readonly name: string; readonly contact: string }[]
  readonly fileIds: readonly string[]
}

/** As it would be stored: normalised, and nothing instead of empty. */
export function submittedBy(participantId: string, asked: SubmitCorrection): Submitted {
  const tidy = (value: string | null) => value?.normalize('NFC').trim() || null
  const changes = asked.changes.map(({ field, seen, proposed }) => ({
    field,
    seen: tidy(seen),
    proposed: tidy(proposed),
  }))
  const { description, messageId, persons, fileIds } = asked
  return { participantId, changes, description, messageId, persons, fileIds }
}

export interface SubmitFacts {
  /** A stored request with the id that the browser made. */
  readonly sameId: Submitted | null
  readonly sending: Submitted
  /** The participant's requests that wait for a decision. */
  readonly open: number
}
export type SubmitVerdict = Refused | { readonly ok: true; readonly repeat: boolean }

/** S0.26. A repeat is answered as before, whatever has happened to the request since. */
export function decideSubmit({ sameId, sending, open }: SubmitFacts): SubmitVerdict {
  if (sameId !== null) return isRepeat(sameId, sending) ? { ok: true, repeat: true } : no('already_exists')
  return open >= MOST_OPEN_CORRECTIONS ? no('too_many_open') : { ok: true, repeat: false }
}

function isRepeat(stored: Submitted, sending: Submitted): boolean {
  return canonical(stored) === canonical(sending)
}

function canonical({ participantId, changes, description, messageId, persons, fileIds }: Submitted): string {
  const asked = changes.map(({ field, seen, proposed }) => [field, seen, proposed])
  const people = persons.map(({ name, contact }) => [name, contact])
  return JSON.stringify([participantId, asked, description, messageId, people, fileIds])
}

/** The participant takes an open request back. */
export function decideWithdraw({ state }: { readonly state: CorrectionState }): Verdict {
  return isOpen(state) ? YES : no('correction_over')
}

/** 45 CFR 164.526(d)(2): after a denial, also of a part, once. */
export function decideDisagree({ state }: { readonly state: CorrectionState }): Verdict {
  return mayDisagree(state) ? YES : no('not_denied')
}

export interface StaffFacts {
  readonly role: Role
  readonly state: CorrectionState
}

/** "We have it and look at it": no decision, but the participant knows. */
export function decideAcknowledge({ role, state }: StaffFacts): Verdict {
  const verdict = staffMay(role, state)
  return verdict.ok && state !== 'submitted' ? no('already_acknowledged') : verdict
}

/** Somebody works on it; also without an acknowledgement before. */
export function decideReview({ role, state }: StaffFacts): Verdict {
  const verdict = staffMay(role, state)
  return verdict.ok && state === 'in_review' ? no('already_in_review') : verdict
}

export interface ExtendFacts extends StaffFacts {
  readonly dueOn: string
  /** Of the request, not of today's settings. */
  readonly profile: LawProfile
  readonly holidays: readonly string[]
  readonly extended: boolean
  /** The calendar day where the clinic is, by the server's clock. */
  readonly today: string
  /** The new last day. */
  readonly until: string
}

/** G3, 45 CFR 164.526(b)(2)(ii): once, before the term is over, by no more than its law allows. The reason is asked for by the schema. */
export function decideExtend(facts: ExtendFacts): Verdict {
  const verdict = staffMay(facts.role, facts.state)
  if (!verdict.ok) return verdict
  if (facts.extended) return no('already_extended')
  if (isOverdue(facts.dueOn, facts.today)) return no('extension_late')
  return facts.until > facts.dueOn && facts.until <= lastExtension(facts.dueOn, facts) ? YES : no('extension_date')
}

export interface DecideFacts extends StaffFacts {
  readonly changes: readonly CorrectionChange[]
  /** Paths of the changes that are made; all others are denied. */
  readonly accepted: readonly string[]
  /** Null: nothing is denied. */
  readonly ground: DenialGround | null
  readonly answer: string
  readonly record: ParticipantFields
  readonly meta: FieldAuthors
  readonly author: string
  readonly now: Date
}
export interface Decided {
  readonly ok: true
  readonly state: 'accepted' | 'partly_accepted' | 'denied'
  readonly changes: readonly CorrectionChange[]
  /** Null: the record is not touched. */
  readonly edit: EditDecision | null
}
/** The world has moved on: the author has to look again (decision 0004). */
export interface Overtaken {
  readonly ok: false
  readonly overtaken: true
  readonly reason: 'decided_already' | 'correction_over' | 'field_changed'
}
export type DecideVerdict = Decided | Overtaken | Refused

/**
 * 45 CFR 164.526(c) and (d), field by field. Accepted values are written as an edit of the record would be; when one of the fields says neither what
 * the participant saw nor what they proposed, nothing at all is decided. A request without changes is accepted or denied as a whole: what it
 * describes is changed by hand before, and the answer says what was done. Also after the due date: late is better than never.
 */
export function decideCorrection(facts: DecideFacts): DecideVerdict {
  const { role, state, changes, accepted, ground, answer } = facts
  if (!allows(role, DECIDE)) return no('role')
  if (isDecided(state)) return { ok: false, overtaken: true, reason: 'decided_already' }
  if (!isOpen(state)) return { ok: false, overtaken: true, reason: 'correction_over' }
  const shape = decisionShape(facts)
  if (!shape.ok) return shape
  const decided = changes.map(
    (change): CorrectionChange => ({ ...change, verdict: accepted.includes(change.path) ? 'accepted' : 'denied' }),
  )
  const outcome = ground === null ? 'accepted' : accepted.length > 0 ? 'partly_accepted' : 'denied'
  if (accepted.length === 0) {
    if (answer === '') return no('answer_missing')
    return { ok: true, state: outcome, changes: decided, edit: null }
  }
  const edit = acceptedEdit(facts)
  if (edit.refusal) return { ok: false, reason: edit.refusal.reason, message: edit.refusal.message }
  if (edit.outcome === 'conflict') return { ok: false, overtaken: true, reason: 'field_changed' }
  return { ok: true, state: outcome, changes: decided, edit }
}

/** Whether ground and answer fit what is accepted: both are needed as soon as anything is denied (G3). */
function decisionShape({ changes, accepted, ground, answer }: DecideFacts): Verdict {
  const known = new Set(changes.map(({ path }) => path))
  if (new Set(accepted).size !== accepted.length || !accepted.every((path) => known.has(path))) return no('malformed')
  const all = accepted.length === changes.length
  if (changes.length > 0 && all !== (ground === null)) return no(all ? 'malformed' : 'ground_missing')
  return ground !== null && answer === '' ? no('answer_missing') : YES
}

function acceptedEdit({ changes, accepted, record, meta, author, now }: DecideFacts): EditDecision {
  const wanted = changes
    .filter(({ path }) => accepted.includes(path))
    .map(({ path, old, proposed }) => ({ path, base: old, value: proposed }))
  return decideEdit({ current: record, meta, changes: wanted, author, now })
}

/** 45 CFR 164.526(d)(3): an answer to the statement of disagreement, once. */
export function decideRebut({ role, state }: StaffFacts): Verdict {
  if (!allows(role, DECIDE)) return no('role')
  return state === 'disagreement' ? YES : no('not_disagreed')
}

/** Nothing more follows: after the statement of disagreement, with a rebuttal or without. */
export function decideClose({ role, state }: StaffFacts): Verdict {
  if (!allows(role, DECIDE)) return no('role')
  if (state === 'closed') return no('already_closed')
  return state === 'disagreement' || state === 'rebuttal' ? YES : no('not_disagreed')
}

export interface ToldFacts extends StaffFacts {
  readonly persons: readonly CorrectionPerson[]
  readonly personId: string
}

/** 45 CFR 164.526(c)(3): of what was accepted, so only once it was decided. */
export function decideTold({ role, state, persons, personId }: ToldFacts): Verdict {
  if (!allows(role, DECIDE)) return no('role')
  if (!isDecided(state)) return no('not_decided')
  const person = persons.find(({ id }) => id === personId)
  if (!person) return no('unknown_person')
  return person.toldAt === null ? YES : no('already_told')
}

const DECIDE: Action = 'correction.decide'

function staffMay(role: Role, state: CorrectionState): Verdict {
  if (!allows(role, DECIDE)) return no('role')
  return isOpen(state) ? YES : no('correction_over')
}

function no(reason: Refusal): Refused {
  return { ok: false, reason }
}
