import type { CorrectionState, DenialGround } from '../../../shared/corrections/correctionLimits'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import type { FieldValue } from '../../../shared/participants/participantSchemas'
import { plural } from '../../ui/language'
import type { Tone } from '../../ui/tokens'
import { fieldLabel } from '../participants/fieldWords'
import type { CorrectionKind } from './correctionWishes'

export const STATE_WORDS: Readonly<Record<CorrectionState, { readonly tone: Tone; readonly label: string }>> = {
  submitted: { tone: 'info', label: 'New' },
  acknowledged: { tone: 'progress', label: 'Acknowledged' },
  in_review: { tone: 'progress', label: 'In review' },
  accepted: { tone: 'success', label: 'Accepted' },
  partly_accepted: { tone: 'success', label: 'Partly accepted' },
  denied: { tone: 'neutral', label: 'Denied' },
  withdrawn: { tone: 'neutral', label: 'Withdrawn' },
  disagreement: { tone: 'warn', label: 'They disagree' },
  rebuttal: { tone: 'progress', label: 'Answered' },
  closed: { tone: 'neutral', label: 'Closed' },
}

/** 45 CFR 164.526(a)(2), in the words in which a colleague would say it. */
export const GROUND_WORDS: Readonly<Record<DenialGround, string>> = {
  not_created_by_us: 'The clinic did not create this information',
  not_in_record: 'It is not part of the record that decisions are based on',
  not_available: 'It is not open to access by law',
  accurate_complete: 'It is accurate and complete',
}

/** When each ground holds, and when it does not. */
export const GROUND_HELP: Readonly<Record<DenialGround, string>> = {
  not_created_by_us:
    'Somebody else wrote it and can still be asked, for example another hospital. If they cannot be reached any more, this ground does not hold.',
  not_in_record: 'Nobody decides about the person by it: notes for quality checks or planning, for example.',
  not_available: 'The law itself keeps it closed: psychotherapy notes kept apart, or papers made for a court case.',
  accurate_complete: 'It was checked and says what was so. Say in the text what was checked.',
}

/** Never in the past tense: the server has not done it yet. */
export const QUEUED_WORDS: Readonly<Record<CorrectionKind, string>> = {
  'correction.acknowledge': 'Acknowledge',
  'correction.review': 'Start of the review',
  'correction.extend': 'Extension',
  'correction.decide': 'Decision',
  'correction.rebut': 'Answer to the statement',
  'correction.close': 'Close',
  'correction.told': 'Note that somebody was told',
  'correction.accept': 'Decision',
  'correction.deny': 'Decision',
}

/** "Pronouns, Address", or what was only described. */
export function askWords({ changes, about }: Pick<CorrectionDoc, 'changes' | 'about'>): string {
  if (changes.length > 0) return [...new Set(changes.map(({ path }) => fieldLabel(path)))].join(', ')
  return about === null ? 'Something else' : 'A message'
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
