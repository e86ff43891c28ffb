import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LANGUAGES, type Language } from '../../shared/clinic/clinicSchemas'

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

export interface MailText {
  readonly subject: string
  readonly text: string
  readonly html: string
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
  const paragraphs = rest
    .join('\n')
    .trim()
    .split(/\n{2,}/)
  const body = paragraphs.map((paragraph) => htmlParagraph(paragraph, places)).join('\n')
  return {
    // A clinic's name with a line break would otherwise add a header.
    subject: oneLine(filled(head.replace(/^Subject:\s*/, ''), places)),
    text: `${filled(paragraphs.join('\n\n'), places)}\n`,
    html: `<!doctype html>\n<html lang="${language}"><meta charset="utf-8"><body style="font-family:sans-serif;line-height:1.5">\n${body}\n</body></html>\n`,
  }
}

/** "48 hours" up to two days, "7 days" above. */
export function validFor(hours: number, language: Language): string {
  return hours > 48 ? `${hours / 24} ${DAY_WORD[language]}` : `${hours} ${HOUR_WORD[language]}`
}

type Places = Readonly<Record<string, string | number>>

function filled(text: string, places: Places): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(places[name] ?? ''))
}

function htmlParagraph(paragraph: string, places: Places): string {
  if (paragraph.trim() === '{{link}}') {
    const link = escaped(String(places.link))
    return `<p><a href="${link}">${link}</a></p>`
  }
  return `<p>${escaped(filled(paragraph, places))}</p>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim()
}
