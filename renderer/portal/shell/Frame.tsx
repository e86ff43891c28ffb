import type { ReactNode } from 'react'
import { Mark } from '../../ui/Mark'
import { PersonName } from '../../ui/PersonName'
import { SkipLink } from '../../ui/SkipLink'
import { Wordmark } from '../../ui/Wordmark'
import { useClinic } from './ClinicContext'
import { LanguageSwitch } from './LanguageSwitch'
import { OfflineBar } from './OfflineBar'
import classes from './shell.module.css'

/** What every screen stands in: whose portal this is, the language, the content, and the product's name at the foot. */
export function Frame({ children }: { readonly children: ReactNode }) {
  return (
    <div className={classes.frame}>
      <SkipLink target="main" />
      <header className={classes.header}>
        <div className={classes.headerRow}>
          <ClinicName />
          <LanguageSwitch />
        </div>
      </header>
      <OfflineBar />
      <main id="main" className={classes.main} tabIndex={-1}>
        {children}
      </main>
      <footer className={classes.footer}>
        <Wordmark size={18} />
      </footer>
    </div>
  )
}

/** Its room is kept while the name loads; without an answer the product's name stands in. */
function ClinicName() {
  const clinic = useClinic()
  return (
    <div className={classes.clinic}>
      <Mark size={28} className={classes.mark} />
      {clinic === undefined ? (
        <span className={classes.line} aria-hidden />
      ) : (
        <span className={classes.clinicName}>
          <PersonName name={clinic?.name || 'Vestibule'} />
        </span>
      )}
    </div>
  )
}
