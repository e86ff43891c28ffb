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
