import type { Sha256Hex } from '../../audit/auditChain'
import type { Language } from '../../clinic/clinicSchemas'
import type { LetterKind } from '../correctionLimits'
import type { LetterMark } from '../correctionSchemas'
import { type Letter, letterText } from './letterBlocks'
import { type LetterFacts, type LetterRequest, letterFacts } from './letterFacts'
import { letter1 } from './v1/letter1'

/**
 * Every version of the words that was ever sent. A version is never changed: the hashes of letters that people hold are of its text. New words are a new
 * folder and a new number here.
 */
const VERSIONS: Readonly<Record<number, (facts: LetterFacts, language: Language) => Letter>> = { 1: letter1 }

/** Of new letters. */
export const LETTER_VERSION = 1

/** The letter about a decision, or about an extension, as blocks. Null for a version that this program does not know. */
export function decisionLetter(facts: LetterFacts, language: Language, version: number): Letter | null {
  return VERSIONS[version]?.(facts, language) ?? null
}

/** SHA-256 (lower-case hex) of the whole text of a letter. */
export function letterHash(letter: Letter, sha256hex: Sha256Hex): string {
  return sha256hex(letterText(letter))
}

export type LetterCheck =
  | { readonly ok: true; readonly letter: Letter }
  | { readonly ok: false; readonly problem: 'altered' | 'unknown_version' }

/** The letter as it was given out, written again from the request; `altered` when it is not the same any more, to the last character. */
export function verifyLetter(
  kind: LetterKind,
  request: LetterRequest,
  { version, language, hash, facts }: LetterMark,
  sha256hex: Sha256Hex,
): LetterCheck {
  const letter = decisionLetter(letterFacts(kind, request, facts), language, version)
  if (letter === null) return { ok: false, problem: 'unknown_version' }
  return letterHash(letter, sha256hex) === hash ? { ok: true, letter } : { ok: false, problem: 'altered' }
}
