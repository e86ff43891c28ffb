import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LANGUAGES, type Language } from '../../shared/clinic/clinicSchemas'
import { type MailText, mailText } from '../notices/mailText'

/** One text a language: first line `Subject: ...`, a blank line, paragraphs with `{{name}}` places. */
export type InviteTemplates = Readonly<Record<Language, string>>

/** What an invite mail says. No verbal code, no name of the participant and nothing about health (S0.13). */
export interface InviteMailFacts {
  readonly clinicName: string
  readonly clinicPhone: string
  readonly sender: string
  readonly link: string
  readonly hours: number
}

const DAY_WORD: Readonly<Record<Language, string>> = { en: 'days', fr: 'jours', es: 'días' }
const HOUR_WORD: Readonly<Record<Language, string>> = { en: 'hours', fr: 'heures', es: 'horas' }

/** Reads `invite.<language>.txt` from `resources/mail`. Called once at start; throws when a file is missing. */
export function readInviteTemplates(mailDir: string): InviteTemplates {
  const read = (language: Language) => readFileSync(join(mailDir, `invite.${language}.txt`), 'utf8')
  return Object.fromEntries(LANGUAGES.map((language) => [language, read(language)])) as Record<Language, string>
}

/** Plain text and simple HTML from the same paragraphs, in the participant's language. */
export function inviteMail(templates: InviteTemplates, language: Language, facts: InviteMailFacts): MailText {
  const [head = '', ...rest] = templates[language].split('\n')
  const places = { ...facts, validFor: validFor(facts.hours, language) }
  return mailText(head.replace(/^Subject:\s*/, ''), rest.join('\n'), language, places)
}

/** "48 hours" up to two days, "7 days" above. */
export function validFor(hours: number, language: Language): string {
  return hours > 48 ? `${hours / 24} ${DAY_WORD[language]}` : `${hours} ${HOUR_WORD[language]}`
}
