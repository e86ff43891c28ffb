import { useCallback, useMemo } from 'react'
import { isOpen } from '../../../shared/corrections/correctionLimits'
import { formatDate } from '../../ui/formatDate'
import { useDateFormat, usePrograms } from '../participants/clinicHooks'
import { isTroubled, isUnsettled } from '../replica/outboxEntries'
import type { CorrectionRowProps } from './CorrectionRow'
import { handsOf, type InboxRow } from './correctionInbox'
import { someoneToTell } from './correctionSteps'
import { NO_WISHES } from './correctionWishes'
import { askWords, STATE_WORDS } from './correctionWords'
import { dueWords } from './dueWords'
import { useCorrectionWishes, useHolidays, useToday } from './useInbox'

export type RowWords = Omit<
  CorrectionRowProps,
  'place' | 'rowIndex' | 'top' | 'height' | 'active' | 'onOpen' | 'onActive'
>

/** A function from a request to what its row says; called only for the rows on screen. */
export function useInboxWords(): (row: InboxRow) => RowWords {
  const wishes = useCorrectionWishes()
  const programs = usePrograms()
  const programNames = useMemo(() => new Map(programs.map(({ id, name }) => [id, name])), [programs])
  const format = useDateFormat()
  const today = useToday()
  const holidays = useHolidays()
  return useCallback(
    ({ correction, name, programId }) => {
      const { id, dueOn, profile, state, receivedAt, description } = correction
      const own = wishes.get(id) ?? NO_WISHES
      const due = isOpen(state) ? dueWords({ dueOn, profile, today, holidays }) : null
      return {
        id,
        name,
        dueTone: due?.tone ?? 'neutral',
        due: due?.label ?? '',
        about: askWords(correction),
        described: description,
        program: programNames.get(programId ?? '') ?? '',
        stateTone: STATE_WORDS[state].tone,
        state: STATE_WORDS[state].label,
        toTell: someoneToTell(correction),
        hands: handsOf(correction)?.name ?? '',
        received: formatDate(receivedAt, 'date', format),
        wish: own.some(({ entry }) => isUnsettled(entry)),
        trouble: own.some(({ entry }) => isTroubled(entry)),
      }
    },
    [wishes, programNames, format, today, holidays],
  )
}
