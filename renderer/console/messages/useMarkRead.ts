import { useEffect } from 'react'
import type { MessageDoc } from '../../../shared/messages/messageSchemas'
import { useSession } from '../shell/SessionContext'

/** Long enough that passing by is not reading. */
const AFTER_MS = 1_000

/** Tells the server that what is on the screen has been read: once for each newest message, offline through the outbox. */
export function useMarkRead(participantId: string, unread: readonly MessageDoc[]): void {
  const { replica } = useSession()
  const newest = unread.at(-1)?.id
  useEffect(() => {
    if (newest === undefined) return
    const tell = () => {
      // A refused note must not be made again and again.
      const told = [...replica.stores.outbox.all()].some(
        ([, { item }]) => item.kind === 'message.read' && item.messageId === newest,
      )
      if (document.visibilityState === 'hidden' || told) return
      void replica.enqueue({
        kind: 'message.read',
        writeId: crypto.randomUUID(),
        participantId,
        messageId: newest,
      })
    }
    const timer = setTimeout(tell, AFTER_MS)
    document.addEventListener('visibilitychange', tell)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', tell)
    }
  }, [replica, participantId, newest])
}
