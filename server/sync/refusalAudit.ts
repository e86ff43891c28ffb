import type { AuditEntry } from '../../shared/audit/auditSchemas'
import type { OutboxItem, OutboxKind, Refusal } from '../../shared/sync/syncSchemas'
import { appendAudit } from '../audit/auditStore'
import type { Tx } from '../platform/database/transaction'
import { aboutIds } from './outboxItems'
import { staffActor, type WriteCaller } from './writeCaller'

/** Notes a refused command (U1) and gives the refusal back as its result. Call it last in the transaction: it takes the commit lock. */
export async function auditedRefusal(
  tx: Tx,
  caller: WriteCaller,
  item: OutboxItem,
  refusal: { readonly reason: Refusal; readonly message?: string; readonly retryAfterSeconds?: number },
) {
  const target = { kind: targetKindOf(item.kind), id: aboutIds(item).at(-1) ?? item.writeId } as const
  const detail = { kind: item.kind, reason: refusal.reason }
  const entry = { actor: staffActor(caller), action: 'write.refused', target, outcome: 'refused', detail } as const
  await appendAudit(tx, [entry], caller.now)
  return { outcome: 'refused', ...refusal } as const
}

/** The last id of an item is that of its target; an account has its participant's. */
function targetKindOf(kind: OutboxKind): AuditEntry['target']['kind'] {
  const noun = kind.split('.')[0]
  return noun === 'invite' || noun === 'account' || noun === 'message' || noun === 'correction' ? noun : 'participant'
}
