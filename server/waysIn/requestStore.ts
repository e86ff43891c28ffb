import { type Kysely, type Selectable, sql } from 'kysely'
import type { RequestView } from '../../shared/waysIn/waysInSchemas'
import type { Tables } from '../platform/database/tables'
import type { Reading, Tx } from '../platform/database/transaction'
import { tokenHash } from '../platform/secrets/opaqueToken'
import type { Secrets } from '../platform/secrets/secrets'
import type { ContactName } from './contacts'
import { endSecrets } from './endSecrets'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
export const RESEND_AFTER_MS = MINUTE_MS
/** A verification page lives for an hour, through as many resends as are allowed (L2). */
export const REQUEST_LIFE_MS = 60 * MINUTE_MS
export const SMS_CODE_MINUTES = 10
/** Kept for a while after their end, so that staff can be told why a link did not work. */
const SECRETS_KEPT_MS = 7 * DAY_MS
const REQUESTS_KEPT_MS = 8 * DAY_MS
const PURPOSE = 'sign_in_request'

export type RequestRow = Selectable<Tables['sign_in_request']>
export type SecretRow = Selectable<Tables['one_time_secret']>

/** The request of this browser while its page lives; null when there is none any more. */
export async function findRequest(db: Reading, token: string | null, now: Date): Promise<RequestRow | null> {
  if (token === null) return null
  const row = await db
    .selectFrom('sign_in_request')
    .selectAll()
    .where('hash', '=', tokenHash(token))
    .where('purpose', '=', 'sign_in')
    .executeTakeFirst()
  return row && isAlive(row, now) ? row : null
}

/** First of all locks where a request takes part: request, accounts, secrets, and then the commit lock. */
export async function lockRequest(tx: Tx, id: string): Promise<RequestRow | undefined> {
  return await tx.selectFrom('sign_in_request').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

export function isAlive(row: RequestRow, now: Date): boolean {
  return row.completed_at === null && now.getTime() - row.created_at.getTime() < REQUEST_LIFE_MS
}

export function requestView(row: RequestRow, now: Date): RequestView {
  return {
    channel: row.channel,
    masked: row.masked,
    resendInSeconds: secondsTo(row.sent_at.getTime() + RESEND_AFTER_MS, now, RESEND_AFTER_MS),
    expiresInSeconds: secondsTo(row.expires_at.getTime(), now, REQUEST_LIFE_MS),
  }
}

/** Bounded: a clock that was set back must not show an hour where a minute is meant. */
function secondsTo(time: number, now: Date, longest: number): number {
  return Math.ceil(Math.min(longest, Math.max(0, time - now.getTime())) / 1000)
}

export function sealContact(secrets: Pick<Secrets, 'seal'>, requestId: string, contact: ContactName): Buffer {
  return secrets.seal(PURPOSE, Buffer.from(contact.norm), `${requestId}/${contact.kind}`)
}

export function openContact(secrets: Pick<Secrets, 'open'>, row: RequestRow): ContactName {
  const kind = row.channel === 'email' ? 'email' : 'phone'
  return { kind, norm: secrets.open(PURPOSE, row.contact_sealed, `${row.id}/${kind}`).toString() }
}

/** All links or codes that were sent for it, also those that have ended. */
export async function secretsOf(tx: Tx, requestId: string): Promise<SecretRow[]> {
  return await tx
    .selectFrom('one_time_secret')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('created_at', 'desc')
    .execute()
}

/** S3.10: what was sent for it before opens nothing from now on. */
export async function endSecretsOf(tx: Tx, requestId: string, now: Date): Promise<void> {
  await endSecrets(tx, { requestId }, now)
}

/** The one conditional update that decides among any number of uses (L1, P5); the others get false. */
export async function consumeSecret(tx: Tx, id: string, now: Date): Promise<boolean> {
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

export function isOpen(row: SecretRow, now: Date): boolean {
  return row.used_at === null && row.ended_at === null && row.expires_at > now
}

export async function completeRequest(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.updateTable('sign_in_request').set({ completed_at: now }).where('id', '=', id).execute()
}

/** For a timer, once an hour: requests, links, codes and second steps that are long over. */
export async function sweepSignIns(db: Kysely<Tables>, now: Date): Promise<void> {
  const before = (ms: number) => new Date(now.getTime() - ms)
  await db.deleteFrom('one_time_secret').where('expires_at', '<', before(SECRETS_KEPT_MS)).execute()
  await db
    .deleteFrom('sign_in_request')
    .where('created_at', '<', before(REQUESTS_KEPT_MS))
    .where(sql<boolean>`not exists (select 1 from one_time_secret s where s.request_id = sign_in_request.id)`)
    .execute()
  await db.deleteFrom('portal_challenge').where('expires_at', '<', before(DAY_MS)).execute()
}
