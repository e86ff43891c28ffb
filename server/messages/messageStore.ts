import type { Selectable } from 'kysely'
import { MOST_MESSAGES_SHOWN } from '../../shared/messages/messageLimits'
import { type SentBefore, sentAtAfter } from '../../shared/messages/messageRules'
import type { MessageDoc, PortalMessage } from '../../shared/messages/messageSchemas'
import type { Tables } from '../platform/database/tables'
import { nextRev, type Reading, type Tx } from '../platform/database/transaction'

export type MessageRow = Selectable<Tables['message']>
type Side = MessageRow['author']

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

/** As the participant sees it: no id of staff, and not which colleague read it (G2). */
export function portalMessage(row: MessageRow): PortalMessage {
  return {
    id: row.id,
    mine: row.author === 'participant',
    authorName: row.author_name,
    body: row.body,
    sentAt: row.sent_at.toISOString(),
    readAt: row.read_at?.toISOString() ?? null,
  }
}

export function sentBefore(row: MessageRow): SentBefore {
  return { participantId: row.participant_id, author: row.author, authorId: row.author_id, body: row.body }
}

/** The newest ones of a thread, oldest first. */
export async function loadThread(db: Reading, participantId: string): Promise<MessageRow[]> {
  const rows = await db
    .selectFrom('message')
    .selectAll()
    .where('participant_id', '=', participantId)
    .orderBy('sent_at', 'desc')
    .limit(MOST_MESSAGES_SHOWN)
    .execute()
  return rows.reverse()
}

export async function findMessage(db: Reading, id: string): Promise<MessageRow | undefined> {
  return await db.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirst()
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

/** The first message of the clinic since the participant last read; undefined when they have read all. */
export async function oldestUnreadOfClinic(db: Reading, participantId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('message')
    .select('id')
    .where('participant_id', '=', participantId)
    .where('author', '=', 'staff')
    .where('read_at', 'is', null)
    .orderBy('sent_at')
    .limit(1)
    .executeTakeFirst()
  return row?.id
}

export interface NewMessage extends SentBefore {
  readonly id: string
  readonly authorName: string
  readonly now: Date
}

/** The participant's row must be locked, so that messages of one thread have times of their own. Takes the commit lock. */
export async function insertMessage(tx: Tx, message: NewMessage): Promise<MessageRow> {
  const last = await tx
    .selectFrom('message')
    .select('sent_at')
    .where('participant_id', '=', message.participantId)
    .orderBy('sent_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return await tx
    .insertInto('message')
    .values({
      id: message.id,
      rev: await nextRev(tx),
      participant_id: message.participantId,
      author: message.author,
      author_id: message.authorId,
      author_name: message.authorName,
      body: message.body,
      sent_at: sentAtAfter(last?.sent_at ?? null, message.now),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export interface ReadMark {
  readonly participantId: string
  /** Whose messages were read. */
  readonly author: Side
  /** Up to and including this time; null: all. */
  readonly upTo: Date | null
  readonly byName: string
  readonly now: Date
}

/** Marks what is unread, once and for all; an empty answer means that all of it had been read, and then nothing was written or locked. */
export async function markThreadRead(tx: Tx, mark: ReadMark): Promise<MessageRow[]> {
  const unread = await tx
    .selectFrom('message')
    .select('id')
    .where('participant_id', '=', mark.participantId)
    .where('author', '=', mark.author)
    .where('read_at', 'is', null)
    .$if(mark.upTo !== null, (query) => query.where('sent_at', '<=', mark.upTo ?? mark.now))
    .orderBy('id')
    .forUpdate()
    .execute()
  if (unread.length === 0) return []
  const rows = await tx
    .updateTable('message')
    .set({ rev: await nextRev(tx), read_at: mark.now, read_by_name: mark.byName })
    .where(
      'id',
      'in',
      unread.map(({ id }) => id),
    )
    .returningAll()
    .execute()
  return rows.sort((a, b) => a.sent_at.getTime() - b.sent_at.getTime())
}
