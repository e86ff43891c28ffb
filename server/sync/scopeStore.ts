import { type Role, seesWholeClinic } from '../../shared/access/roles'
import type { Reading } from '../platform/database/transaction'

export interface ScopeHolder {
  readonly staffId: string
  readonly role: Role
}

/** Which of these participants the staff member may see: all that exist for an administrator, else the active rows of `scope`. */
export async function idsInScope(
  db: Reading,
  holder: ScopeHolder,
  participantIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (participantIds.length === 0) return new Set()
  const query = seesWholeClinic(holder.role)
    ? db.selectFrom('participant').select('id').where('id', 'in', participantIds)
    : db
        .selectFrom('scope')
        .select('participant_id as id')
        .where('staff_id', '=', holder.staffId)
        .where('active', '=', true)
        .where('participant_id', 'in', participantIds)
  return new Set((await query.execute()).map((row) => row.id))
}

export async function inScope(db: Reading, holder: ScopeHolder, participantId: string): Promise<boolean> {
  return (await idsInScope(db, holder, [participantId])).has(participantId)
}

/**
 * Those of these ids that no participant has, whatever the asker's scope (K2): a console keeps what a restore undid of them, and only of them (D4). Where
 * nothing was ever restored nobody has to know, and the answer is none (G1). Elsewhere ids are random, so whoever has one was given it by this clinic.
 */
export async function unknownParticipants(db: Reading, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const { restored } = await db.selectFrom('clinic').select('restored').executeTakeFirstOrThrow()
  if (restored === null) return []
  const known = await db.selectFrom('participant').select('id').where('id', 'in', ids).execute()
  const found = new Set(known.map(({ id }) => id))
  return ids.filter((id) => !found.has(id))
}
