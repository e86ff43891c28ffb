import type { Tx } from '../platform/database/transaction'
import { voidMessages } from '../platform/mail/outbox'
import type { InviteRow } from './inviteStore'

/**
 * Stops the mails of invites that end now (S0.19, I7); returns the invites of which one had not left. Their rows must be locked. It may run
 * under the commit lock: nobody who holds a message's row waits for anything.
 */
export async function voidInviteMails(tx: Tx, invites: readonly Pick<InviteRow, 'id'>[]): Promise<ReadonlySet<string>> {
  return await voidMessages(
    tx,
    invites.map(({ id }) => id),
  )
}

/** "Emailed" would be untrue of a mail that was stopped: staff read that it failed. */
export function unsentAt(
  { id }: Pick<InviteRow, 'id'>,
  unsent: ReadonlySet<string>,
  now: Date,
): { readonly email_failed_at?: Date } {
  return unsent.has(id) ? { email_failed_at: now } : {}
}
