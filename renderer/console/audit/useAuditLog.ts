import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { AuditFilter, AuditListInput } from '../../../shared/audit/auditListSchemas'
import { useAuditDesk } from './AuditDesk'
import { askHead } from './askHead'

export const PAGE = 50
const HEAD_EVERY_MS = 60_000
/** A server that was away is asked again: an auditor's console has no sync engine that would notice. */
const AGAIN_MS = 10_000

/** One page of the log, fresh from the server. The page before stays on the screen until the next one is there. */
export function useAuditPage(filter: AuditFilter, cursor: AuditListInput['cursor']) {
  const { client, offline } = useAuditDesk()
  return useQuery({
    queryKey: ['audit', 'list', filter, cursor],
    queryFn: () => client.audit.list.query({ filter, cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.error === null ? false : AGAIN_MS),
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
  const desk = useAuditDesk()
  return useQuery({
    queryKey: ['audit', 'head'],
    queryFn: () => askHead(desk),
    refetchInterval: ({ state }) => (state.error === null ? HEAD_EVERY_MS : AGAIN_MS),
    networkMode: 'always',
    enabled: !desk.offline,
  })
}
