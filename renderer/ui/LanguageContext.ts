import { createContext, use } from 'react'
import type { Language } from './language'

export interface LanguageState {
  readonly language: Language
  /** Resolves when the words have changed; if they cannot be fetched the language becomes English. */
  readonly setLanguage: (language: Language) => Promise<void>
}

/** One context for every dictionary, so that shared parts speak the language of the page they stand on. */
export const LanguageContext = createContext<LanguageState>({ language: 'en', setLanguage: async () => {} })

/** The reader's language and the way to change it. English where no provider stands above. */
export const useLanguage = (): LanguageState => use(LanguageContext)
