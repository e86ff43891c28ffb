import { CodedError } from '../../shared/errors/errorCodes'
import type { FileRefusal } from '../../shared/files/fileRules'
import type { FileInfo } from '../../shared/files/fileSchemas'
import type { Reading, Tx } from '../platform/database/transaction'

export interface Attaching {
  readonly participantId: string
  readonly correctionId: string
  /** In the order in which they are shown; at most `MOST_FILES_OF_REQUEST`, each once (`fileIdsSchema`). */
  readonly fileIds: readonly string[]
}

/**
 * Gives uploads to a correction request of the same participant. Call it after the participant's row is locked and before the commit lock is
 * taken; the request itself may be written later in the transaction (its foreign key is checked at commit). `INVALID_INPUT` with the
 * reason `file_unknown` when one is gone, taken, or somebody else's: these cannot be told apart (G1).
 */
export async function attachFiles(tx: Tx, { participantId, correctionId, fileIds }: Attaching): Promise<void> {
  for (const [place, id] of fileIds.entries()) {
    const { numUpdatedRows } = await tx
      .updateTable('file')
      .set({ correction_id: correctionId, place })
      .where('id', '=', id)
      .where('participant_id', '=', participantId)
      .where('correction_id', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) throw refusedFile('file_unknown')
  }
}

/** The attachments of these requests, in the order of the participant. A request without any is not in the map. */
export async function filesOf(
  db: Reading,
  correctionIds: readonly string[],
): Promise<ReadonlyMap<string, readonly FileInfo[]>> {
  const found = new Map<string, FileInfo[]>()
  if (correctionIds.length === 0) return found
  const rows = await db
    .selectFrom('file')
    .select(['id', 'name', 'type', 'size', 'correction_id'])
    .where('correction_id', 'in', correctionIds)
    .orderBy('place')
    .execute()
  for (const { correction_id, ...file } of rows) {
    if (correction_id !== null) found.set(correction_id, [...(found.get(correction_id) ?? []), file])
  }
  return found
}

export function refusedFile(reason: FileRefusal): CodedError {
  return new CodedError('INVALID_INPUT', { reason })
}
