import type { AuditEntry } from '../../shared/audit/auditSchemas'
import { refusalOutcome } from '../../shared/sync/commandConflicts'
import type { OutboxItem, OutboxKind, Refusal } from '../../shared/sync/syncSchemas'
import { appendAudit } from '../audit/auditStore'
import type { Tx } from '../platform/database/transaction'
import { aboutIds } from './outboxItems'
import { staffActor, type WriteCaller } from './writeCaller'

/** Notes a refused command (U1) and gives the refusal back as its result: `conflict` where its author must look again; the caller adds the rows. Call it last in the transaction: it takes the commit lock. */
export async function auditedRefusal(
  tx: Tx,
  caller: WriteCaller,
  item: OutboxItem,
  refusal: { readonly reason: Refusal; readonly message?: string; readonly retryAfterSeconds?: number },
) {
  const target = { kind: targetKindOf(item.kind), id: targetIdOf(item) } as const
  const detail = { kind: item.kind, reason: refusal.reason }
  const entry = { actor: staffActor(caller), action: 'write.refused', target, outcome: 'refused', detail } as const
  await appendAudit(tx, [entry], caller.now)
  return { outcome: refusalOutcome(item.kind, refusal.reason), ...refusal } as const
}

/** The last id of an item is that of its target; an account has its participant's. */
function targetIdOf(item: OutboxItem): string {
  return item.kind === 'conflict.resolve' ? item.participantId : (aboutIds(item).at(-1) ?? item.writeId)
}

function targetKindOf(kind: OutboxKind): AuditEntry['target']['kind'] {
  const noun = kind.split('.')[0]
  return noun === 'invite' || noun === 'account' || noun === 'message' || noun === 'correction' ? noun : 'participant'
}
