import type { Language } from '../clinic/clinicSchemas'
import { CONSENT_DOCUMENTS, type ConsentDocumentId, type ConsentStep, type ConsentText } from './consentSchemas'

/** What was agreed to; from the `consent` table. */
export interface GivenConsent {
  readonly documentId: ConsentDocumentId
  readonly version: number
}

/** The version that counts: the highest one published in any language. 0 = the document has no text yet, so it cannot be asked for. */
export function currentVersion(texts: readonly ConsentText[], documentId: ConsentDocumentId): number {
  return Math.max(0, ...texts.filter((text) => text.documentId === documentId).map(({ version }) => version))
}

/** The current text in this language; else in English; else in any language that has it. Null only when there is none at all. */
export function currentText(
  texts: readonly ConsentText[],
  documentId: ConsentDocumentId,
  language: Language,
): ConsentText | null {
  const version = currentVersion(texts, documentId)
  const current = texts.filter((text) => text.documentId === documentId && text.version === version)
  return (
    current.find((text) => text.language === language) ??
    current.find((text) => text.language === 'en') ??
    current[0] ??
    null
  )
}

/** How many documents must be agreed to. */
export function consentsTotal(texts: readonly ConsentText[]): number {
  return asked(texts).length
}

/** How many of them are agreed to in their current version; a new version takes its document off this count (I9). */
export function consentsGiven(texts: readonly ConsentText[], given: readonly GivenConsent[]): number {
  return asked(texts).filter((documentId) => isGiven(texts, given, documentId)).length
}

/** S0.12, I9: the first open text in the order of `CONSENT_DOCUMENTS`; `text: null` opens the gate. */
export function nextConsent(
  texts: readonly ConsentText[],
  given: readonly GivenConsent[],
  language: Language,
): ConsentStep {
  const total = consentsTotal(texts)
  const open = asked(texts).find((documentId) => !isGiven(texts, given, documentId))
  if (open === undefined) return { step: total, total, text: null }
  return { step: consentsGiven(texts, given) + 1, total, text: currentText(texts, open, language) }
}

export type AgreeDecision =
  | { readonly ok: true; readonly text: ConsentText }
  | { readonly ok: false; readonly reason: 'changed' | 'already_given' }

/**
 * Whether this agreement is to exactly the text that is open now: `changed` = another version, language or hash than the server has, so the
 * person must read again. `already_given` = a repeat of the same press; answer it as done.
 */
export function decideAgree(
  texts: readonly ConsentText[],
  given: readonly GivenConsent[],
  agreed: GivenConsent & { readonly language: Language; readonly hash: string },
): AgreeDecision {
  if (agreed.version !== currentVersion(texts, agreed.documentId)) return { ok: false, reason: 'changed' }
  const text = texts.find(
    ({ documentId, version, language }) =>
      documentId === agreed.documentId && version === agreed.version && language === agreed.language,
  )
  if (text === undefined || text.hash !== agreed.hash) return { ok: false, reason: 'changed' }
  return isGiven(texts, given, agreed.documentId) ? { ok: false, reason: 'already_given' } : { ok: true, text }
}

function asked(texts: readonly ConsentText[]): readonly ConsentDocumentId[] {
  return CONSENT_DOCUMENTS.filter((documentId) => currentVersion(texts, documentId) > 0)
}

function isGiven(
  texts: readonly ConsentText[],
  given: readonly GivenConsent[],
  documentId: ConsentDocumentId,
): boolean {
  const version = currentVersion(texts, documentId)
  return given.some((consent) => consent.documentId === documentId && consent.version === version)
}
