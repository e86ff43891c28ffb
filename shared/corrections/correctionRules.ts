import { type Action, allows, type Role } from '../access/roles'
import type { ParticipantFields } from '../participants/participantSchemas'
import { decideEdit, type EditDecision, type FieldAuthors } from '../sync/mergeRules'
import type { Refusal } from '../sync/syncSchemas'
import { isOverdue, lastExtension } from './correctionDates'
import { type CorrectionField, type CorrectionState, isOpen, MOST_OPEN_CORRECTIONS } from './correctionLimits'
import type { ProposedChange, SubmitCorrection } from './correctionSchemas'

interface Refused {
  readonly ok: false
  readonly reason: Refusal
  readonly message?: string
}
export type Verdict = { readonly ok: true } | Refused

const YES: Verdict = { ok: true }

/** What was asked for under one id, in words: a second request with it is a repeat only when all of it is the same. */
export interface Submitted {
  readonly participantId: string
  readonly field: CorrectionField | null
  readonly seen: string | null
  readonly proposed: string | null
  readonly description: string
}

/** As it would be stored: normalised, and nothing instead of empty. */
export function submittedBy(participantId: string, { change, description }: SubmitCorrection): Submitted {
  const tidy = (value: string | null | undefined) => value?.normalize('NFC').trim() || null
  const asked = { seen: tidy(change?.seen), proposed: tidy(change?.proposed) }
  return { participantId, field: change?.field ?? null, ...asked, description }
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
  return (
    stored.participantId === sending.participantId &&
    stored.field === sending.field &&
    stored.seen === sending.seen &&
    stored.proposed === sending.proposed &&
    stored.description === sending.description
  )
}

/** The participant takes an open request back. */
export function decideWithdraw({ state }: { readonly state: CorrectionState }): Verdict {
  return isOpen(state) ? YES : no('correction_over')
}

/** 45 CFR 164.526(d)(2): after a denial, once. */
export function decideDisagree({ state }: { readonly state: CorrectionState }): Verdict {
  return state === 'denied' ? YES : no('not_denied')
}

export interface StaffFacts {
  readonly role: Role
  readonly state: CorrectionState
}

/** "We have it and look at it": no decision, but the participant knows. */
export function decideAcknowledge({ role, state }: StaffFacts): Verdict {
  const verdict = staffMay(role, state)
  return verdict.ok && state === 'acknowledged' ? no('already_acknowledged') : verdict
}

export interface ExtendFacts extends StaffFacts {
  readonly dueOn: string
  readonly extended: boolean
  /** The calendar day where the clinic is, by the server's clock. */
  readonly today: string
  /** The new last day. */
  readonly until: string
}

/** G3, 45 CFR 164.526(b)(2)(ii): once, before the term is over, by no more than 30 days. The reason is asked for by the schema. */
export function decideExtend(facts: ExtendFacts): Verdict {
  const verdict = staffMay(facts.role, facts.state)
  if (!verdict.ok) return verdict
  if (facts.extended) return no('already_extended')
  if (isOverdue(facts.dueOn, facts.today)) return no('extension_late')
  return facts.until > facts.dueOn && facts.until <= lastExtension(facts.dueOn) ? YES : no('extension_date')
}

export interface AcceptFacts extends StaffFacts {
  readonly change: ProposedChange | null
  readonly answer: string
  readonly record: ParticipantFields
  readonly meta: FieldAuthors
  readonly author: string
  readonly now: Date
}
export type AcceptVerdict = Refused | { readonly ok: true; readonly edit: EditDecision | null }

/**
 * 45 CFR 164.526(c). The proposed value is written as an edit of the record would be; a field that changed since is refused, unless it
 * says already what was proposed. What was only described is changed by hand before, and the answer says what was done.
 */
export function decideAccept(facts: AcceptFacts): AcceptVerdict {
  const verdict = staffMay(facts.role, facts.state)
  if (!verdict.ok) return verdict
  const { change, record, meta, author, now } = facts
  if (change === null) return facts.answer === '' ? no('answer_missing') : { ok: true, edit: null }
  const changes = [{ path: change.path, base: change.old, value: change.proposed }]
  const edit = decideEdit({ current: record, meta, changes, author, now })
  if (edit.refusal) return { ok: false, reason: edit.refusal.reason, message: edit.refusal.message }
  return edit.outcome === 'conflict' ? no('field_changed') : { ok: true, edit }
}

/** G3, 45 CFR 164.526(d)(1): ground and text are asked for by the schema. Also after the due date: late is better than never. */
export function decideDeny({ role, state }: StaffFacts): Verdict {
  return staffMay(role, state)
}

const DECIDE: Action = 'correction.decide'

function staffMay(role: Role, state: CorrectionState): Verdict {
  if (!allows(role, DECIDE)) return no('role')
  return isOpen(state) ? YES : no('correction_over')
}

function no(reason: Refusal): Refused {
  return { ok: false, reason }
}
