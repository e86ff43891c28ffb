import type { z } from 'zod'
import { LANGUAGES, type Language } from '../clinic/clinicSchemas'
import type { SettingsProblem } from './settingsRules'
import type { publishConsentSchema } from './settingsSchemas'

export type ConsentDraft = z.infer<typeof publishConsentSchema>
type Words = ConsentDraft['texts'][Language]

export interface PublishFacts {
  /** The newest version of this document; 0: none yet. */
  readonly version: number
  /** Its words by language. */
  readonly texts: Readonly<Partial<Record<Language, Words>>>
  /** The languages of the portal: each needs the whole text. */
  readonly languages: readonly Language[]
}

export type PublishDecision =
  | { readonly ok: true; readonly version: number; readonly languages: readonly Language[] }
  | { readonly ok: false; readonly reason: 'changed' }
  | { readonly ok: false; readonly reason: 'invalid'; readonly problems: readonly SettingsProblem[] }

/** Whether a draft becomes the next version. `changed`: it was begun from another one than the newest. */
export function decidePublish(draft: ConsentDraft, { version, texts, languages }: PublishFacts): PublishDecision {
  if (draft.basedOn !== version) return { ok: false, reason: 'changed' }
  const given = LANGUAGES.filter((language) => !isEmpty(draft.texts[language]))
  const problems = [...new Set([...languages, ...given])].flatMap((language) =>
    missing(language, draft.texts[language]),
  )
  if (problems.length > 0) return { ok: false, reason: 'invalid', problems }
  if (given.some((language) => differs(draft.texts[language], texts[language])))
    return { ok: true, version: version + 1, languages: given }
  // Everybody would be asked again, for the very words that they agreed to.
  return {
    ok: false,
    reason: 'invalid',
    problems: [{ path: 'texts', message: 'are the words of the present version' }],
  }
}

function isEmpty({ title, body }: Words): boolean {
  return title === '' && body === ''
}

function missing(language: Language, words: Words): SettingsProblem[] {
  return (['title', 'body'] as const)
    .filter((part) => words[part] === '')
    .map((part) => ({ path: `texts.${language}.${part}`, message: 'must not be empty' }))
}

function differs(one: Words, other: Words | undefined): boolean {
  return one.title !== other?.title || one.body !== other.body
}
