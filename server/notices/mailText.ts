import type { Language } from '../../shared/clinic/clinicSchemas'

export interface MailText {
  readonly subject: string
  readonly text: string
  readonly html: string
}

export type Places = Readonly<Record<string, string | number>>

/** Plain text and simple HTML from the same paragraphs. `{{name}}` is a place; a paragraph that is `{{link}}` alone becomes a link, `{{code}}` stands large. */
export function mailText(subject: string, body: string, language: Language, places: Places): MailText {
  const paragraphs = body.trim().split(/\n{2,}/)
  const html = paragraphs.map((paragraph) => htmlParagraph(paragraph, places)).join('\n')
  return {
    // A clinic's name with a line break would otherwise add a header.
    subject: oneLine(filled(subject, places)),
    text: `${filled(paragraphs.join('\n\n'), places)}\n`,
    html: `<!doctype html>\n<html lang="${language}"><meta charset="utf-8"><body style="font-family:sans-serif;line-height:1.5">\n${html}\n</body></html>\n`,
  }
}

/** Fills the places of one line, as for a text message. */
export function filled(text: string, places: Places): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(places[name] ?? ''))
}

function htmlParagraph(paragraph: string, places: Places): string {
  const alone = paragraph.trim()
  if (alone === '{{link}}') {
    const link = escaped(String(places.link))
    return `<p><a href="${link}">${link}</a></p>`
  }
  if (alone === '{{code}}') return `<p style="font-size:1.6em;letter-spacing:.15em">${escaped(String(places.code))}</p>`
  return `<p>${escaped(filled(paragraph, places))}</p>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim()
}
