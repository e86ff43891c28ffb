import { useEffect, useMemo, useState } from 'react'
import { mayUseProgram } from '../../../shared/access/roles'
import type { ClinicDoc } from '../../../shared/clinic/clinicSchemas'
import { type DateFormat, formatDay } from '../../ui/formatDate'
import { useLanguage } from '../../ui/LanguageContext'
import { localeFor } from '../../ui/language'
import { useSession, useStore } from '../shell/SessionContext'

/** The clinic as the replica has it; null until the first sync has brought it. */
export function useClinic(): ClinicDoc | null {
  const { replica } = useSession()
  return useStore(replica.stores.clinic).get('clinic') ?? null
}

/** Times are told in the clinic's own zone, wherever this console stands. */
export function useDateFormat(): DateFormat {
  const timeZone = useClinic()?.timeZone ?? 'UTC'
  const { language } = useLanguage()
  return useMemo(() => ({ locale: localeFor(language, navigator.languages), timeZone }), [language, timeZone])
}

/** Birth dates in words. Remembered, as making a formatter costs more than a row of the list. */
export function useDayFormat(): (day: string | null) => string {
  const { locale } = useDateFormat()
  return useMemo(() => {
    const known = new Map<string, string>()
    return (day) => {
      if (day === null) return ''
      const said = known.get(day) ?? formatDay(day, locale)
      known.set(day, said)
      return said
    }
  }, [locale])
}

/** The server's time as this console knows it, renewed every `everyMs`. */
export function useNow(everyMs: number): Date {
  const { directory } = useSession()
  const [now, setNow] = useState(() => directory.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(directory.now()), everyMs)
    return () => clearInterval(timer)
  }, [directory, everyMs])
  return now
}

/**
 * Programs that this person may put somebody into, and the one where they are already. `isNarrowed`: there are others. Known offline too; the server
 * decides by the same rule.
 */
export function useProgramChoice(current: string): {
  readonly programs: ReturnType<typeof usePrograms>
  readonly isNarrowed: boolean
} {
  const session = useSession()
  useStore(session.replica.stores.staff)
  const all = usePrograms()
  const me = session.colleague()
  const programs = all.filter(({ id }) => id === current || me === null || mayUseProgram(me, id))
  return { programs, isNarrowed: programs.length < all.length }
}

/** Programs by name, for one and for naming one. */
export function usePrograms(): readonly { readonly id: string; readonly name: string }[] {
  const { replica } = useSession()
  const store = useStore(replica.stores.programs)
  const version = store.version()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the contents of the store.
  return useMemo(
    () => [...store.all()].map(([, program]) => program).sort((a, b) => a.name.localeCompare(b.name)),
    [store, version],
  )
}
