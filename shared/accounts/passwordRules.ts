/** P1: longest password in Unicode code points after NFKC. The shortest is a clinic setting (15, or 8 beside required MFA). */
export const MAX_PASSWORD_LENGTH = 256
/** Words of one letter say nothing; two letters are whole names in some scripts. */
const SHORTEST_WORD = 2

export type PasswordReason = 'too_short' | 'too_long' | 'common' | 'email' | 'name' | 'clinic' | 'repeat'
export interface PasswordProblem {
  readonly reason: PasswordReason
  /** For `too_short` and `too_long`: the limit and what was given, in code points. */
  readonly limit?: number
  readonly length?: number
}

export interface PasswordFacts {
  readonly minLength: number
  readonly email: string
  /** Given, family, preferred and display name, as far as they are known. */
  readonly names: readonly string[]
  readonly clinicName: string
  readonly productName: string
  /** Whether a lower-case password is one of the most common ones. */
  readonly isCommon: (lowerCase: string) => boolean
}

/** What is hashed and verified: NFKC and nothing else. Never trimmed, never cut; capitals count (P1). */
export function normalisePassword(password: string): string {
  return password.normalize('NFKC')
}

/**
 * P1, P2: length, then the common list, then passwords that are made only of the person's or the clinic's own words, then short repeats.
 * There are no composition rules. Null = good. Above 4 KiB the schema refuses before this runs.
 */
export function checkPassword(password: string, facts: PasswordFacts): PasswordProblem | null {
  const normalised = normalisePassword(password)
  const length = [...normalised].length
  if (length < facts.minLength) return { reason: 'too_short', limit: facts.minLength, length }
  if (length > MAX_PASSWORD_LENGTH) return { reason: 'too_long', limit: MAX_PASSWORD_LENGTH, length }
  const lower = normalised.toLowerCase()
  const bare = bareText(lower)
  if (facts.isCommon(lower)) return { reason: 'common' }
  const reason = ownWords(bare, facts)
  if (reason !== null) return { reason }
  if ([lower, bare].some((text) => isCommonRepeat(text, facts))) return { reason: 'common' }
  return [...repeatedUnit(lower)].length <= 4 ? { reason: 'repeat' } : null
}

/** Folded letters and digits: what is left when separators and accents add nothing. */
function bareText(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** The list holds short entries mostly, so "passwordpassword" has to be looked up by the part that repeats. */
function isCommonRepeat(text: string, { isCommon }: PasswordFacts): boolean {
  return text !== '' && (isCommon(text) || isCommon(repeatedUnit(text)))
}

/** The shortest part that, repeated (the last time perhaps cut off), gives the text; the text itself when nothing repeats. */
function repeatedUnit(text: string): string {
  for (let size = 1; size <= text.length / 2; size++) {
    if (text.slice(size) === text.slice(0, -size)) return text.slice(0, size)
  }
  return text
}

/** `email`, `name` or `clinic` when the text is nothing but those words, in any order and number, perhaps with digits at its ends. */
function ownWords(bare: string, facts: PasswordFacts): 'email' | 'name' | 'clinic' | null {
  const local = facts.email.split('@')[0] ?? ''
  const sources = [
    ['email', [facts.email, local].map(bareText).filter(isWord)],
    ['name', wordsOf(facts.names)],
    ['clinic', wordsOf([facts.clinicName, facts.productName])],
    // Parts of the address come last: they are names mostly, and "name" is then the better reason.
    ['email', wordsOf([local])],
  ] as const
  const all = sources.flatMap(([, words]) => words)
  for (const text of [bare, bare.replace(/^[0-9]+|[0-9]+$/g, '')]) {
    if (!isMadeOf(text, all)) continue
    return sources.find(([, words]) => words.some((word) => text.startsWith(word)))?.[0] ?? null
  }
  return null
}

/** Each text whole, and its parts between spaces and punctuation, longest first so that the reason names the fullest match. */
function wordsOf(texts: readonly string[]): readonly string[] {
  const words = texts.flatMap((text) => [bareText(text), ...text.split(/[^\p{L}\p{N}\p{M}]+/u).map(bareText)])
  return [...new Set(words)].filter(isWord).sort((a, b) => b.length - a.length)
}

function isWord(text: string): boolean {
  return [...text].length >= SHORTEST_WORD
}

/** Whether `text` is a row of these words and nothing else. Linear in the length: each place is reached at most once. */
function isMadeOf(text: string, words: readonly string[]): boolean {
  if (text === '') return false
  const reached = new Set([0])
  for (let at = 0; at < text.length; at++) {
    if (!reached.has(at)) continue
    for (const word of words) if (text.startsWith(word, at)) reached.add(at + word.length)
  }
  return reached.has(text.length)
}
