import { createHmac, randomUUID } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { AttemptReason, SignInWay } from '../../shared/waysIn/waysInSchemas'
import type { Tables } from '../platform/database/tables'
import type { Reading, Tx } from '../platform/database/transaction'
import type { Secrets } from '../platform/secrets/secrets'
import type { Visit } from '../portal/portalContext'
import type { ContactName } from './contacts'

/** Longer than any question at the desk reaches back; a year of the participant's own history (S2.71). */
const KEPT_MS = 400 * 86_400_000

export interface Attempt {
  readonly at: Date
  readonly way: SignInWay
  readonly reason: AttemptReason
  /** Null: nobody is known to be meant. */
  readonly participantId: string | null
  /** `contactHash` of what was typed; null where nothing was. */
  readonly contact: Buffer | null
  readonly visit: Pick<Visit, 'address' | 'deviceWords'>
}
export type AttemptRow = Selectable<Tables['sign_in_attempt']>

/** With a key outside the database: a copy of the table must not be a list of addresses that can be guessed (H3). */
export function contactHash(secrets: Pick<Secrets, 'deriveKey'>, { kind, norm }: ContactName): Buffer {
  return createHmac('sha256', secrets.deriveKey('contact')).update(`${kind}:${norm}`).digest()
}

/** One line of the true story: for staff and for the participant, never for the visitor (P4). */
export async function recordAttempt(tx: Kysely<Tables> | Tx, attempt: Attempt): Promise<void> {
  await recordAttempts(tx, [attempt])
}

export async function recordAttempts(tx: Kysely<Tables> | Tx, attempts: readonly Attempt[]): Promise<void> {
  if (attempts.length === 0) return
  await tx.insertInto('sign_in_attempt').values(attempts.map(rowOf)).execute()
}

function rowOf({ at, way, reason, participantId, contact, visit }: Attempt) {
  return {
    id: randomUUID(),
    at,
    way,
    reason,
    participant_id: participantId,
    contact_hash: contact,
    address: visit.address === '' ? null : visit.address,
    device_words: visit.deviceWords ?? '',
  }
}

/** Newest first. */
export async function recentAttempts(db: Reading, participantId: string, limit: number): Promise<AttemptRow[]> {
  return await db
    .selectFrom('sign_in_attempt')
    .selectAll()
    .where('participant_id', '=', participantId)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Tries with one contact since then, whoever they were for, newest first; at most 500. */
export async function attemptsWithContact(db: Reading, hash: Buffer, since: Date): Promise<AttemptRow[]> {
  return await db
    .selectFrom('sign_in_attempt')
    .selectAll()
    .where('contact_hash', '=', hash)
    .where('at', '>=', since)
    .orderBy('at', 'desc')
    .limit(500)
    .execute()
}

/** For a timer, once an hour. */
export async function sweepAttempts(db: Kysely<Tables>, now: Date): Promise<void> {
  await db
    .deleteFrom('sign_in_attempt')
    .where('at', '<', new Date(now.getTime() - KEPT_MS))
    .execute()
}
