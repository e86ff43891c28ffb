import { CodedError } from '../../shared/errors/errorCodes'

/** An upload lies in memory until its content has been looked at: at most so many at once in one process. */
const MOST_AT_ONCE = 16
const AGAIN_SECONDS = 3

/** Lets in one upload of a participant at a time, from however many sessions: one person must not fill all places. It spares memory; what a participant may keep is counted by the database. */
export interface UploadGate {
  /** Gives what ends the turn. Throws `TOO_MANY_REQUESTS` while another one of this participant is under way, `UNAVAILABLE` while all places are taken. */
  enter(participantId: string): () => void
}

export function createUploadGate(): UploadGate {
  const inside = new Set<string>()
  return {
    enter(participantId) {
      if (inside.has(participantId)) throw new CodedError('TOO_MANY_REQUESTS', { reason: 'file_busy' }, AGAIN_SECONDS)
      if (inside.size >= MOST_AT_ONCE) throw new CodedError('UNAVAILABLE', {}, AGAIN_SECONDS)
      inside.add(participantId)
      return () => void inside.delete(participantId)
    },
  }
}
