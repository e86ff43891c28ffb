import type { Selectable } from 'kysely'
import type { FilesHeld } from '../../shared/files/fileRules'
import type { Tables } from '../platform/database/tables'
import type { Reading, Tx } from '../platform/database/transaction'

export type FileRow = Selectable<Tables['file']>

/** What this participant's files come to, attached or not. Exact only under the participant's lock. */
export async function filesHeld(tx: Tx, participantId: string): Promise<FilesHeld> {
  return await tx
    .selectFrom('file')
    .select((select) => [
      select.fn.countAll<number>().as('count'),
      select.fn.coalesce(select.fn.sum<number>('size'), select.lit(0)).as('bytes'),
    ])
    .where('participant_id', '=', participantId)
    .executeTakeFirstOrThrow()
}

export async function findFile(db: Reading, id: string): Promise<FileRow | undefined> {
  return await db.selectFrom('file').selectAll().where('id', '=', id).executeTakeFirst()
}

export type NewFile = Omit<FileRow, 'correction_id' | 'place'>

/** The file and its sealed parts, one statement a part. */
export async function insertFile(tx: Tx, file: NewFile, parts: readonly Buffer[]): Promise<void> {
  await tx.insertInto('file').values(file).execute()
  for (const [part, sealed] of parts.entries())
    await tx.insertInto('file_part').values({ file_id: file.id, part, sealed }).execute()
}

export async function loadPart(db: Reading, fileId: string, part: number): Promise<Buffer | null> {
  const row = await db
    .selectFrom('file_part')
    .select('sealed')
    .where('file_id', '=', fileId)
    .where('part', '=', part)
    .executeTakeFirst()
  return row?.sealed ?? null
}

/** Deletes one upload that no request holds, with its content. False: there is none of this participant. */
export async function deleteUnattached(tx: Tx, participantId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('file')
    .where('id', '=', id)
    .where('participant_id', '=', participantId)
    .where('correction_id', 'is', null)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

/** Deletes uploads from before `before` that no request holds, and says which. One that is being attached at this moment is left. */
export async function deleteForgotten(
  tx: Tx,
  before: Date,
  most: number,
): Promise<readonly Pick<FileRow, 'id' | 'participant_id'>[]> {
  const forgotten = tx
    .selectFrom('file')
    .select('id')
    .where('correction_id', 'is', null)
    .where('created_at', '<', before)
    .orderBy('created_at')
    .limit(most)
    .forUpdate()
    .skipLocked()
  return await tx.deleteFrom('file').where('id', 'in', forgotten).returning(['id', 'participant_id']).execute()
}
