import { formatDate } from '../../ui/formatDate'
import { useLanguage } from '../../ui/LanguageContext'
import { localeFor } from '../../ui/language'

export interface Dates {
  /** "Nov 3, 2026" */
  readonly day: (at: string | number) => string
  /** "Nov 3, 2026, 10:20 AM" */
  readonly moment: (at: string | number) => string
}

/** Dates in the reader's language and the time zone of their device. */
export function useDates(): Dates {
  const { language } = useLanguage()
  const locale = localeFor(language, navigator.languages)
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  return {
    day: (at) => formatDate(at, 'date', { locale, timeZone }),
    moment: (at) => formatDate(at, 'dateTime', { locale, timeZone }),
  }
}
