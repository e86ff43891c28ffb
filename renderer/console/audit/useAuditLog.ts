import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { AuditFilter, AuditListInput } from '../../../shared/audit/auditListSchemas'
import { useAuditDesk } from './AuditDesk'
import { learnHead, witnessOf } from './seenHead'
import { isHeadSigned } from './signatures'

export const PAGE = 50
const HEAD_EVERY_MS = 60_000

/** One page of the log, fresh from the server. The page before stays on the screen until the next one is there. */
export function useAuditPage(filter: AuditFilter, cursor: AuditListInput['cursor']) {
  const { client, offline } = useAuditDesk()
  return useQuery({
    queryKey: ['audit', 'list', filter, cursor],
    queryFn: () => client.audit.list.query({ filter, cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
    networkMode: 'always',
    enabled: !offline,
  })
}

/** Colleagues and consoles to filter by. */
export function useAuditChoices() {
  const { client, offline } = useAuditDesk()
  const { data } = useQuery({
    queryKey: ['audit', 'choices'],
    queryFn: () => client.audit.choices.query(),
    networkMode: 'always',
    enabled: !offline,
    staleTime: 300_000,
  })
  return data ?? { staff: [], devices: [] }
}

/** Asks for the signed head now and every minute, and holds it against what this console has seen (U3). */
export function useAuditHead() {
  const { client, offline, seen, witness } = useAuditDesk()
  const query = useQuery({
    queryKey: ['audit', 'head'],
    queryFn: async () => {
      const known = seen.get()
      const asked = witnessOf(known, witness)
      const answer = await client.audit.head.query({ witnessCount: asked.count })
      const signed = await isHeadSigned(answer.head, answer.publicKey)
      return { answer, learnt: learnHead(known, { witness: asked, answer, signed }) }
    },
    refetchInterval: HEAD_EVERY_MS,
    networkMode: 'always',
    enabled: !offline,
  })
  const learnt = query.data?.learnt
  useEffect(() => {
    if (learnt !== undefined) seen.set(learnt)
  }, [learnt, seen])
  return query
}
