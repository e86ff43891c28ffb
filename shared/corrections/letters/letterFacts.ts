import type { ClinicDoc, Language } from '../../clinic/clinicSchemas'
import { fieldOf, words } from '../correctionChange'
import { dayIn } from '../correctionDates'
import type { ChangeVerdict, CorrectionField, DenialGround, LawProfile, LetterKind } from '../correctionLimits'
import type { CorrectionDoc, LetterCircumstances } from '../correctionSchemas'

export interface LetterChange {
  /** Null: a field that participants are not shown. */
  readonly field: CorrectionField | null
  readonly old: string | null
  readonly proposed: string | null
  readonly verdict: ChangeVerdict | null
}

/** All that a letter says beside its own words. Days are YYYY-MM-DD where the clinic is. */
export interface LetterFacts extends LetterCircumstances {
  readonly kind: LetterKind
  readonly addressee: string
  readonly profile: LawProfile
  readonly quote: string | null
  readonly description: string
  readonly changes: readonly LetterChange[]
  readonly ground: DenialGround | null
  readonly answer: string | null
  readonly persons: readonly string[]
  /** Of an extension: the new last day, and why. */
  readonly dueOn: string
  readonly reason: string | null
}

/** The parts of a request that its letters quote; none of them changes once the letter is written. */
export type LetterRequest = Pick<
  CorrectionDoc,
  | 'authorName'
  | 'profile'
  | 'about'
  | 'description'
  | 'changes'
  | 'ground'
  | 'answer'
  | 'persons'
  | 'dueOn'
  | 'extensionReason'
>

export function letterFacts(kind: LetterKind, request: LetterRequest, around: LetterCircumstances): LetterFacts {
  return {
    kind,
    ...around,
    addressee: request.authorName,
    profile: request.profile,
    quote: request.about?.quote ?? null,
    description: request.description,
    changes: request.changes.map(({ path, old, proposed, verdict }) => ({
      field: fieldOf(path),
      old: words(old),
      proposed: words(proposed),
      verdict,
    })),
    ground: request.ground,
    answer: request.answer,
    persons: request.persons.map(({ name }) => name),
    dueOn: request.dueOn,
    reason: request.extensionReason,
  }
}

export interface Writing {
  readonly receivedAt: string
  readonly now: Date
  readonly language: Language
}

/** What is so around a letter on the day it is written: kept with its hash, because the clinic may move or change its words. */
export function circumstances(clinic: ClinicDoc, { receivedAt, now, language }: Writing): LetterCircumstances {
  const { name, address, phone, email, timeZone } = clinic
  const { complaints } = clinic.settings.corrections
  return {
    clinic: { name, address, phone, email },
    complaints: complaints[language] || complaints.en,
    receivedOn: dayIn(receivedAt, timeZone),
    writtenOn: dayIn(now, timeZone),
  }
}
