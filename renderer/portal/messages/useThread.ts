import { useCallback, useEffect, useState } from 'react'
import type { PortalMessage } from '../../../shared/messages/messageSchemas'
import { problemOf } from '../../api/apiError'
import { useClient } from '../shell/ClientContext'
import { useReloadMe } from '../shell/MeContext'
import { useSession } from '../shell/SessionContext'
import { type Loading, useLoaded } from '../shell/useLoaded'

export interface ThreadState extends Loading<PortalMessage[]> {
  /** What was unread when it came on this screen; it stays marked although it is read by then. */
  readonly fresh: ReadonlySet<string>
}

const NOTHING_NEW: ReadonlySet<string> = new Set()

/**
 * The thread, asked for again when the reader comes back to the tab: nothing here asks by a clock, as that would keep an idle session alive. What is shown
 * is marked as read and the list read once more, so that a message which came between the two is shown too and not only counted as read.
 */
export function useThread(): ThreadState {
  const client = useClient()
  const { follow } = useSession()
  const { loaded, reload } = useLoaded(useCallback(() => client.messages.list.query(), [client]))
  const reloadMe = useReloadMe()
  const [fresh, setFresh] = useState(NOTHING_NEW)
  useEffect(() => {
    if (loaded.state === 'failed') follow(loaded.problem)
    if (loaded.state !== 'ready') return
    const unread = loaded.value.filter(({ mine, readAt }) => !mine && readAt === null)
    if (unread.length === 0) return
    setFresh((before) => new Set([...before, ...unread.map(({ id }) => id)]))
    // Not marked is no harm: it stays unread and is marked the next time.
    const seen = () => {
      reload()
      // The side bar counts them no longer.
      reloadMe()
    }
    client.messages.read.mutate().then(seen, (error: unknown) => void follow(problemOf(error)))
  }, [loaded, client, follow, reload, reloadMe])
  useEffect(() => {
    const back = () => document.visibilityState === 'visible' && reload()
    document.addEventListener('visibilitychange', back)
    return () => document.removeEventListener('visibilitychange', back)
  }, [reload])
  return { loaded, reload, fresh }
}
