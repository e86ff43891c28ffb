import type { Kysely } from 'kysely'
import type { z } from 'zod'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import type { acknowledgeRestoreSchema, RestoreNote } from '../../shared/backup/restoreSchemas'
import type { ClinicDoc } from '../../shared/clinic/clinicSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { appendAudit } from '../audit/auditStore'
import type { ClinicService } from '../clinic/clinicService'
import type { Tables } from '../platform/database/tables'
import { inTransaction, nextRev, type Tx } from '../platform/database/transaction'
import { staffActor, type WriteCaller } from '../sync/writeCaller'

export interface RestoreNoticeDeps {
  readonly db: Kysely<Tables>
  readonly clinic: ClinicService
  readonly announce: (tx: Tx, rev: number) => Promise<void>
}

/**
 * An administrator has seen that the server was restored, and what their console knows to be missing. Ends the warning on every console; a
 * second one changes nothing. `NOT_FOUND` for an epoch that is not the last restore's.
 */
export async function acknowledgeRestore(
  { db, clinic, announce }: RestoreNoticeDeps,
  caller: WriteCaller,
  { epoch, seenRows }: z.infer<typeof acknowledgeRestoreSchema>,
): Promise<ClinicDoc> {
  return await inTransaction(db, async (tx) => {
    const row = await tx.selectFrom('clinic').select('restored').forNoKeyUpdate().executeTakeFirstOrThrow()
    const note = row.restored
    if (note?.epoch !== epoch) throw new CodedError('NOT_FOUND')
    if (note.acknowledgedAt === null) {
      const acknowledged = { acknowledgedAt: caller.now.toISOString(), acknowledgedByName: caller.displayName }
      const rev = await nextRev(tx)
      const restored = JSON.stringify({ ...note, ...acknowledged } satisfies RestoreNote)
      await tx.updateTable('clinic').set({ rev, restored }).execute()
      await appendAudit(tx, [entryOf(caller, note, seenRows)], caller.now)
      await announce(tx, rev)
    }
    return (await clinic.read(tx)).doc
  })
}

function entryOf(caller: WriteCaller, { epoch, auditRows }: RestoreNote, seenRows: number): AuditEntry {
  const target = { kind: 'clinic', id: 'clinic' } as const
  const detail = { epoch, auditRows, seenRows }
  return { actor: staffActor(caller), action: 'server.restore_acknowledged', target, outcome: 'ok', detail }
}
