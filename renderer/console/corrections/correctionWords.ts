import { daysBetween } from '../../../shared/corrections/correctionDates'
import type { CorrectionState, DenialGround } from '../../../shared/corrections/correctionLimits'
import type { FieldValue } from '../../../shared/participants/participantSchemas'
import { plural } from '../../ui/language'
import type { Tone } from '../../ui/tokens'
import type { CorrectionKind } from './correctionWishes'

export const STATE_WORDS: Readonly<Record<CorrectionState, { readonly tone: Tone; readonly label: string }>> = {
  submitted: { tone: 'info', label: 'New' },
  acknowledged: { tone: 'progress', label: 'Acknowledged' },
  in_review: { tone: 'progress', label: 'In review' },
  accepted: { tone: 'success', label: 'Accepted' },
  partly_accepted: { tone: 'success', label: 'Partly accepted' },
  denied: { tone: 'neutral', label: 'Denied' },
  withdrawn: { tone: 'neutral', label: 'Withdrawn' },
  disagreement: { tone: 'neutral', label: 'Denied, they disagree' },
  rebuttal: { tone: 'neutral', label: 'Denied, answered' },
  closed: { tone: 'neutral', label: 'Closed' },
}

/** 45 CFR 164.526(a)(2), in the words in which a colleague would say it. */
export const GROUND_WORDS: Readonly<Record<DenialGround, string>> = {
  not_created_by_us: 'The clinic did not create this information',
  not_in_record: 'It is not part of the record that decisions are based on',
  not_available: 'It is not open to access by law',
  accurate_complete: 'It is accurate and complete',
}

/** Never in the past tense: the server has not done it yet. */
export const QUEUED_WORDS: Readonly<Record<CorrectionKind, string>> = {
  'correction.acknowledge': 'Acknowledge',
  'correction.review': 'Review',
  'correction.extend': 'Extension',
  'correction.decide': 'Decision',
  'correction.rebut': 'Rebuttal',
  'correction.close': 'Close',
  'correction.told': 'Told',
  'correction.accept': 'Accept',
  'correction.deny': 'Denial',
}

/** "Due in 12 days", with the tone of its urgency. */
export function dueWords(dueOn: string, today: string): { readonly tone: Tone; readonly label: string } {
  const days = daysBetween(today, dueOn)
  if (days < 0)
    return { tone: 'danger', label: plural('en', -days, { one: 'Overdue by # day', other: 'Overdue by # days' }) }
  if (days === 0) return { tone: 'warn', label: 'Due today' }
  return {
    tone: days <= 7 ? 'warn' : 'neutral',
    label: plural('en', days, { one: 'Due in # day', other: 'Due in # days' }),
  }
}

/** A value of either side; `none` is what an empty one is called there. */
export function sideWords(path: string, value: FieldValue, none: string, dayOf: (day: string) => string): string {
  if (value === null || value === '') return none
  if (typeof value !== 'string') return value.label ? `${value.value} (${value.label})` : value.value
  return path === 'birthDate' ? dayOf(value) : value
}

/** "1 correction request", for the tab. */
export function requestWords(count: number): string {
  return plural('en', count, { one: '# correction request', other: '# correction requests' })
}
