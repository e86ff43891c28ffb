import type { Participant } from '../../../shared/participants/participantSchemas'
import type { Caseload } from '../../../shared/team/teamSchemas'

/** A caseload as the editor shows it: the programs, and of all people whom the colleague sees those that are in none of them. */
export function caseloadFrom(
  { programIds, participantIds }: Caseload,
  people: readonly Pick<Participant, 'id' | 'programId'>[],
): Caseload {
  const whole = new Set(programIds)
  const covered = new Set(people.filter(({ programId }) => whole.has(programId)).map(({ id }) => id))
  return { programIds, participantIds: participantIds.filter((id) => !covered.has(id)) }
}
