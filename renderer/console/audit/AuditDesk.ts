import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Role } from '../../../shared/access/roles'
import type { StaffClient } from '../../api/staffClient'
import type { SeenLog, SeenPoint, SeenStore } from './seenHead'

/** What the audit page needs of the console around it: the shell with its replica, or an auditor's console without one. */
export interface AuditDesk {
  readonly client: StaffClient
  readonly role: Role
  /** As far as the console around the page knows; the page's own calls may know better. */
  readonly offline: boolean
  readonly seen: SeenStore
  /** The head that the replica remembers; null where there is none. */
  readonly witness: SeenPoint | null
  /** Whether a participant's file can be opened here. */
  readonly hasFiles: boolean
}

export const AuditDeskContext = createContext<AuditDesk | null>(null)

export function useAuditDesk(): AuditDesk {
  const desk = useContext(AuditDeskContext)
  if (!desk) throw new Error('the audit page stands nowhere')
  return desk
}

export function useSeenLog(): SeenLog {
  const { seen } = useAuditDesk()
  return useSyncExternalStore(seen.subscribe, seen.get)
}
