import { sql } from 'kysely'
import type { SignInAttempt } from '../../shared/waysIn/waysInSchemas'
import type { Reading } from '../platform/database/transaction'
import { type AttemptRow, contactHash, recentAttempts } from './attemptStore'
import type { ContactName } from './contacts'
import type { WaysInDeps } from './waysInParts'

/**
 * The last tries of this person, newest first: those that are known to be theirs, and those that were counted for nobody (a way that is
 * switched off, too many sends, an email that several accounts share) with a contact of theirs.
 */
export async function attemptsOf(
  db: Reading,
  secrets: WaysInDeps['secrets'],
  participantId: string,
  contacts: readonly ContactName[],
  limit: number,
): Promise<SignInAttempt[]> {
  const theirs = await recentAttempts(db, participantId, limit)
  const hashes = contacts.map((contact) => contactHash(secrets, contact))
  const nobodys = await db
    .selectFrom('sign_in_attempt')
    .selectAll()
    .where('participant_id', 'is', null)
    .where('contact_hash', '=', sql<Buffer>`any(${hashes}::bytea[])`)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
  const newestFirst = [...theirs, ...nobodys].sort((a, b) => b.at.getTime() - a.at.getTime())
  return newestFirst.slice(0, limit).map(signInAttempt)
}

/** Never the contact, not even its hash. */
function signInAttempt({ at, way, reason, address, device_words }: AttemptRow): SignInAttempt {
  return { at: at.toISOString(), way, reason, address, device: device_words }
}

/** Whether this colleague's look at these sign-ins is in the audit log since then. */
export async function hasLooked(db: Reading, staffId: string, participantId: string, since: Date): Promise<boolean> {
  const row = await db
    .selectFrom('audit_log')
    .select('seq')
    .where('target_kind', '=', 'participant')
    .where('target_id', '=', participantId)
    .where('action', '=', 'sign_in.diagnosed')
    .where('actor_id', '=', staffId)
    .where(sql<string>`detail ->> 'check'`, '=', 'attempts')
    .where('at', '>', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
