import { useEffect } from 'react'
import { useLanguage } from '../../ui/LanguageContext'
import { useClinic } from '../shell/ClinicContext'

/** A language that the clinic does not offer gives way to English, or to the clinic's first one. */
export function LanguageLimit() {
  const offered = useClinic()?.languages
  const { language, setLanguage } = useLanguage()
  useEffect(() => {
    const [first] = offered ?? []
    if (!offered || !first || offered.includes(language)) return
    void setLanguage(offered.includes('en') ? 'en' : first)
  }, [offered, language, setLanguage])
  return null
}
