import { IconChevronDown, IconWorld } from '@tabler/icons-react'
import { useLanguage } from '../../ui/LanguageContext'
import { isLanguage, languageNames, languages } from '../../ui/language'
import { useText } from '../text/portalText'
import { useClinic } from './ClinicContext'
import { useReaderLanguage } from './ReaderLanguage'
import classes from './shell.module.css'

/**
 * The browser's own list: the best one on every phone and for every screen reader. Each language stands in its own words. Only what the clinic
 * offers is in it; with one language there is nothing to choose.
 */
export function LanguageSwitch() {
  const { language } = useLanguage()
  const { choose } = useReaderLanguage()
  const { shell } = useText()
  const offered = useClinic()?.languages ?? languages
  if (offered.length < 2) return null
  return (
    <div className={classes.language}>
      <IconWorld size={20} stroke={1.6} aria-hidden />
      <select
        aria-label={shell.language}
        value={language}
        onChange={({ currentTarget }) => isLanguage(currentTarget.value) && choose(currentTarget.value)}
      >
        {languages
          .filter((name) => offered.includes(name))
          .map((name) => (
            <option key={name} value={name} lang={name}>
              {languageNames[name]}
            </option>
          ))}
      </select>
      <IconChevronDown size={16} stroke={1.8} aria-hidden />
    </div>
  )
}
