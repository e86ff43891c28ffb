import type { InviteView } from '../../shared/accounts/portalSchemas'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { decideVerify } from '../../shared/invites/inviteRules'
import { normaliseVerbalCode } from '../../shared/invites/verbalCodeRules'
import { appendAudit } from '../audit/auditStore'
import { inTransaction, nextRev, type Tx } from '../platform/database/transaction'
import { type Visit, visitor } from '../portal/portalContext'
import type { InvitePageDeps } from './inviteDeps'
import { linkNotWorking, livingInvite, viewOf } from './inviteOpening'
import { markVerified } from './inviteSessionStore'
import { type InviteRow, isLivingRow, lockInvite } from './inviteStore'
import { unsentAt, voidInviteMails } from './inviteUnsent'

/**
 * S0.5, I5: compares the typed verbal code. `CODE_WRONG` with `triesLeft`, or `LINK_NOT_WORKING` once the invite is locked.
 *
 * A try is taken out of the budget before the comparison, by one conditional update, and given back when the code was right: of any number of
 * guesses at once, on any number of processes, at most `verbalCodeTries` are ever compared. A process that dies in between has used up a try.
 */
export async function verifyInvite(
  deps: InvitePageDeps,
  sessionToken: string | null,
  typed: string,
  visit: Visit,
): Promise<InviteView> {
  const found = await livingInvite(deps.db, sessionToken, visit.now)
  if (sessionToken === null || found.verbal_hash === null || found.verified_at !== null) {
    return await viewOf(deps, found, true)
  }
  const { verbalCodeTries } = (await deps.clinic.read()).settings
  if (!(await claimTry(deps, found.id, verbalCodeTries))) {
    await lockUsedUp(deps, found.id, verbalCodeTries, visit)
    throw linkNotWorking()
  }
  const right = await compare(deps, found.id, found.verbal_hash, typed)
  const row = right
    ? await settleRight(deps, found.id, sessionToken, visit)
    : await settleWrong(deps, found.id, verbalCodeTries, visit)
  return await viewOf(deps, row, true)
}

async function claimTry(deps: InvitePageDeps, inviteId: string, limit: number): Promise<boolean> {
  const { numUpdatedRows } = await deps.db
    .updateTable('invite')
    .set((set) => ({ verbal_tries: set('verbal_tries', '+', 1) }))
    .where('id', '=', inviteId)
    .where('verbal_tries', '<', limit)
    .where('locked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** A comparison that could not be made (too many hashes waiting) costs no try. */
async function compare(deps: InvitePageDeps, inviteId: string, hash: string, typed: string): Promise<boolean> {
  try {
    return await deps.hasher.verifyPassword(hash, normaliseVerbalCode(typed))
  } catch (error) {
    await giveBack(deps.db, inviteId)
    throw error
  }
}

async function giveBack(db: Pick<Tx, 'updateTable'>, inviteId: string): Promise<void> {
  await db
    .updateTable('invite')
    .set((set) => ({ verbal_tries: set('verbal_tries', '-', 1) }))
    .where('id', '=', inviteId)
    .where('verbal_tries', '>', 0)
    .execute()
}

/** The right code comes too late when the invite ended, or was locked by parallel guesses, during the comparison. */
async function settleRight(
  deps: InvitePageDeps,
  inviteId: string,
  sessionToken: string,
  visit: Visit,
): Promise<InviteRow> {
  return await inTransaction(deps.db, async (tx) => {
    const row = await lockInvite(tx, inviteId)
    if (!row || !isLivingRow(row, visit.now)) throw linkNotWorking()
    await giveBack(tx, inviteId)
    if (!(await markVerified(tx, sessionToken, visit.now))) throw linkNotWorking()
    return row
  })
}

/** Counts for good, and locks the invite with the last one. Always throws after the commit. */
async function settleWrong(deps: InvitePageDeps, inviteId: string, limit: number, visit: Visit): Promise<never> {
  const decision = await inTransaction(deps.db, async (tx) => {
    const row = await lockInvite(tx, inviteId)
    if (!row) throw linkNotWorking()
    const decision = decideVerify({ wrongSoFar: row.verbal_tries - 1, tries: limit, right: false })
    // Parallel guesses end here one after another: the first that sees the budget used up locks. One that is over stays what it is.
    const locks = !decision.ok && decision.reason === 'locked' && isLivingRow(row, visit.now)
    await writeWrong(deps, tx, row, locks, [entry('invite.code_wrong', row, visit)], visit)
    return decision
  })
  if (!decision.ok && decision.reason === 'wrong') throw new CodedError('CODE_WRONG', { triesLeft: decision.triesLeft })
  throw linkNotWorking()
}

/** A try that found the budget used up but nobody locking: the process that should have done it died. */
async function lockUsedUp(deps: InvitePageDeps, inviteId: string, limit: number, visit: Visit): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const row = await lockInvite(tx, inviteId)
    if (row && isLivingRow(row, visit.now) && row.verbal_tries >= limit)
      await writeWrong(deps, tx, row, true, [], visit)
  })
}

async function writeWrong(
  deps: InvitePageDeps,
  tx: Tx,
  row: InviteRow,
  locks: boolean,
  entries: readonly AuditEntry[],
  visit: Visit,
): Promise<void> {
  const unsent = await voidInviteMails(tx, locks ? [row] : [])
  const rev = await nextRev(tx)
  const lock = locks ? { locked_at: visit.now, ...unsentAt(row, unsent, visit.now) } : {}
  await tx
    .updateTable('invite')
    .set({ rev, ...lock })
    .where('id', '=', row.id)
    .execute()
  const locked = locks ? [entry('invite.locked', row, visit)] : []
  await appendAudit(tx, [...entries, ...locked], visit.now)
  await deps.announce(tx, rev)
}

function entry(action: 'invite.code_wrong' | 'invite.locked', row: InviteRow, visit: Visit): AuditEntry {
  const outcome = action === 'invite.locked' ? 'ok' : 'refused'
  return {
    actor: visitor(visit),
    action,
    target: { kind: 'invite', id: row.id },
    outcome,
    detail: { wrong: row.verbal_tries },
  }
}
