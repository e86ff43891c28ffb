import { useCallback } from 'react'
import type { DateFormat } from '../../ui/formatDate'
import { localeFor } from '../../ui/language'
import { useSession, useStore } from './SessionContext'

/** The console speaks English, with the dates of the reader's own region; at the door, in this machine's time zone. */
export function machineDateFormat(): DateFormat {
  return {
    locale: localeFor('en', navigator.languages),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}

/** Locale of the reader, time zone of the clinic. */
export function useDateFormat(): DateFormat {
  const { replica } = useSession()
  const clinic = useStore(replica.stores.clinic).get('clinic')
  const format = machineDateFormat()
  return clinic ? { ...format, timeZone: clinic.timeZone } : format
}

/** For distances such as "3 minutes ago": by the server's clock, as the times that it is compared with (Y5). */
export function useServerDates(): DateFormat & { readonly now: () => number } {
  const { directory } = useSession()
  const now = useCallback(() => directory.now().getTime(), [directory])
  return { ...useDateFormat(), now }
}
