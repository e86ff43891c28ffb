import { useCallback, useEffect, useState } from 'react'
import type { AccessEvent } from '../../../shared/accessLog/accessLogSchemas'
import { problemOf } from '../../api/apiError'
import { useClient } from '../shell/ClientContext'
import { useSession } from '../shell/SessionContext'
import { type Action, useAction } from '../shell/useAction'
import { type Loading, useLoaded } from '../shell/useLoaded'

interface Log {
  readonly events: readonly AccessEvent[]
  /** Where the older ones begin; null: that was all. */
  readonly next: number | null
}

export interface AccessLogState {
  readonly log: Loading<Log>
  /** Older pages already fetched stand behind the first one. */
  readonly events: readonly AccessEvent[]
  readonly next: number | null
  readonly older: Pick<Action, 'busy' | 'problem'> & { readonly load: () => void }
}

/** The newest page, and older ones as the reader asks for them. */
export function useAccessLog(): AccessLogState {
  const client = useClient()
  const { follow } = useSession()
  const log = useLoaded<Log>(useCallback(() => client.accessLog.list.query({ before: null }), [client]))
  const { busy, problem, run } = useAction()
  const [more, setMore] = useState<Log | null>(null)
  const { loaded } = log
  useEffect(() => {
    if (loaded.state === 'failed') follow(loaded.problem)
  }, [loaded, follow])
  const first = loaded.state === 'ready' ? loaded.value : { events: [], next: null }
  const next = more === null ? first.next : more.next
  const load = () =>
    run(async () => {
      try {
        const page = await client.accessLog.list.query({ before: next })
        setMore((before) => ({ events: [...(before?.events ?? []), ...page.events], next: page.next }))
      } catch (refusal) {
        if (!follow(problemOf(refusal))) throw refusal
      }
    })
  return { log, events: [...first.events, ...(more?.events ?? [])], next, older: { busy, problem, load } }
}
