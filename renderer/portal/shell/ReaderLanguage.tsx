import { createContext, type ReactNode, use, useCallback, useMemo, useRef } from 'react'
import { useLanguage } from '../../ui/LanguageContext'
import type { Language } from '../../ui/language'
import type { LanguageChoice } from './languageChoice'

interface ReaderLanguage {
  /** The reader chose it: it stays whatever an invite or account says. */
  readonly choose: (language: Language) => void
  /** The language of the invite or of the account; it counts only while the reader has not chosen. Resolves when the words are there. */
  readonly suggest: (language: Language) => Promise<void>
  /** Whether the reader chose the language in this tab. */
  readonly isChosen: () => boolean
  /** At signing out: the next person in this tab starts afresh. */
  readonly forget: () => void
}

const Context = createContext<ReaderLanguage>({
  choose: () => {},
  suggest: async () => {},
  isChosen: () => false,
  forget: () => {},
})
export const useReaderLanguage = (): ReaderLanguage => use(Context)

export interface ReaderLanguageProviderProps {
  readonly choice: LanguageChoice
  readonly children: ReactNode
}

/** Who decides the language of the page: the reader's choice, else the account's or invite's, else the browser's. */
export function ReaderLanguageProvider({ choice, children }: ReaderLanguageProviderProps) {
  const { language, setLanguage } = useLanguage()
  const chosen = useRef(choice.read() !== null)
  const shown = useRef(language)
  shown.current = language
  const choose = useCallback(
    (wanted: Language) => {
      chosen.current = true
      choice.write(wanted)
      void setLanguage(wanted)
    },
    [choice, setLanguage],
  )
  const suggest = useCallback(
    async (wanted: Language) => {
      if (!chosen.current && wanted !== shown.current) await setLanguage(wanted)
    },
    [setLanguage],
  )
  const forget = useCallback(() => {
    chosen.current = false
    choice.forget()
  }, [choice])
  const isChosen = useCallback(() => chosen.current, [])
  const value = useMemo(() => ({ choose, suggest, isChosen, forget }), [choose, suggest, isChosen, forget])
  return <Context value={value}>{children}</Context>
}
