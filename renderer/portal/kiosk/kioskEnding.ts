import { KIOSK_DONE_PATH } from '../../../shared/kiosk/kioskRules'
import { isLanguage, type Language } from '../../ui/language'

/** Everything was agreed to, or it was stopped before. */
export type KioskEnding = 'finished' | 'stopped'

export interface KioskDone {
  readonly ending: KioskEnding
  readonly language: Language | null
}

/** The last page's address: it says what happened and in which language, so that nothing has to be stored for it. */
export const doneAddress = (ending: KioskEnding, language: Language): string =>
  `${KIOSK_DONE_PATH}#${ending}-${language}`

/** Null on every other page. What cannot be read counts as stopped: it promises least. */
export function readDone({ pathname, hash }: Pick<Location, 'pathname' | 'hash'>): KioskDone | null {
  if (pathname !== KIOSK_DONE_PATH) return null
  const [ending, language] = hash.replace(/^#/, '').split('-')
  return { ending: ending === 'finished' ? 'finished' : 'stopped', language: isLanguage(language) ? language : null }
}
