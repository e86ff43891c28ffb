import type { OutboxItem } from '../../shared/sync/syncSchemas'
import { appendAudit } from '../audit/auditStore'
import { nextRev, type Tx } from '../platform/database/transaction'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import type { InviteResult } from './inviteCommands'
import { inviteDoc } from './inviteStore'

export type ShareInviteItem = Extract<OutboxItem, { kind: 'invite.share' }>

/** A note of what staff did with link and code (product.md, item 3): kept whatever has become of the invite since. The newest stands. */
export async function shareInvite(tx: Tx, caller: WriteCaller, { inviteId, link, code }: ShareInviteItem) {
  const row = await tx.selectFrom('invite').selectAll().where('id', '=', inviteId).forUpdate().executeTakeFirst()
  if (!row) return { reason: 'unknown_invite' } as const
  const shared = { link, code }
  const rev = await nextRev(tx)
  await tx
    .updateTable('invite')
    .set({ rev, shared: JSON.stringify(shared) })
    .where('id', '=', row.id)
    .execute()
  const target = { kind: 'invite', id: row.id } as const
  const detail = { participant: row.participant_id, ...shared }
  await appendAudit(
    tx,
    [{ actor: staffActor(caller), action: 'invite.shared', target, outcome: 'ok', detail }],
    caller.now,
  )
  return { outcome: 'applied', invites: [inviteDoc({ ...row, rev, shared })] } as const satisfies InviteResult
}
