import { KIOSK_SHOWN_WITHIN_MS } from '../../../shared/kiosk/kioskRules'

/** The desktop app answers no call for a window, so the page looks whether it lost the focus to one, for longer than the app would still show it. */
const LONGEST_WAIT_MS = KIOSK_SHOWN_WITHIN_MS + 2_000

/** The parts of `window` that opening needs. */
export interface OpeningPage {
  readonly location: Pick<Location, 'protocol'>
  open(url: string, target: string, features?: string): { opener: unknown } | null
  addEventListener(type: 'blur', listener: () => void, options: { once: true }): void
  setTimeout(action: () => void, ms: number): unknown
}

/**
 * Opens the participant's page of a visit; true once it is there. In a browser not with "noopener", because then no browser says whether anything
 * opened: the tie to this page is cut here, and by the portal's Cross-Origin-Opener-Policy (H1). Call it in the press of a button.
 */
export async function openKioskPage(url: string, page: OpeningPage = window): Promise<boolean> {
  if (page.location.protocol !== 'app:') {
    const opened = page.open(url, '_blank')
    if (opened) opened.opener = null
    return opened !== null
  }
  const lost = new Promise<boolean>((resolve) => {
    page.addEventListener('blur', () => resolve(true), { once: true })
    page.setTimeout(() => resolve(false), LONGEST_WAIT_MS)
  })
  page.open(url, '_blank', 'noopener')
  return await lost
}
