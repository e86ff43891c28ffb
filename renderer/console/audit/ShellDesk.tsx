import { type ReactNode, useMemo } from 'react'
import { useConsole } from '../shell/ConsoleContext'
import { useSession, useStore, useSyncState } from '../shell/SessionContext'
import { type AuditDesk, AuditDeskContext } from './AuditDesk'

/** What the shell around it gives to the audit page. */
export function ShellDesk({ children }: { readonly children: ReactNode }) {
  const { seenLog } = useConsole()
  const { client, replica, staffId } = useSession()
  const role = useStore(replica.stores.staff).get(staffId)?.role
  const { witness } = useStore(replica.stores.meta).get('replica') ?? { witness: null }
  const { link } = useSyncState()
  const offline = link !== 'online' && link !== 'connecting'
  const desk = useMemo<AuditDesk | null>(
    () => (role === undefined ? null : { client, role, offline, seen: seenLog, witness, hasFiles: true }),
    [client, role, offline, seenLog, witness],
  )
  return desk === null ? null : <AuditDeskContext value={desk}>{children}</AuditDeskContext>
}
