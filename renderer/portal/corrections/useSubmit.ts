import { useRef } from 'react'
import type { SubmitCorrection } from '../../../shared/corrections/correctionSchemas'
import { problemOf } from '../../api/apiError'
import { useClient } from '../shell/ClientContext'
import { navigate } from '../shell/router'
import { useSession } from '../shell/SessionContext'

/** Sends the request and leads to the list. The same words keep their name: a repeated press must not ask twice. */
export function useSubmit(): (asked: Omit<SubmitCorrection, 'id'>) => Promise<void> {
  const client = useClient()
  const { follow } = useSession()
  const tried = useRef<{ readonly id: string; readonly words: string } | null>(null)
  return async (asked) => {
    const words = JSON.stringify(asked)
    if (tried.current?.words !== words) tried.current = { id: crypto.randomUUID(), words }
    try {
      await client.corrections.submit.mutate({ id: tried.current.id, ...asked })
    } catch (refusal) {
      if (follow(problemOf(refusal))) return
      throw refusal
    }
    navigate('/portal/corrections')
  }
}
