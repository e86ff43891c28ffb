import { CodedError } from '../../shared/errors/errorCodes'
import type { AttemptReason } from '../../shared/waysIn/waysInSchemas'
import { lockAccount } from '../accounts/accountStore'
import { inTransaction, type Tx } from '../platform/database/transaction'
import { tokenHash } from '../platform/secrets/opaqueToken'
import type { Visit } from '../portal/portalContext'
import { admit } from './admission'
import { recordAttempt } from './attemptStore'
import { completeRequest, consumeSecret, isOpen, lockRequest, type RequestRow, type SecretRow } from './requestStore'
import type { Admission, Browser, WaysInDeps } from './waysInParts'

export type OpenedLink = { readonly state: 'confirm' } | { readonly state: 'done'; readonly admission: Admission }

interface Opening {
  readonly token: string
  readonly confirmed: boolean
  /** Hash of the cookie of a browser that asked for a link; null: this one did not. */
  readonly asked: Buffer | null
  readonly browser: Browser
  readonly visit: Visit
}

/**
 * S3.2: completes by itself in the browser that asked, and elsewhere once the button is pressed (`confirm` uses nothing up). Unknown, expired,
 * used, ended and disabled are `LINK_NOT_WORKING` alike (I6); `WAY_OFF` while the clinic has links switched off.
 */
export async function openLink(
  deps: WaysInDeps,
  { token, confirmed }: { readonly token: string; readonly confirmed: boolean },
  requestToken: string | null,
  browser: Browser,
  visit: Visit,
): Promise<OpenedLink> {
  const { settings } = await deps.clinic.read()
  if (!settings.methods.emailLink) throw new CodedError('WAY_OFF')
  const asked = requestToken === null ? null : tokenHash(requestToken)
  const opening = { token, confirmed, asked, browser, visit }
  const outcome = await inTransaction(deps.db, (tx) => open(deps, tx, opening))
  if (outcome === null) throw new CodedError('LINK_NOT_WORKING')
  return outcome
}

/** Null: it does not work; why is noted for staff. Locks: request, account, secret, and then the commit lock. */
async function open(deps: WaysInDeps, tx: Tx, opening: Opening): Promise<OpenedLink | null> {
  const { token, confirmed, asked, browser, visit } = opening
  const secret = await findLink(tx, token)
  const request = secret?.request_id ? await lockRequest(tx, secret.request_id) : undefined
  if (!secret || !request) return null
  const account = await lockAccount(tx, secret.participant_id)
  if (!account || account.disabled_at !== null) return await refuse(tx, request, secret, 'disabled', visit)
  // Read before the locks, so it may be stale: only the update below decides.
  if (!isOpen(secret, visit.now)) return await refuse(tx, request, secret, whyClosed(secret), visit)
  if (!confirmed && !asked?.equals(request.hash)) return { state: 'confirm' }
  if (!(await consumeSecret(tx, secret.id, visit.now))) return await refuse(tx, request, secret, 'link_used', visit)
  await completeRequest(tx, request.id, visit.now)
  const { shared, contact_hash: contact } = request
  const admitting = { account, way: 'email_link', browser: { ...browser, shared }, visit, contact } as const
  return { state: 'done', admission: await admit(tx, deps, admitting) }
}

async function findLink(tx: Tx, token: string): Promise<SecretRow | undefined> {
  return await tx
    .selectFrom('one_time_secret')
    .selectAll()
    .where('hash', '=', tokenHash(token))
    .where('purpose', '=', 'email_link')
    .executeTakeFirst()
}

/** Ended by a newer one, by a resend or by a revocation reads as used: either way a newer one is needed. */
function whyClosed({ used_at, ended_at }: SecretRow): AttemptReason {
  return used_at !== null || ended_at !== null ? 'link_used' : 'link_expired'
}

async function refuse(
  tx: Tx,
  { contact_hash: contact }: RequestRow,
  { participant_id: participantId }: SecretRow,
  reason: AttemptReason,
  visit: Visit,
): Promise<null> {
  await recordAttempt(tx, { at: visit.now, way: 'email_link', reason, participantId, contact, visit })
  return null
}
