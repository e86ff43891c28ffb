import type { OutboxItem } from '../../shared/sync/syncSchemas'
import type { CommandResult } from '../participants/participantCommands'
import type { Tx } from '../platform/database/transaction'
import { auditedRefusal } from '../sync/refusalAudit'
import type { WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'

export type AccountItem = Extract<OutboxItem, { kind: `account.${string}` }>

/** Applies one account command in the caller's transaction; scope has been checked. */
export async function applyAccountCommand(
  _deps: WaysInDeps,
  tx: Tx,
  caller: WriteCaller,
  item: AccountItem,
): Promise<CommandResult> {
  return await auditedRefusal(tx, caller, item, { reason: 'no_account' })
}
