import { normaliseEmail } from '../../shared/accounts/accountRules'
import type { Registration } from '../../shared/accounts/accountSchemas'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { type AccountRow, findAccountsByEmail, hasAccount, MOST_ACCOUNTS_OF_EMAIL } from '../accounts/accountStore'
import { matchPassword } from '../accounts/passwordMatch'
import { refuseWeakPassword } from '../accounts/passwordPolicy'
import { endPortalSession, type NewPortalSession, startPortalSession } from '../accounts/portalSessionStore'
import { appendAudit } from '../audit/auditStore'
import { lockParticipants } from '../participants/participantStore'
import { inTransaction, nextRev, type Tx, takeCommitLock } from '../platform/database/transaction'
import { participantActor, type Visit, visitor } from '../portal/portalContext'
import { recordAttempt } from '../waysIn/attemptStore'
import type { Browser } from '../waysIn/waysInParts'
import type { InvitePageDeps } from './inviteDeps'
import { linkNotWorking, livingInvite, type SessionInvite } from './inviteOpening'
import { endInviteSession, endInviteSessions } from './inviteSessionStore'
import { unsentAt, voidInviteMails } from './inviteUnsent'

/**
 * S0.10, S0.11: uses the invite up and opens the account, in one transaction; returns a session whose next stop is the consents (S0.12).
 * `LINK_NOT_WORKING`, `PASSWORD_REFUSED` with the reason, or `ACCEPT_REFUSED` (I8: see `refuseSharedAccount`).
 * An invite that was opened in a kiosk gives a kiosk session. `replaces` is the session that this browser had. The account is new, so there is no second factor to ask for (M5).
 */
export async function acceptInvite(
  deps: InvitePageDeps,
  sessionToken: string | null,
  registration: Registration,
  visit: Visit,
  { replaces, rememberedLock }: Pick<Browser, 'replaces' | 'rememberedLock'>,
): Promise<NewPortalSession> {
  const invite = await livingInvite(deps.db, sessionToken, visit.now)
  if (invite.verbal_hash !== null && invite.verified_at === null) throw linkNotWorking()
  const { email, displayName, password } = registration
  await refuseWeakPassword(deps, { participantId: invite.participant_id, email, displayName }, password)
  const passwordHash = await deps.hasher.hashPassword(registration.password)
  for (let round = 1; ; round++) {
    const others = await findAccountsByEmail(deps.db, normaliseEmail(registration.email))
    await refuseSharedAccount(deps, others, registration.password)
    try {
      const acceptance = { invite, sessionToken, registration, passwordHash, others, visit, replaces, rememberedLock }
      return await inTransaction(deps.db, (tx) => accept(deps, tx, acceptance))
    } catch (error) {
      if (!(error instanceof OthersChanged)) throw error
      if (round > MOST_ACCOUNTS_OF_EMAIL) throw new CodedError('UNAVAILABLE', {}, 1)
    }
  }
}

/** Somebody took the same email between the comparison and the commit lock: rolled back, and looked at anew. Never leaves this file. */
class OthersChanged extends Error {}

/**
 * I8: the other accounts of an email are neither changed nor named. A visitor who gives an email *and* password that open another account, or
 * an email that three accounts use, is refused with the general sentence: which account a sign-in means must stay clear.
 */
async function refuseSharedAccount(deps: InvitePageDeps, others: readonly AccountRow[], password: string) {
  const match = await matchPassword(deps.hasher, others, password)
  if (match || others.length >= MOST_ACCOUNTS_OF_EMAIL) throw new CodedError('ACCEPT_REFUSED')
}

interface Acceptance {
  readonly invite: SessionInvite
  readonly sessionToken: string | null
  readonly registration: Registration
  readonly passwordHash: string
  readonly others: readonly AccountRow[]
  readonly visit: Visit
  readonly replaces: Buffer | null
  readonly rememberedLock: number | null
}

/** Locks in the order participant, invite, sessions, and then the commit lock. */
async function accept(deps: InvitePageDeps, tx: Tx, acceptance: Acceptance): Promise<NewPortalSession> {
  const { invite, sessionToken, registration, others, visit, replaces } = acceptance
  await lockParticipants(tx, [invite.participant_id])
  if (!(await consume(tx, invite.id, visit.now)) || (await hasAccount(tx, invite.participant_id)))
    throw linkNotWorking()
  // Stopped, or left by the quick exit, while the password was hashed: nobody waits for this account (product item 11).
  if (sessionToken === null || !(await endInviteSession(tx, sessionToken, { onlyKiosk: false }))) throw linkNotWorking()
  await endInviteSessions(tx, invite.id)
  const failed = unsentAt(invite, await voidInviteMails(tx, [invite]), visit.now)
  if (replaces) await endPortalSession(tx, replaces)
  await takeCommitLock(tx)
  const sharing = await findAccountsByEmail(tx, normaliseEmail(registration.email))
  const known = new Set(others.map((other) => other.participant_id))
  if (sharing.some((account) => !known.has(account.participant_id))) throw new OthersChanged()
  await tx
    .updateTable('invite')
    .set({ rev: await nextRev(tx), ...failed })
    .where('id', '=', invite.id)
    .execute()
  const rev = await insertAccount(tx, acceptance)
  const session = await startFirstSession(tx, acceptance)
  await appendAudit(tx, auditOf(invite, visit), visit.now)
  await deps.announce(tx, rev)
  return session
}

async function startFirstSession(tx: Tx, { invite, registration, visit, rememberedLock }: Acceptance) {
  const participantId = invite.participant_id
  const attempt = { at: visit.now, way: 'invite', reason: 'signed_in', participantId, contact: null, visit } as const
  await recordAttempt(tx, attempt)
  return await startPortalSession(tx, participantId, visit.now, {
    way: 'invite',
    shared: invite.kiosk || (registration.shared ?? false),
    kiosk: invite.kiosk,
    deviceWords: visit.deviceWords ?? '',
    address: visit.address,
    lockMinutes: invite.kiosk ? null : rememberedLock,
  })
}

/** The one conditional update that decides among any number of accepts (I1); the others find no row. */
async function consume(tx: Tx, inviteId: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('invite')
    .set({ accepted_at: now })
    .where('id', '=', inviteId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('superseded_at', 'is', null)
    .where('locked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

async function insertAccount(tx: Tx, { invite, registration, passwordHash, visit }: Acceptance): Promise<number> {
  const rev = await nextRev(tx)
  await tx
    .insertInto('account')
    .values({
      participant_id: invite.participant_id,
      rev,
      email: registration.email,
      email_norm: normaliseEmail(registration.email),
      display_name: registration.displayName,
      password_hash: passwordHash,
      language: registration.language,
      created_at: visit.now,
      last_sign_in_at: visit.now,
      holder: registration.holder ?? 'self',
      mfa_required: invite.mfa_required,
    })
    .execute()
  return rev
}

function auditOf(invite: SessionInvite, visit: Visit): AuditEntry[] {
  return [
    {
      actor: visitor(visit),
      action: 'invite.accepted',
      target: { kind: 'invite', id: invite.id },
      outcome: 'ok',
      detail: { participant: invite.participant_id, ...(invite.kiosk ? { kiosk: true } : {}) },
    },
    {
      actor: participantActor(invite.participant_id, visit),
      action: 'account.created',
      target: { kind: 'account', id: invite.participant_id },
      outcome: 'ok',
      detail: { invite: invite.id },
    },
  ]
}
