import { KIOSK_PATH } from '../../../shared/kiosk/kioskRules'
import type { Language } from '../../ui/language'
import type { LanguageChoice } from '../shell/languageChoice'

export const isKioskPath = (path: string): boolean => path === KIOSK_PATH || path.startsWith(`${KIOSK_PATH}/`)

/** The language that was chosen on the clinic's machine: gone with the page. */
export function passingChoice(first: Language | null): LanguageChoice {
  let chosen = first
  const become = (language: Language | null) => {
    chosen = language
  }
  return { read: () => chosen, write: become, forget: () => become(null) }
}

/** What this tab may have kept of whoever used the portal in it before. */
export function forgetStored(page: Pick<Window, 'localStorage' | 'sessionStorage'>): void {
  for (const name of ['localStorage', 'sessionStorage'] as const) {
    try {
      page[name].clear()
    } catch {
      // Blocked storage holds nothing.
    }
  }
}
