import type { LanguageChoice } from '../../portal/shell/languageChoice'
import type { Pulse } from '../../portal/shell/pulse'
import type { SessionState } from '../../portal/shell/SessionContext'

/** What stands around the portal's pages in a browser, doing nothing: no clock, no other tabs, no storage, no address. */
export const INERT_PULSE: Pulse = {
  now: () => 0,
  lastActiveAt: () => 0,
  answered: () => undefined,
  onRefusal: () => () => undefined,
  tabs: { tell: () => undefined, hear: () => () => undefined },
}

export const INERT_SESSION: SessionState = {
  note: null,
  leave: () => undefined,
  clearNote: () => undefined,
  enter: () => undefined,
  follow: () => false,
  resumeAt: () => '/home',
}

/** The language that is picked in the preview lasts as long as it does. */
export const NO_CHOICE: LanguageChoice = { read: () => null, write: () => undefined, forget: () => undefined }

export const leaveNothing = (): void => undefined
