import { emptyParticipant } from '../../../shared/participants/participantRules'
import type { FieldValue } from '../../../shared/participants/participantSchemas'
import { useDayFormat, usePrograms } from '../participants/clinicHooks'
import { valueWords } from '../participants/fieldWords'
import { useDirectory } from '../shell/SessionContext'

/** A value of this field as people read it. */
export function useConflictWords(participantId: string, path: string): (value: FieldValue) => string {
  const { directory } = useDirectory()
  const programs = usePrograms()
  const dayOf = useDayFormat()
  const fields = directory.get(participantId)?.participant ?? emptyParticipant('')
  return (value) => valueWords(path, value, { fields, programs, dayOf })
}
