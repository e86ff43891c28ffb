import type { Language } from '../../../shared/clinic/clinicSchemas'

/** A clinic's text in the reader's language, else in English, else '' for the product's own words (S3.15). */
export function readerText(texts: Readonly<Record<Language, string>>, language: Language): string {
  return texts[language].trim() || texts.en.trim()
}
