import type { OutboxItem } from '../../shared/sync/syncSchemas'
import type { CommandResult } from '../participants/participantCommands'
import type { Tx } from '../platform/database/transaction'
import { auditedRefusal } from '../sync/refusalAudit'
import type { WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'

export type MessageItem = Extract<OutboxItem, { kind: `message.${string}` }>

/** Applies one message command in the caller's transaction; scope has been checked. */
export async function applyMessageCommand(
  _deps: WaysInDeps,
  tx: Tx,
  caller: WriteCaller,
  item: MessageItem,
): Promise<CommandResult> {
  return await auditedRefusal(tx, caller, item, { reason: 'unknown_message' })
}
