import { useLayoutEffect } from 'react'
import { useClinic } from '../shell/ClinicContext'
import { accentRules } from './accentRules'

/** Puts the clinic's accent onto the page. A constructed style sheet needs no nonce; a browser without them keeps the product's colours. */
export function AccentStyle() {
  const accent = useClinic()?.branding.accent ?? ''
  useLayoutEffect(() => {
    const rules = accentRules(accent)
    if (rules === '' || !('adoptedStyleSheets' in document)) return
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(rules)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet)
    }
  }, [accent])
  return null
}
