import type { MessageDoc } from '../../../shared/messages/messageSchemas'
import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import { isUnsettled } from '../replica/outboxEntries'
import type { Replica } from '../replica/replica'
import type { OutboxEntry } from '../replica/replicaDatabase'

type Stores = Pick<Replica['stores'], 'messages' | 'outbox'>
type SendItem = Extract<OutboxItem, { kind: 'message.send' }>
type ReadItem = Extract<OutboxItem, { kind: 'message.read' }>

/** A message of this console that the server does not have: waiting, or refused with its text kept. */
export interface OwnMessage {
  readonly entry: OutboxEntry
  readonly item: SendItem
}

export interface ThreadView {
  /** What the server has, oldest first. */
  readonly sent: readonly MessageDoc[]
  /** What this console has written since, in its order. */
  readonly own: readonly OwnMessage[]
  /** Messages of the participant that no colleague has read. */
  readonly unread: readonly MessageDoc[]
}

/** One participant's thread as its screen shows it. */
export function threadView({ messages, outbox }: Stores, participantId: string): ThreadView {
  const sent = [...messages.all()]
    .flatMap(([, message]) => (message.participantId === participantId ? [message] : []))
    .sort((a, b) => a.sentAt.localeCompare(b.sentAt))
  const entries = [...outbox.all()].map(([, entry]) => entry).sort((a, b) => a.order - b.order)
  const readUpTo = readTimes({ messages, outbox }).get(participantId) ?? ''
  return {
    sent,
    // A crash between the server's answer and its end in the outbox leaves both; then the server's is the one.
    own: entries.flatMap((entry) => {
      const { item, state } = entry
      const isOurs = item.kind === 'message.send' && item.participantId === participantId && state !== 'applied'
      return isOurs && messages.get(item.messageId) === undefined ? [{ entry, item }] : []
    }),
    unread: sent.filter((message) => isUnread(message, readUpTo)),
  }
}

/** How many messages wait to be read, by participant: one pass for the whole list. */
export function unreadCounts(stores: Stores): ReadonlyMap<string, number> {
  const read = readTimes(stores)
  const counts = new Map<string, number>()
  for (const [, message] of stores.messages.all()) {
    const { participantId } = message
    if (isUnread(message, read.get(participantId) ?? ''))
      counts.set(participantId, (counts.get(participantId) ?? 0) + 1)
  }
  return counts
}

/** Read on this console already, although the server has not heard of it: by participant, up to which time. */
function readTimes({ messages, outbox }: Stores): ReadonlyMap<string, string> {
  const times = new Map<string, string>()
  for (const [, entry] of outbox.all()) {
    const { item } = entry
    if (item.kind !== 'message.read' || !isUnsettled(entry)) continue
    const upTo = timeOf(messages, item)
    if (upTo > (times.get(item.participantId) ?? '')) times.set(item.participantId, upTo)
  }
  return times
}

function timeOf(messages: Stores['messages'], { messageId }: ReadItem): string {
  return messages.get(messageId)?.sentAt ?? ''
}

function isUnread({ author, readAt, sentAt }: MessageDoc, readUpTo: string): boolean {
  return author === 'participant' && readAt === null && sentAt > readUpTo
}
