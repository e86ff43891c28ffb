import type { Participant } from '../../../shared/participants/participantSchemas'
import type { Caseload } from '../../../shared/team/teamSchemas'

/** A list of people as the editor shows it: programs of which everybody is in the list, and the single people that are left. */
export function caseloadFrom(
  ids: readonly string[],
  people: readonly Pick<Participant, 'id' | 'programId'>[],
): Caseload {
  const inList = new Set(ids)
  const outside = new Set(people.filter(({ id }) => !inList.has(id)).map(({ programId }) => programId))
  const whole = new Set(
    people.filter(({ id, programId }) => inList.has(id) && !outside.has(programId)).map((p) => p.programId),
  )
  const covered = new Set(people.filter(({ programId }) => whole.has(programId)).map(({ id }) => id))
  return { programIds: [...whole], participantIds: ids.filter((id) => !covered.has(id)) }
}
