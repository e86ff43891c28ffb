import { allows } from '../../shared/access/roles'
import { decideStaffMessage } from '../../shared/messages/messageRules'
import type { OutboxItem } from '../../shared/sync/syncSchemas'
import { lockAccount } from '../accounts/accountStore'
import { appendAudit } from '../audit/auditStore'
import type { CommandResult } from '../participants/participantCommands'
import { lockParticipants } from '../participants/participantStore'
import type { Tx } from '../platform/database/transaction'
import { auditedRefusal } from '../sync/refusalAudit'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { messageIdIn } from './messageIds'
import { tellMessageWaiting } from './messageNotice'
import { findMessage, insertMessage, type MessageRow, markThreadRead, messageDoc, sentBefore } from './messageStore'

export type MessageItem = Extract<OutboxItem, { kind: `message.${string}` }>
type SendItem = Extract<MessageItem, { kind: 'message.send' }>
type ReadItem = Extract<MessageItem, { kind: 'message.read' }>

/** Applies one message command in the caller's transaction; scope has been checked. */
export async function applyMessageCommand(
  deps: WaysInDeps,
  tx: Tx,
  caller: WriteCaller,
  item: MessageItem,
): Promise<CommandResult> {
  return item.kind === 'message.send' ? await send(deps, tx, caller, item) : await read(tx, caller, item)
}

async function send(deps: WaysInDeps, tx: Tx, caller: WriteCaller, item: SendItem): Promise<CommandResult> {
  const { participantId, body } = item
  const participant = (await lockParticipants(tx, [participantId])).get(participantId)
  if (!participant) return await auditedRefusal(tx, caller, item, { reason: 'unknown_participant' })
  const account = await lockAccount(tx, participantId)
  const { settings } = await deps.clinic.read(tx)
  const { id, stored } = await named(tx, item)
  const sending = { participantId, author: 'staff', authorId: caller.staffId, body } as const
  const decision = decideStaffMessage({
    role: caller.role,
    portalEnabled: settings.portalEnabled,
    messagesOn: settings.functions.messages.on,
    account: account ? { disabled: account.disabled_at !== null } : null,
    sameId: stored ? sentBefore(stored) : null,
    sending,
  })
  if (decision.kind === 'refused') return await auditedRefusal(tx, caller, item, { reason: decision.reason })
  if (stored || !account) return { outcome: 'applied', messages: stored ? [messageDoc(stored)] : [] }
  const row = await insertMessage(tx, {
    id,
    ...sending,
    authorName: caller.displayName,
    now: caller.now,
  })
  await tellMessageWaiting(deps, tx, { account, fields: participant.fields, now: caller.now })
  const target = { kind: 'message', id: row.id } as const
  await appendAudit(tx, [{ actor: staffActor(caller), action: 'message.sent', target, outcome: 'ok' }], caller.now)
  return { outcome: 'applied', messages: [messageDoc(row)] }
}

/**
 * Consoles name their messages themselves and show them under that id. One that another thread has, by a console's defect or by somebody who
 * tries ids, counts as free: the message gets an id of its own, and nothing is learned of the other thread (G1).
 */
async function named(
  tx: Tx,
  { participantId, messageId }: SendItem,
): Promise<{ readonly id: string; readonly stored: MessageRow | undefined }> {
  const taken = await findMessage(tx, messageId)
  if (!taken || taken.participant_id === participantId) return { id: messageId, stored: taken }
  const id = messageIdIn(participantId, messageId)
  return { id, stored: await findMessage(tx, id) }
}

/** "All up to and including this one": a message that arrives while somebody reads stays unread. */
async function read(tx: Tx, caller: WriteCaller, item: ReadItem): Promise<CommandResult> {
  if (!allows(caller.role, 'message.read')) return await auditedRefusal(tx, caller, item, { reason: 'role' })
  const last = await findMessage(tx, item.messageId)
  if (last?.participant_id !== item.participantId)
    return await auditedRefusal(tx, caller, item, { reason: 'unknown_message' })
  const rows = await markThreadRead(tx, {
    participantId: item.participantId,
    author: 'participant',
    upTo: last.sent_at,
    byName: caller.displayName,
    now: caller.now,
  })
  const newest = rows.at(-1)
  if (newest) {
    const target = { kind: 'message', id: newest.id } as const
    const detail = { count: rows.length }
    await appendAudit(
      tx,
      [{ actor: staffActor(caller), action: 'message.read', target, outcome: 'ok', detail }],
      caller.now,
    )
  }
  return { outcome: 'applied', messages: rows.map(messageDoc) }
}
