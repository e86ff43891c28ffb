import { Button } from '@mantine/core'
import { IconMenu2 } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { Mark } from '../../ui/Mark'
import { PersonName } from '../../ui/PersonName'
import { SkipLink } from '../../ui/SkipLink'
import { Wordmark } from '../../ui/Wordmark'
import { HeaderLogo } from '../branding/ClinicLogo'
import { useText } from '../text/portalText'
import { useClinic } from './ClinicContext'
import { LanguageSwitch } from './LanguageSwitch'
import { OfflineBar } from './OfflineBar'
import { QuickExitButton } from './QuickExitButton'
import { Link, usePath } from './router'
import classes from './shell.module.css'

export interface FrameProps {
  /** The pages of somebody signed in: a column beside the content, or behind a button where there is no room for one. */
  readonly nav?: ReactNode
  /** On the clinic's machine: ends the visit (product item 11). */
  readonly stop?: () => void
  readonly children: ReactNode
}

/** What every screen stands in: whose portal this is, the language, the way out, the content, and the product's name at the foot. */
export function Frame({ nav, stop, children }: FrameProps) {
  const { shell, safety, kiosk } = useText()
  const menu = useMenu()
  return (
    <div className={classes.frame}>
      <SkipLink target="main" />
      <div className={classes.top}>
        <header className={classes.header}>
          <ClinicName />
          <LanguageSwitch />
        </header>
        <div className={classes.tools}>
          {nav ? (
            <button
              ref={menu.button}
              type="button"
              className={classes.menuButton}
              aria-expanded={menu.open}
              aria-controls="pages"
              onClick={menu.toggle}
            >
              <IconMenu2 size={22} stroke={1.8} aria-hidden />
              {shell.menu}
            </button>
          ) : null}
          {stop ? (
            <Button variant="light" onClick={stop}>
              {kiosk.stop}
            </Button>
          ) : null}
          <QuickExitButton />
        </div>
      </div>
      <OfflineBar />
      <div className={classes.body} data-inside={nav ? true : undefined}>
        {nav ? (
          // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the menu from anything inside it.
          <div id="pages" className={classes.side} data-open={menu.open || undefined} onKeyDown={menu.onKeyDown}>
            {nav}
          </div>
        ) : null}
        <main id="main" className={classes.main} tabIndex={-1}>
          {children}
        </main>
      </div>
      <footer className={classes.footer}>
        <Link to="/safety">{safety.link}</Link>
        <Wordmark size={18} />
      </footer>
    </div>
  )
}

/** Open until the next page, a second press, or Escape, which gives the focus back to the button. */
function useMenu() {
  const path = usePath()
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes it.
  useEffect(() => setOpen(false), [path])
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key !== 'Escape') return
    setOpen(false)
    button.current?.focus()
  }
  return { open, button, onKeyDown, toggle: () => setOpen((before) => !before) }
}

/** Its room is kept while the name loads; without an answer the product's name stands in. */
function ClinicName() {
  const clinic = useClinic()
  return (
    <div className={classes.clinic}>
      <HeaderLogo otherwise={<Mark size={28} className={classes.mark} />} />
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
