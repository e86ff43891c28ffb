import { kioskEnd } from '../../shared/kiosk/kioskRules'
import type { Reading, Tx } from '../platform/database/transaction'
import { newToken, tokenHash } from '../platform/secrets/opaqueToken'

/** How long the page of an opened link may take; opening the link again starts anew. */
export const INVITE_SESSION_MS = 30 * 60_000

/**
 * Lets one browser work on one opened invite. The invite's row must be locked. Ended ones of the same invite are swept. In a kiosk it also ends after
 * five minutes that `slideInviteSession` does not move on.
 */
export async function startInviteSession(tx: Tx, inviteId: string, now: Date, kiosk: boolean): Promise<string> {
  await tx.deleteFrom('invite_session').where('invite_id', '=', inviteId).where('expires_at', '<=', now).execute()
  const token = newToken()
  const life = new Date(now.getTime() + INVITE_SESSION_MS)
  await tx
    .insertInto('invite_session')
    .values({
      hash: tokenHash(token),
      invite_id: inviteId,
      created_at: now,
      expires_at: kiosk ? kioskEnd(now, life) : life,
      kiosk,
    })
    .execute()
  return token
}

/** The invite of a living session, and whether its verbal code was right in this browser. */
export async function findInviteBySession(db: Reading, token: string, now: Date) {
  return await db
    .selectFrom('invite_session')
    .innerJoin('invite', 'invite.id', 'invite_session.invite_id')
    .where('invite_session.hash', '=', tokenHash(token))
    .where('invite_session.expires_at', '>', now)
    .selectAll('invite')
    .select(['invite_session.verified_at', 'invite_session.kiosk'])
    .executeTakeFirst()
}

/** False when the session ended meanwhile. */
export async function markVerified(tx: Tx, token: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('invite_session')
    .set({ verified_at: now })
    .where('hash', '=', tokenHash(token))
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function endInviteSessions(tx: Tx, inviteId: string): Promise<void> {
  await tx.deleteFrom('invite_session').where('invite_id', '=', inviteId).execute()
}

/** Moves the idle end of a kiosk's invite page on, never past its 30 minutes. Ordinary ones have none. */
export async function slideInviteSession(db: Pick<Tx, 'updateTable' | 'selectFrom'>, token: string, now: Date) {
  const hash = tokenHash(token)
  const row = await db.selectFrom('invite_session').select('created_at').where('hash', '=', hash).executeTakeFirst()
  if (!row) return
  const end = kioskEnd(now, new Date(row.created_at.getTime() + INVITE_SESSION_MS))
  const living = db.updateTable('invite_session').set({ expires_at: end }).where('hash', '=', hash)
  await living.where('kiosk', '=', true).where('expires_at', '>', now).execute()
}

/** One browser's page; with `onlyKiosk` an ordinary one stays. False when there was none to end. */
export async function endInviteSession(
  tx: Tx,
  token: string,
  { onlyKiosk }: { readonly onlyKiosk: boolean },
): Promise<boolean> {
  const its = tx.deleteFrom('invite_session').where('hash', '=', tokenHash(token))
  const { numDeletedRows } = await (onlyKiosk ? its.where('kiosk', '=', true) : its).executeTakeFirst()
  return numDeletedRows === 1n
}
