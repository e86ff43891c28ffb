import { hasAccount } from '../accounts/accountStore'
import { appendAudit } from '../audit/auditStore'
import { inTransaction, nextRev, type Tx } from '../platform/database/transaction'
import { type Visit, visitor } from '../portal/portalContext'
import type { InvitePageDeps } from './inviteDeps'
import { takeCodeTry } from './inviteOpening'
import { findInviteBySession } from './inviteSessionStore'
import { findInviteByName, type InviteRow, lockInvite, readInviteName } from './inviteStore'

const ONCE_EVERY_MS = 3_600_000

/** The button always answers the same, whether the link was a real one or not. */
export interface AskedAgain {
  readonly asked: true
}

/**
 * "Ask the clinic for a new link", with the link or typed code that did not work, or the invite session, or nothing. Staff get a task only when
 * the link was a real one that nobody accepted, at most once an hour.
 */
export async function askAgain(
  deps: InvitePageDeps,
  given: string | null,
  sessionToken: string | null,
  visit: Visit,
): Promise<AskedAgain> {
  const found = await findAsked(deps, given, sessionToken, visit)
  if (found) await inTransaction(deps.db, (tx) => record(deps, tx, found.id, visit))
  return { asked: true }
}

async function findAsked(
  deps: InvitePageDeps,
  given: string | null,
  sessionToken: string | null,
  visit: Visit,
): Promise<InviteRow | undefined> {
  const name = given === null ? null : readInviteName(given)
  // Beyond the limit the answer is still the same: there is just nobody told.
  if (name?.kind === 'code' && !(await takeCodeTry(deps.db, visit)).allowed) return undefined
  if (name) return await findInviteByName(deps.db, name)
  return sessionToken === null ? undefined : await findInviteBySession(deps.db, sessionToken, visit.now)
}

async function record(deps: InvitePageDeps, tx: Tx, inviteId: string, visit: Visit): Promise<void> {
  const row = await lockInvite(tx, inviteId)
  if (!row || row.accepted_at !== null || askedLately(row, visit.now)) return
  if (await hasAccount(tx, row.participant_id)) return
  const rev = await nextRev(tx)
  await tx.updateTable('invite').set({ rev, asked_again_at: visit.now }).where('id', '=', row.id).execute()
  const target = { kind: 'invite', id: row.id } as const
  await appendAudit(tx, [{ actor: visitor(visit), action: 'invite.asked_again', target, outcome: 'ok' }], visit.now)
  await deps.announce(tx, rev)
}

function askedLately(row: InviteRow, now: Date): boolean {
  return row.asked_again_at !== null && now.getTime() - row.asked_again_at.getTime() < ONCE_EVERY_MS
}
