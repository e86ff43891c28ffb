import type { AuditDetail, AuditEntry } from '../../shared/audit/auditSchemas'
import type { SignInWay } from '../../shared/waysIn/waysInSchemas'
import type { AccountRow } from '../accounts/accountStore'
import { endPortalSession, type NewPortalSession, startPortalSession } from '../accounts/portalSessionStore'
import { appendAudit } from '../audit/auditStore'
import { nextRev, type Tx } from '../platform/database/transaction'
import { newToken, tokenHash } from '../platform/secrets/opaqueToken'
import { participantActor, type Visit } from '../portal/portalContext'
import { recordAttempt } from './attemptStore'
import type { Admission, Browser, WaysInDeps } from './waysInParts'

const MINUTE_MS = 60_000
/** M3, M4. */
export const CHALLENGE_MS = 5 * MINUTE_MS
export const CHALLENGE_TRIES = 5

export interface Admitting {
  /** Locked, enabled, and proved by the first factor `way`. */
  readonly account: AccountRow
  readonly way: SignInWay
  readonly browser: Browser
  readonly visit: Visit
  /** Hash of the contact that was typed or written to. */
  readonly contact: Buffer | null
}

/**
 * The one place that decides what a right first factor gives (M5): a session, or with an active second factor only the right to try a code
 * (M4). Called by every way in, inside its transaction and under the account's lock, so that it and a revocation cannot both win (W4).
 */
export async function admit(tx: Tx, deps: Pick<WaysInDeps, 'announce'>, admitting: Admitting): Promise<Admission> {
  const { account, way, browser, visit, contact } = admitting
  // A defect of the caller, never a visitor's: no way in may reach this with a disabled account.
  if (account.disabled_at !== null) throw new Error('a disabled account was about to be admitted')
  const attempt = { at: visit.now, way, participantId: account.participant_id, contact, visit }
  if (await hasActiveFactor(tx, account.participant_id)) {
    const token = await insertChallenge(tx, admitting)
    await recordAttempt(tx, { ...attempt, reason: 'second_factor_asked' })
    await appendAudit(tx, [event(account, 'portal.challenge', visit, { way })], visit.now)
    return { kind: 'challenge', token, maxAgeSeconds: CHALLENGE_MS / 1000 }
  }
  await recordAttempt(tx, { ...attempt, reason: 'signed_in' })
  return { kind: 'session', session: await startSession(tx, deps, { account, way, browser, visit }) }
}

export interface Starting {
  readonly account: AccountRow
  /** The first factor: what the list of sessions shows. */
  readonly way: SignInWay
  readonly browser: Browser
  readonly visit: Visit
  readonly detail?: AuditDetail
}

/** W3: a session with a new id; the one that this browser had before ends. Only after every factor that is asked for. */
export async function startSession(
  tx: Tx,
  { announce }: Pick<WaysInDeps, 'announce'>,
  { account, way, browser, visit, detail = {} }: Starting,
): Promise<NewPortalSession> {
  const { participant_id: id } = account
  if (browser.replaces) await endPortalSession(tx, browser.replaces)
  const session = await startPortalSession(tx, id, visit.now, {
    way,
    shared: browser.shared,
    deviceWords: visit.deviceWords ?? '',
    address: visit.address,
    lockMinutes: browser.rememberedLock,
  })
  const rev = await nextRev(tx)
  await tx.updateTable('account').set({ rev, last_sign_in_at: visit.now }).where('participant_id', '=', id).execute()
  await appendAudit(tx, [event(account, 'portal.sign_in', visit, { way, ...detail })], visit.now)
  await announce(tx, rev)
  return session
}

async function hasActiveFactor(tx: Tx, participantId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('totp_factor')
    .select('id')
    .where('participant_id', '=', participantId)
    .where('status', '=', 'verified')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

async function insertChallenge(tx: Tx, { account, way, browser, visit }: Admitting): Promise<string> {
  const token = newToken()
  await tx
    .insertInto('portal_challenge')
    .values({
      hash: tokenHash(token),
      participant_id: account.participant_id,
      way,
      shared: browser.shared,
      created_at: visit.now,
      expires_at: new Date(visit.now.getTime() + CHALLENGE_MS),
    })
    .execute()
  return token
}

function event(
  { participant_id: id }: AccountRow,
  action: 'portal.challenge' | 'portal.sign_in',
  visit: Visit,
  detail: AuditDetail,
): AuditEntry {
  return { actor: participantActor(id, visit), action, target: { kind: 'account', id }, outcome: 'ok', detail }
}
