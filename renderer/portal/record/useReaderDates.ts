import { useMemo } from 'react'
import type { DateFormat } from '../../ui/formatDate'
import { useLanguage } from '../../ui/LanguageContext'
import { localeFor } from '../../ui/language'

/** Dates in the language of the page, with the region and the time zone of the reader's own device. */
export function useReaderDates(): DateFormat {
  const { language } = useLanguage()
  return useMemo(() => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    return { locale: localeFor(language, navigator.languages), timeZone }
  }, [language])
}
