import { useLayoutEffect } from 'react'
import { usePage } from '../../ui/PageContext'
import { useClinic } from '../shell/ClinicContext'
import { accentRules } from './accentRules'

/** Puts the clinic's accent onto the page. A constructed style sheet needs no nonce; a browser without them keeps the product's colours. */
export function AccentStyle() {
  const page = usePage()
  const accent = useClinic()?.branding.accent ?? ''
  useLayoutEffect(() => {
    const rules = accentRules(accent)
    const { defaultView: view } = page
    if (rules === '' || view === null || !('adoptedStyleSheets' in page)) return
    const sheet = new view.CSSStyleSheet()
    sheet.replaceSync(rules)
    page.adoptedStyleSheets = [...page.adoptedStyleSheets, sheet]
    return () => {
      page.adoptedStyleSheets = page.adoptedStyleSheets.filter((other) => other !== sheet)
    }
  }, [page, accent])
  return null
}
