import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { InviteView } from '../../shared/accounts/portalSchemas'
import type { AuditDetail } from '../../shared/audit/auditSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { appendAudit } from '../audit/auditStore'
import { publicClinic } from '../clinic/clinicService'
import type { Tables } from '../platform/database/tables'
import { inTransaction, nextRev, type Reading, type Tx } from '../platform/database/transaction'
import { networkOf } from '../platform/http/addressRanges'
import { type TokenAnswer, takeToken } from '../platform/rate/tokens'
import { type Visit, visitor } from '../portal/portalContext'
import type { InvitePageDeps } from './inviteDeps'
import { findInviteBySession, INVITE_SESSION_MS, startInviteSession } from './inviteSessionStore'
import { findInviteByName, type InviteRow, isLivingRow, lockInvite, readInviteName } from './inviteStore'

const CODES_AN_HOUR = 10

export interface OpenedInvite {
  readonly view: InviteView
  readonly sessionToken: string
  readonly maxAgeSeconds: number
}

/**
 * Opens a link or typed code; the only way to an invite session, and only by POST (I3). Opening does not use the link up, except in a kiosk: the
 * history of the clinic's browser keeps its address (product item 11). Unknown, expired,
 * used, revoked, superseded and locked ones all get `LINK_NOT_WORKING` (I6). More than 10 typed codes an hour: `TOO_MANY_REQUESTS`.
 */
export async function openInvite(
  deps: InvitePageDeps,
  given: string,
  visit: Visit,
  { kiosk = false }: { readonly kiosk?: boolean } = {},
): Promise<OpenedInvite> {
  const name = readInviteName(given)
  if (name?.kind === 'code') {
    const answer = await takeCodeTry(deps.db, visit)
    if (!answer.allowed) throw new CodedError('TOO_MANY_REQUESTS', {}, answer.retryAfterSeconds)
  }
  const found = name ? await findInviteByName(deps.db, name) : undefined
  if (!found) throw linkNotWorking()
  const { row, sessionToken } = await inTransaction(deps.db, async (tx) => {
    const row = await lockInvite(tx, found.id)
    if (!row || !isLivingRow(row, visit.now)) throw linkNotWorking()
    if (kiosk && name?.kind === 'token' && !(await consumeLink(tx, found))) throw linkNotWorking()
    const sessionToken = await startInviteSession(tx, row.id, visit.now, kiosk)
    if (row.opened_at === null || kiosk) await recordOpened(deps, tx, row, visit, kiosk ? { kiosk } : {})
    return { row, sessionToken }
  })
  return { view: await viewOf(deps, row, false), sessionToken, maxAgeSeconds: INVITE_SESSION_MS / 1000 }
}

/** A typed code has 80 bits; one address may try 10 an hour, whatever page they are typed into. */
export async function takeCodeTry(db: Kysely<Tables>, visit: Visit): Promise<TokenAnswer> {
  return await takeToken(db, {
    key: `invite-code/${networkOf(visit.address)}`,
    limit: CODES_AN_HOUR,
    windowSeconds: 3600,
    now: visit.now,
  })
}

/** The invite stays what it is, and so does its letter's typed code; false when another opening was quicker. */
async function consumeLink(tx: Tx, { id, token_hash }: InviteRow): Promise<boolean> {
  const nobodys = tx.updateTable('invite').set({ token_hash: randomBytes(32) })
  const used = await nobodys.where('id', '=', id).where('token_hash', '=', token_hash).executeTakeFirst()
  return used.numUpdatedRows === 1n
}

/** Only the first time is shown: it tells staff that the link arrived. */
async function recordOpened(deps: InvitePageDeps, tx: Tx, row: InviteRow, visit: Visit, detail: AuditDetail) {
  const rev = await nextRev(tx)
  const opened_at = row.opened_at ?? visit.now
  await tx.updateTable('invite').set({ rev, opened_at }).where('id', '=', row.id).execute()
  const target = { kind: 'invite', id: row.id } as const
  await appendAudit(tx, [{ actor: visitor(visit), action: 'invite.opened', target, outcome: 'ok', detail }], visit.now)
  await deps.announce(tx, rev)
}

/** The same page after a reload: the token has left the address bar, the cookie knows. */
export async function currentInvite(
  deps: InvitePageDeps,
  sessionToken: string | null,
  visit: Visit,
): Promise<InviteView> {
  const found = await livingInvite(deps.db, sessionToken, visit.now)
  return await viewOf(deps, found, found.verified_at !== null)
}

export type SessionInvite = NonNullable<Awaited<ReturnType<typeof findInviteBySession>>>

/** The living invite of a living invite session, or `LINK_NOT_WORKING`. */
export async function livingInvite(db: Reading, sessionToken: string | null, now: Date): Promise<SessionInvite> {
  const found = sessionToken === null ? undefined : await findInviteBySession(db, sessionToken, now)
  if (!found || !isLivingRow(found, now)) throw linkNotWorking()
  return found
}

/** What the page may know: nothing of the participant but the language of the invite. */
export async function viewOf(deps: InvitePageDeps, row: InviteRow, verified: boolean): Promise<InviteView> {
  const clinic = await deps.clinic.read()
  const participant = await deps.db
    .selectFrom('participant')
    .select('fields')
    .where('id', '=', row.participant_id)
    .executeTakeFirstOrThrow()
  const asks = row.verbal_hash !== null && !verified
  return {
    step: asks ? 'verbal_code' : 'register',
    tries: asks ? Math.max(0, clinic.settings.verbalCodeTries - row.verbal_tries) : null,
    language: participant.fields.language,
    clinic: publicClinic(clinic),
  }
}

/** One answer for every link that does not work (I6). */
export function linkNotWorking(): CodedError {
  return new CodedError('LINK_NOT_WORKING')
}
