import { addBusinessDays, addDays, daysBetween, lastExtension } from '../../../shared/corrections/correctionDates'
import { type LawProfile, TERMS } from '../../../shared/corrections/correctionLimits'
import { plural } from '../../ui/language'
import type { Tone } from '../../ui/tokens'

/** A due date within so many calendar days is soon. */
export const SOON_DAYS = 7

export interface DueFacts {
  readonly dueOn: string
  /** The law of the request itself, not of today's settings. */
  readonly profile: LawProfile
  /** The calendar day where the clinic is. */
  readonly today: string
  readonly holidays: readonly string[]
}

/** "Due in 12 days", with the tone of its urgency. Under a law of business days those are counted; what is late is late by calendar days. */
export function dueWords({ dueOn, profile, today, holidays }: DueFacts): {
  readonly tone: Tone
  readonly label: string
} {
  const days = daysBetween(today, dueOn)
  if (days < 0) return { tone: 'danger', label: plural('en', -days, { one: '# day overdue', other: '# days overdue' }) }
  if (days === 0) return { tone: 'warn', label: 'Due today' }
  if (days === 1) return { tone: 'warn', label: 'Due tomorrow' }
  const tone = days <= SOON_DAYS ? 'warn' : 'neutral'
  const working = TERMS[profile].business ? businessDaysLeft(today, dueOn, holidays) : 0
  // An extension may end on a Saturday: then there can be no business day left before it.
  if (working === 0) return { tone, label: `Due in ${days} days` }
  return {
    tone,
    label: plural('en', working, { one: 'Due in # business day', other: 'Due in # business days' }),
  }
}

function businessDaysLeft(today: string, dueOn: string, holidays: readonly string[]): number {
  let left = 0
  for (let day = addBusinessDays(today, 1, holidays); day <= dueOn; day = addBusinessDays(day, 1, holidays)) left++
  return left
}

/** The term of a law, for the facts of a request. */
export const PROFILE_WORDS: Readonly<Record<LawProfile, string>> = {
  days_60_30: '60 days, and 30 more if extended',
  days_30_30: '30 days, and 30 more if extended',
  business_30: '30 business days, and 30 more if extended',
}

export interface ExtensionSpan {
  readonly first: string
  /** The last day that the law allows. */
  readonly last: string
  /** How the last day is counted. */
  readonly rule: string
}

/** Between which days an extension may end. */
export function extensionSpan({ dueOn, profile, holidays }: Omit<DueFacts, 'today'>): ExtensionSpan {
  const { extension, business } = TERMS[profile]
  return {
    first: addDays(dueOn, 1),
    last: lastExtension(dueOn, { profile, holidays }),
    rule: `${extension} ${business ? 'business days' : 'days'} after the due date`,
  }
}
