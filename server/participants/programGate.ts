import { mayUseProgram } from '../../shared/access/roles'
import type { PushResult } from '../../shared/sync/syncSchemas'
import type { Tx } from '../platform/database/transaction'
import type { WriteCaller } from '../sync/writeCaller'

export type ProgramRefusal = Required<Pick<PushResult, 'reason'>> & Pick<PushResult, 'message'>
/** Why the author may not put somebody into this program; null when they may. */
export type ProgramGate = (programId: string) => ProgramRefusal | null

/** For one author, as the database says now. Programs are few. */
export async function programGate(tx: Tx, caller: Pick<WriteCaller, 'staffId' | 'role'>): Promise<ProgramGate> {
  const rows = await tx
    .selectFrom('program')
    .leftJoin('staff_program', (join) =>
      join.onRef('program_id', '=', 'program.id').on('staff_id', '=', caller.staffId),
    )
    .select(['program.id', 'staff_id'])
    .execute()
  const known = new Set(rows.map(({ id }) => id))
  const programIds = rows.filter(({ staff_id }) => staff_id !== null).map(({ id }) => id)
  return (programId) => {
    if (!known.has(programId)) return { reason: 'invalid_value', message: 'There is no such program.' }
    return mayUseProgram({ role: caller.role, programIds }, programId) ? null : { reason: 'program_not_yours' }
  }
}
