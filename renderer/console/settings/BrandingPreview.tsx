import { type CSSProperties, useState } from 'react'
import type { Language } from '../../../shared/clinic/clinicSchemas'
import { accentPalette } from '../../../shared/settings/accentColours'
import type { WholeSettings } from '../../../shared/settings/settingsRules'
import { Mark } from '../../ui/Mark'
import classes from './Preview.module.css'
import { PREVIEW_WORDS } from './previewWords'

const HEX = /^#[0-9a-f]{6}$/

export interface BrandingPreviewProps {
  readonly draft: WholeSettings
  readonly logoHash: string | null
  readonly language: Language
}

/** The sign-in page in small, as it will be after saving. Nothing in it can be pressed. */
export function BrandingPreview({ draft: { settings, facts }, logoHash, language }: BrandingPreviewProps) {
  const { branding, methods, terms } = settings
  const [lost, setLost] = useState(false)
  const words = PREVIEW_WORDS[language]
  const inLanguage = (texts: Record<Language, string>) => texts[language] || texts.en
  const name = branding.displayName || facts.name
  const colours = HEX.test(branding.accent) ? accentPalette(branding.accent).light : null
  const style = colours
    ? ({
        '--preview-filled': colours.filled,
        '--preview-on-filled': colours.onFilled,
        '--preview-link': colours.link,
      } as CSSProperties)
    : undefined
  return (
    <figure className={classes.preview} style={style} aria-label="Preview of the sign-in page">
      <figcaption className={classes.caption}>Preview</figcaption>
      <div className={classes.sheet} inert lang={language}>
        <div className={classes.head}>
          {logoHash !== null && !lost ? (
            <img className={classes.logo} src={`/api/branding/logo/${logoHash}`} alt="" onError={() => setLost(true)} />
          ) : (
            <Mark size={24} />
          )}
          <span className={classes.name}>{name}</span>
        </div>
        <p className={classes.title}>{inLanguage(branding.welcomeTitle) || words.title}</p>
        <p className={classes.message}>{inLanguage(branding.welcomeMessage) || words.forWhom(terms[language].many)}</p>
        {methods.emailLink || methods.password ? (
          <>
            <span className={classes.label}>{words.email}</span>
            <span className={classes.field} />
          </>
        ) : (
          <>
            <span className={classes.label}>{words.phone}</span>
            <span className={classes.field} />
          </>
        )}
        <span className={classes.button}>
          {methods.emailLink ? words.sendLink : methods.smsCode && !methods.password ? words.sendCode : words.signIn}
        </span>
        <span className={classes.link}>{words.help}</span>
        {inLanguage(branding.contactInfo) ? (
          <p className={classes.contact}>{inLanguage(branding.contactInfo)}</p>
        ) : null}
      </div>
    </figure>
  )
}
