import { useEffect } from 'react'
import { useSession } from '../shell/SessionContext'

/** Long enough that paging past a file is not reading it. */
const AFTER_MS = 1_000
const AGAIN_AFTER_MS = 15 * 60_000

/** Opening a record is an event of the audit log (U1): told once per person and quarter of an hour, offline through the outbox. */
export function useViewRecord(participantId: string, exists: boolean): void {
  const { directory, replica } = useSession()
  useEffect(() => {
    if (!exists) return
    const timer = setTimeout(() => {
      const { viewedAt } = directory.memory
      const last = viewedAt.get(participantId)
      if (last !== undefined && Math.abs(Date.now() - last) < AGAIN_AFTER_MS) return
      viewedAt.set(participantId, Date.now())
      void replica.enqueue({ kind: 'participant.view', writeId: crypto.randomUUID(), participantId })
    }, AFTER_MS)
    return () => clearTimeout(timer)
  }, [directory, replica, participantId, exists])
}
