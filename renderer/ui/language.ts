export const languages = ['en', 'fr', 'es'] as const
export type Language = (typeof languages)[number]

/** Each language in its own words, for a language menu. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français', es: 'Español' }

const base = (tag: string) => tag.toLowerCase().split('-')[0]

export const isLanguage = (value: unknown): value is Language => languages.some((language) => language === value)

/** The first language of the reader that we speak, else English. Takes `navigator.languages`. */
export function detectLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const match = languages.find((language) => language === base(tag))
    if (match) return match
  }
  return 'en'
}

/**
 * The locale for dates and numbers: the reader's own region of this language when the browser names one (en-GB, fr-CA),
 * else the bare language. Keeps the words and the dates of a page in one language.
 */
export const localeFor = (language: Language, preferred: readonly string[]): string =>
  preferred.find((tag) => base(tag) === language) ?? language

export interface PluralForms {
  readonly one: string
  readonly other: string
  readonly zero?: string
  readonly many?: string
}

/**
 * Chooses the plural form by the rules of the language and puts the number, written that language's way, in place of `#`.
 * French and Spanish have a `many` form for millions; without one `other` serves. `zero` is said for exactly 0.
 */
export function plural(language: Language, count: number, forms: PluralForms): string {
  const category = new Intl.PluralRules(language).select(count)
  const form =
    (count === 0 ? forms.zero : undefined) ??
    (category === 'one' ? forms.one : category === 'many' ? (forms.many ?? forms.other) : forms.other)
  return form.replaceAll('#', new Intl.NumberFormat(language).format(count))
}
