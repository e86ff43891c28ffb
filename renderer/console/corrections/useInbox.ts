import { useMemo } from 'react'
import { dayIn } from '../../../shared/corrections/correctionDates'
import { useClinic, useDateFormat, useNow } from '../participants/clinicHooks'
import { useSession, useStore } from '../shell/SessionContext'
import { countInbox, type InboxCounts } from './correctionInbox'
import { type CorrectionWish, correctionWishes } from './correctionWishes'

const NO_HOLIDAYS: readonly string[] = []

/** The calendar day where the clinic is, wherever this console stands; it changes at the clinic's midnight. */
export function useToday(): string {
  const { timeZone } = useDateFormat()
  return dayIn(useNow(30_000), timeZone)
}

/** Days that are no business days for the clinic. */
export function useHolidays(): readonly string[] {
  return useClinic()?.settings.corrections?.holidays ?? NO_HOLIDAYS
}

/** How many requests wait, for the side bar. */
export function useInboxCounts(): InboxCounts {
  const { corrections } = useSession().replica.stores
  const version = useStore(corrections).version()
  const today = useToday()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the contents of the store.
  return useMemo(() => countInbox(corrections.all(), today), [corrections, version, today])
}

/** What this console wants of each request, by the request's id. */
export function useCorrectionWishes(): ReadonlyMap<string, readonly CorrectionWish[]> {
  const { outbox } = useSession().replica.stores
  const version = useStore(outbox).version()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the contents of the store.
  return useMemo(() => correctionWishes(outbox), [outbox, version])
}
