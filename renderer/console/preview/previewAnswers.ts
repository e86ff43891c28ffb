import type { PortalMe } from '../../../shared/accounts/portalSchemas'
import type { Preview } from '../../../shared/preview/previewSchemas'
import type { AnswerQuery } from '../../api/portalClient'
import { isLanguage } from '../../ui/language'

const DAY_SECONDS = 86_400

/** The portal's `me` for a session that nobody has: on a device of one's own, without an app lock. */
export function meOf({ at, pages }: Preview): PortalMe | null {
  if (pages === null) return null
  const sessionEndsAt = new Date(Date.parse(at) + DAY_SECONDS * 1000).toISOString()
  return { ...pages.me, sessionEndsAt, idleSeconds: DAY_SECONDS, shared: false, lockMinutes: null }
}

/** Answers the portal's questions out of the snapshot; what it does not hold is refused. */
export function previewAnswers(preview: Preview): AnswerQuery {
  const { clinic, pages } = preview
  const known: Readonly<Record<string, (input: unknown) => unknown>> = {
    'clinic.public': () => clinic,
    'auth.me': () => meOf(preview),
    'consent.receipts': () => pages?.receipts,
    'consent.current': (input) => pages?.consent?.[languageIn(input) ?? preview.language],
    'record.own': () => pages?.inside?.record,
    'messages.list': () => pages?.inside?.messages,
    'corrections.list': () => pages?.inside?.corrections,
    'accessLog.list': () => pages?.inside?.accessLog,
  }
  return (path, input) => {
    const answer = Object.hasOwn(known, path) ? known[path]?.(input) : undefined
    if (answer === undefined || answer === null) throw new Error(`the preview does not hold ${path}`)
    return answer
  }
}

function languageIn(input: unknown) {
  const asked = typeof input === 'object' && input !== null && 'language' in input ? input.language : null
  return isLanguage(asked) ? asked : null
}
