import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { DEFAULT_LOCK_MINUTES } from '../../../shared/ipc/idleRules'
import type { StaffMe } from '../../../shared/staff/staffSchemas'
import { problemOf } from '../../api/apiError'
import { SkipLink } from '../../ui/SkipLink'
import { Wordmark } from '../../ui/Wordmark'
import { useConsole } from '../shell/ConsoleContext'
import { useIdleLock } from '../shell/IdleLock'
import classes from './Audit.module.css'
import { type AuditDesk, AuditDeskContext } from './AuditDesk'
import { AuditLog } from './AuditLog'
import { AuditorMenu } from './AuditorMenu'
import { useAuditHead } from './useAuditLog'

/**
 * product.md, Roles: an auditor reads and verifies the audit log, nothing else. No replica is opened, so nothing of the clinic lies on this computer.
 * `me` is null when the server could not be asked: then a bundle file can still be verified.
 */
export function AuditorConsole({ me }: { readonly me: StaffMe | null }) {
  const { client, seenLog } = useConsole()
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: false } } }))
  useEffect(() => () => queries.clear(), [queries])
  const desk = useMemo<AuditDesk>(
    () => ({ client, role: 'auditor', offline: me === null, seen: seenLog, witness: null, hasFiles: false }),
    [client, me, seenLog],
  )
  return (
    <QueryClientProvider client={queries}>
      <AuditDeskContext value={desk}>
        <Frame me={me} />
      </AuditDeskContext>
    </QueryClientProvider>
  )
}

function Frame({ me }: { readonly me: StaffMe | null }) {
  useEnds()
  return (
    <div className={classes.frame}>
      <SkipLink target="main" />
      <header className={classes.top}>
        <Wordmark size={22} part="Console" />
        {me ? <bdi className={classes.soft}>{me.clinicName}</bdi> : null}
        <AuditorMenu me={me} />
      </header>
      <main className={classes.main} id="main" tabIndex={-1}>
        <AuditLog />
      </main>
    </div>
  )
}

const OVER = ['NOT_SIGNED_IN', 'DEVICE_REVOKED', 'DEVICE_NOT_APPROVED', 'FIRST_PASSWORD', 'FORBIDDEN', 'LOCKED']

/** W2: locks when nobody has touched it; and leaves when the server no longer lets this person in, which no sync engine notices here. */
function useEnds() {
  const { controller } = useConsole()
  const { data, error } = useAuditHead()
  const queries = useQueryClient()
  useIdleLock(data?.lockMinutes ?? DEFAULT_LOCK_MINUTES)
  const code = error === null ? null : problemOf(error).code
  useEffect(() => {
    if (code === null || !OVER.includes(code)) return
    queries.clear()
    void controller.retry()
  }, [code, controller, queries])
}
