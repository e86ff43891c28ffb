import { formatDate } from '../../ui/formatDate'
import { useLanguage } from '../../ui/LanguageContext'
import { localeFor } from '../../ui/language'
import { useText } from '../text/portalText'
import classes from './record.module.css'

/** On paper only: a sheet without its date would look current for ever. */
export function PrintedOn() {
  const { record } = useText()
  const { language } = useLanguage()
  const locale = localeFor(language, navigator.languages)
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  const date = formatDate(Date.now(), 'date', { locale, timeZone })
  return <p className={`v-print-only ${classes.printed}`}>{record.printed({ date })}</p>
}
