import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { ContactKind } from '../../shared/accountSecurity/securitySchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import type { SecretPurpose } from '../../shared/waysIn/waysInSchemas'
import { type AccountRow, languageOf } from '../accounts/accountStore'
import type { Tables } from '../platform/database/tables'
import type { Reading, Tx } from '../platform/database/transaction'
import { type AttemptRule, isLocked, recordFailure } from '../platform/rate/attempts'
import { contactHash } from '../waysIn/attemptStore'
import type { ContactName } from '../waysIn/contacts'
import { endSecrets } from '../waysIn/endSecrets'
import { takeSend } from '../waysIn/sendBudget'
import { drawCode, findTyped, typedCodeHash } from '../waysIn/typedCodes'
import type { WaysInDeps } from '../waysIn/waysInParts'

type SecretRow = Selectable<Tables['one_time_secret']>
type CodeDeps = Pick<WaysInDeps, 'secrets' | 'notices'>

const MINUTE_MS = 60_000
const HOUR_SECONDS = 3600
const PURPOSES = { email: 'verify_email', phone: 'verify_phone' } as const satisfies Record<ContactKind, SecretPurpose>
/** Mail takes its time; an SMS code lives as long as one to sign in with (L1). */
const MINUTES = { email: 30, phone: 10 } as const
const SEAL = 'contact'
/** L2; the page counts down to it. */
export const RESEND_SECONDS = 60

/** A contact that waits for its code. */
export interface PendingContact {
  readonly row: SecretRow
  /** As it will be stored: the address as typed, or the number in E.164. */
  readonly contact: string
}

/**
 * Sends a code to a contact and ends the older one of its kind. `RESEND_COOLDOWN` within a minute, `TOO_MANY_REQUESTS` after five in an hour, for
 * the account and for the contact each, and while wrong codes have closed the contact. The account's row must be locked.
 */
export async function sendContactCode(
  deps: CodeDeps,
  tx: Tx,
  account: AccountRow,
  name: ContactName,
  contact: string,
  now: Date,
): Promise<void> {
  const { participant_id: participantId } = account
  const hash = contactHash(deps.secrets, name)
  const closed = await isLocked(tx, wrongCodes(participantId, hash, now).key, now)
  if (closed !== null) throw tooMany(Math.ceil((closed.getTime() - now.getTime()) / 1000))
  for (const key of [`verify-account/${participantId}`, `verify-contact/${hash.toString('base64url')}`]) {
    const answer = await takeSend(tx, key, hash, now)
    if (answer.allowed) continue
    if (answer.why === 'too_many') throw tooMany(answer.retryAfterSeconds)
    throw new CodedError('RESEND_COOLDOWN', {}, answer.retryAfterSeconds)
  }
  await endContactCodes(tx, participantId, name.kind, now)
  const [id, code] = [randomUUID(), drawCode(new Set())]
  const expiresAt = new Date(now.getTime() + MINUTES[name.kind] * MINUTE_MS)
  await tx
    .insertInto('one_time_secret')
    .values({
      id,
      hash: typedCodeHash(deps.secrets, id, code),
      purpose: PURPOSES[name.kind],
      participant_id: participantId,
      contact_sealed: deps.secrets.seal(SEAL, Buffer.from(contact), placeOf(id)),
      created_at: now,
      expires_at: expiresAt,
    })
    .execute()
  const sending = { to: contact, language: languageOf(account.language), now, code, opens: { id, expiresAt } }
  if (name.kind === 'phone') await deps.notices.sms(tx, { ...sending, name: 'verify_phone' })
  else await deps.notices.mail(tx, { ...sending, name: 'verify_email', places: { minutes: MINUTES.email } })
}

/** The contact of this kind that waits for its code, if any does. */
export async function findPending(
  { secrets }: Pick<WaysInDeps, 'secrets'>,
  db: Reading,
  participantId: string,
  kind: ContactKind,
  now: Date,
): Promise<PendingContact | null> {
  const row = await db
    .selectFrom('one_time_secret')
    .selectAll()
    .where('participant_id', '=', participantId)
    .where('purpose', '=', PURPOSES[kind])
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row?.contact_sealed) return null
  return { row, contact: secrets.open(SEAL, row.contact_sealed, placeOf(row.id)).toString('utf8') }
}

/**
 * Uses the code up: one conditional update decides. Otherwise how many tries the contact has left within the hour; the fifth wrong one kills
 * the code, and a newer one is not sent to this contact until the hour is over, so that sending again gives no new tries.
 */
export async function consumeContactCode(
  { secrets }: Pick<WaysInDeps, 'secrets'>,
  tx: Tx,
  { row }: PendingContact,
  name: ContactName,
  typed: string,
  now: Date,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly triesLeft: number }> {
  const rule = wrongCodes(row.participant_id, contactHash(secrets, name), now)
  if ((await isLocked(tx, rule.key, now)) !== null) return { ok: false, triesLeft: 0 }
  if (findTyped(secrets, [row], typed) !== null && (await consume(tx, row.id, now))) return { ok: true }
  const { failures } = await recordFailure(tx, rule)
  const triesLeft = Math.max(0, rule.limit - failures)
  const ended = triesLeft === 0 ? { ended_at: now } : {}
  await tx
    .updateTable('one_time_secret')
    .set({ tries: row.tries + 1, ...ended })
    .where('id', '=', row.id)
    .execute()
  return { ok: false, triesLeft }
}

/** The codes of one kind that were not used yet; and the links or codes to sign in with that went to the contact that is replaced. */
export async function endContactCodes(tx: Tx, participantId: string, kind: ContactKind, now: Date): Promise<void> {
  await endSecrets(tx, { participantId, purposes: [PURPOSES[kind]] }, now)
}

export async function endSecretsTo(tx: Tx, participantId: string, kind: ContactKind, now: Date): Promise<void> {
  const purposes = kind === 'email' ? (['email_link', 'reset'] as const) : (['sms_code'] as const)
  await endSecrets(tx, { participantId, purposes }, now)
}

async function consume(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('one_time_secret')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** L2: 5 wrong codes for one contact of one account, whichever code they were typed for. */
function wrongCodes(participantId: string, hash: Buffer, now: Date): AttemptRule {
  const key = `verify-codes/${participantId}/${hash.toString('base64url')}`
  return { key, limit: 5, windowSeconds: HOUR_SECONDS, lockSeconds: HOUR_SECONDS, now }
}

function placeOf(id: string): string {
  return `one_time_secret:${id}`
}

function tooMany(retryAfterSeconds: number): CodedError {
  return new CodedError('TOO_MANY_REQUESTS', {}, Math.max(1, retryAfterSeconds))
}
