import { sql } from 'kysely'
import type { InviteDoc } from '../../shared/invites/inviteSchemas'
import { appendAudit } from '../audit/auditStore'
import { endInviteSessions } from '../invites/inviteSessionStore'
import { type InviteRow, inviteDoc, isLivingRow, lockInvitesOf } from '../invites/inviteStore'
import { unsentAt, voidInviteMails } from '../invites/inviteUnsent'
import { nextRevs, type Tx } from '../platform/database/transaction'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import { endSecrets } from '../waysIn/endSecrets'

/**
 * W4: ends everything that would let somebody into this account: portal sessions (all but `keepSession`), challenges of the second step,
 * links, codes and reset links that were not used yet, with the messages that still wait to bring one. The account's row must be locked, or a sign-in beside this could leave a session.
 *
 * A sign-in request is not touched: it belongs to a browser and a contact, perhaps of several accounts, and what it shows must not change
 * with an account's state (P4). With its secrets ended it opens nothing, and whoever completes one checks the account again.
 */
export async function endAccess(
  tx: Tx,
  participantId: string,
  { keepSession }: { readonly keepSession?: Buffer } = {},
): Promise<void> {
  const sessions = tx.deleteFrom('portal_session').where('participant_id', '=', participantId)
  await (keepSession === undefined ? sessions : sessions.where('hash', '!=', keepSession)).execute()
  await tx.deleteFrom('portal_challenge').where('participant_id', '=', participantId).execute()
  await endSecrets(tx, { participantId }, sql<Date>`now()`)
}

/**
 * S0.18: revokes the invites that still live, each with its own rev and one `invite.revoked` row, and ends every opened invite page. The
 * participant's row must be locked, and the account's if there is one; takes the commit lock when there is something to revoke.
 */
export async function endInvites(tx: Tx, participantId: string, caller: WriteCaller): Promise<InviteDoc[]> {
  const invites = await lockInvitesOf(tx, participantId)
  for (const { id } of invites) await endInviteSessions(tx, id)
  const living = invites.filter((row) => isLivingRow(row, caller.now))
  if (living.length === 0) return []
  const unsent = await voidInviteMails(tx, living)
  const revs = await nextRevs(tx, living.length)
  const ended = living.map((row, at) => revokedBy(caller, row, unsent, revs[at] ?? row.rev))
  for (const { id, rev, revoked_at, revoked_by_name, email_failed_at } of ended)
    await tx
      .updateTable('invite')
      .set({ rev, revoked_at, revoked_by_name, email_failed_at })
      .where('id', '=', id)
      .execute()
  const entry = { actor: staffActor(caller), action: 'invite.revoked', outcome: 'ok' } as const
  const detail = { participant: participantId, with: 'account.revoke' }
  await appendAudit(
    tx,
    ended.map(({ id }) => ({ ...entry, target: { kind: 'invite', id }, detail })),
    caller.now,
  )
  return ended.map(inviteDoc)
}

function revokedBy(caller: WriteCaller, row: InviteRow, unsent: ReadonlySet<string>, rev: number): InviteRow {
  const failed = unsentAt(row, unsent, caller.now)
  return { ...row, ...failed, rev, revoked_at: caller.now, revoked_by_name: caller.displayName }
}
