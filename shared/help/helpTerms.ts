import type { Term } from '../clinic/clinicSchemas'

/** What an article takes from the clinic's settings. `sender` is the address that mails come from, `portal` the portal's own. */
export interface HelpWords {
  readonly term: Term
  readonly sender: string
  readonly portal: string
}

/**
 * S3.17, S4.7: puts the clinic's own words where a text has `{participant}`, `{participants}`, `{sender}` or `{portal}`; `{Participant}`
 * begins a sentence. An "a" before it follows the word: "a {participant}" with "individual" reads "an individual".
 */
export function withClinicWords(text: string, { term, sender, portal }: HelpWords): string {
  const article = startsWithVowel(term.one) ? 'n' : ''
  return text
    .replace(/\b([Aa])n? \{participant\}/g, (_, a: string) => `${a}${article} ${term.one}`)
    .replaceAll('{participant}', () => term.one)
    .replaceAll('{participants}', () => term.many)
    .replaceAll('{Participant}', () => capital(term.one))
    .replaceAll('{Participants}', () => capital(term.many))
    .replaceAll('{sender}', () => sender)
    .replaceAll('{portal}', () => portal)
}

function startsWithVowel(word: string): boolean {
  return /^[aeio]/i.test(word)
}

function capital(word: string): string {
  const [first = '', ...rest] = word
  return first.toUpperCase() + rest.join('')
}
