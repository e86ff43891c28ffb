import { isLanguage, type Language } from '../../ui/language'

const KEY = 'vestibule-language'

/** What the reader chose in this tab, kept until it closes; never more than a language (W1). */
export interface LanguageChoice {
  readonly read: () => Language | null
  readonly write: (language: Language) => void
  readonly forget: () => void
}

/** `storage` may throw on any use where a browser blocks it; the choice then lasts as long as the page. */
export function languageChoice(storage: () => Storage): LanguageChoice {
  const attempt = <T>(action: () => T): T | null => {
    try {
      return action()
    } catch {
      return null
    }
  }
  return {
    read: () => {
      const stored = attempt(() => storage().getItem(KEY))
      return isLanguage(stored) ? stored : null
    },
    write: (language) => attempt(() => storage().setItem(KEY, language)),
    forget: () => attempt(() => storage().removeItem(KEY)),
  }
}
