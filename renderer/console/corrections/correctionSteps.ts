import { allows, type Role } from '../../../shared/access/roles'
import { type CorrectionState, isDecided, isOpen } from '../../../shared/corrections/correctionLimits'
import {
  decideAcknowledge,
  decideClose,
  decideExtend,
  decideRebut,
  decideReview,
} from '../../../shared/corrections/correctionRules'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import type { CorrectionKind } from './correctionWishes'
import { extensionSpan } from './dueWords'

export type Step = 'acknowledge' | 'review' | 'extend' | 'decide' | 'rebut' | 'close'

export interface StepFacts {
  readonly role: Role
  readonly correction: CorrectionDoc
  /** Kinds of the commands about this request that the server has not answered yet. */
  readonly pending: readonly CorrectionKind[]
  readonly today: string
  readonly holidays: readonly string[]
}

/**
 * What can be asked of the server, by the server's own rules. Commands that wait count as if they were done, because the server takes them in
 * their order: what would then be refused is not offered. What the screen says of the request is never taken from here.
 */
export function stepsOpen({ role, correction, pending, today, holidays }: StepFacts): ReadonlySet<Step> {
  const state = stateBehind(correction.state, pending)
  if (state === null || !allows(role, 'correction.decide')) return new Set()
  const { dueOn, profile, extendedAt } = correction
  const extended = extendedAt !== null || pending.includes('correction.extend')
  const until = extensionSpan({ dueOn, profile, holidays }).last
  const verdicts: Readonly<Record<Step, boolean>> = {
    acknowledge: decideAcknowledge({ role, state }).ok,
    review: decideReview({ role, state }).ok,
    extend: decideExtend({ role, state, dueOn, profile, holidays, extended, today, until }).ok,
    decide: isOpen(state),
    rebut: decideRebut({ role, state }).ok,
    close: decideClose({ role, state }).ok,
  }
  return new Set((Object.keys(verdicts) as Step[]).filter((step) => verdicts[step]))
}

/** Null: a decision waits, and what may follow it depends on how it is answered. */
function stateBehind(state: CorrectionState, pending: readonly CorrectionKind[]): CorrectionState | null {
  if (pending.some((kind) => DECIDING.has(kind))) return null
  if (pending.includes('correction.close')) return 'closed'
  if (pending.includes('correction.rebut')) return 'rebuttal'
  if (pending.includes('correction.review')) return 'in_review'
  return pending.includes('correction.acknowledge') && state === 'submitted' ? 'acknowledged' : state
}

const DECIDING: ReadonlySet<CorrectionKind> = new Set(['correction.decide', 'correction.accept', 'correction.deny'])

/** 45 CFR 164.526(c)(3): something was accepted, so those whom the participant named are to be told. */
export function hasAccepted({ state, changes, ground }: CorrectionDoc): boolean {
  if (!isDecided(state)) return false
  return changes.length === 0 ? ground === null : changes.some(({ verdict }) => verdict === 'accepted')
}

/** Somebody named has not been told yet. */
export function someoneToTell(correction: CorrectionDoc): boolean {
  return hasAccepted(correction) && correction.persons.some(({ toldAt }) => toldAt === null)
}
