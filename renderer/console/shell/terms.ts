import { useCallback } from 'react'
import { TERM_PRESETS, type Term } from '../../../shared/clinic/clinicSchemas'
import { useSession, useStore } from './SessionContext'

/**
 * S3.17: our own words with the clinic's word for the people it serves in the place of "participant(s)", capitals and articles included. Only for
 * sentences of ours: never for names or for what somebody typed.
 */
export function inTerms(text: string, { one, many }: Term): string {
  return text.replace(/\b(a )?(participants?)\b/gi, (_, article: string | undefined, found: string) => {
    const term = found.toLowerCase().endsWith('s') ? many : one
    const cased = /^P/.test(found) ? capital(term) : term
    if (article === undefined) return cased
    return `${/^[aeiou]/i.test(term) ? `${article.trimEnd()}n` : article.trimEnd()} ${cased}`
  })
}

function capital(word: string): string {
  const [first = '', ...rest] = word
  return first.toLocaleUpperCase() + rest.join('')
}

/** `say('Add participant')` in the clinic's own word, renewed as soon as it is changed in the settings. */
export function useSay(): (text: string) => string {
  const { replica } = useSession()
  const term = useStore(replica.stores.clinic).get('clinic')?.settings.terms.en ?? TERM_PRESETS.participant.en
  return useCallback((text: string) => inTerms(text, term), [term])
}
