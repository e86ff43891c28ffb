import type { Selectable } from 'kysely'
import type { MessageDoc } from '../../shared/messages/messageSchemas'
import type { Tables } from '../platform/database/tables'
import type { Reading } from '../platform/database/transaction'

export type MessageRow = Selectable<Tables['message']>

/** What replicas hold of a message. */
export function messageDoc(row: MessageRow): MessageDoc {
  return {
    id: row.id,
    rev: row.rev,
    participantId: row.participant_id,
    author: row.author,
    authorName: row.author_name,
    body: row.body,
    sentAt: row.sent_at.toISOString(),
    readAt: row.read_at?.toISOString() ?? null,
    readByName: row.read_by_name,
  }
}

/** Messages of the clinic that the participant has not read yet. */
export async function countUnread(db: Reading, participantId: string): Promise<number> {
  const { count } = await db
    .selectFrom('message')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('participant_id', '=', participantId)
    .where('author', '=', 'staff')
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}
