import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { AccountDoc, AccountMfa } from '../../shared/accounts/accountSchemas'
import { LANGUAGES, type Language } from '../../shared/clinic/clinicSchemas'
import { consentsGiven, consentsTotal } from '../../shared/consent/consentRules'
import type { ConsentText } from '../../shared/consent/consentSchemas'
import { consentIsDone, loadConsents, loadCurrentTexts, type StoredConsent } from '../consent/consentStore'
import type { Tables } from '../platform/database/tables'
import type { Reading, Tx } from '../platform/database/transaction'
import { loadAccountMfa } from './mfaFacts'

export type AccountRow = Selectable<Tables['account']>

/** Sign-in tries so many accounts of one email, and accepting makes no more (decision 0001). */
export const MOST_ACCOUNTS_OF_EMAIL = 3

/** What staff see of an account. `consentedAt` is when the last open text was agreed to; null while one is open. */
export function accountDoc(
  row: AccountRow,
  texts: readonly ConsentText[],
  consents: readonly StoredConsent[],
  mfa: AccountMfa,
): AccountDoc {
  return {
    id: row.participant_id,
    rev: row.rev,
    email: row.email,
    displayName: row.display_name,
    createdAt: row.created_at.toISOString(),
    consentedAt: consentIsDone(texts, consents) ? lastOf(texts, consents) : null,
    consentsGiven: consentsGiven(texts, consents),
    consentsTotal: consentsTotal(texts),
    lastSignInAt: iso(row.last_sign_in_at),
    disabledAt: iso(row.disabled_at),
    disabledByName: row.disabled_by_name,
    lockedUntil: iso(row.locked_until),
    holder: row.holder,
    emailVerified: row.email_verified_at !== null,
    mfa,
    resetSentAt: iso(row.reset_sent_at),
    resetExpiresAt: iso(row.reset_expires_at),
    resetFailedAt: iso(row.reset_failed_at),
  }
}

function iso(time: Date | null): string | null {
  return time?.toISOString() ?? null
}

/** Agreements to earlier versions do not count. */
function lastOf(texts: readonly ConsentText[], consents: readonly StoredConsent[]): string | null {
  const times = consents
    .filter(({ documentId, version }) => texts.some((t) => t.documentId === documentId && t.version === version))
    .map(({ agreedAt }) => agreedAt.getTime())
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString()
}

/** The account documents of these participants, in three queries however many they are. Ids without an account are left out. */
export async function loadAccountDocs(db: Reading, ids: readonly string[]): Promise<AccountDoc[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('account')
    .selectAll()
    .where('participant_id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
  const [texts, consents, mfaOf] = await Promise.all([
    loadCurrentTexts(db),
    loadConsents(
      db,
      rows.map((row) => row.participant_id),
    ),
    loadAccountMfa(db, rows),
  ])
  return rows.map((row) => accountDoc(row, texts, consents.get(row.participant_id) ?? [], mfaOf(row)))
}

/** Oldest first; `emailNorm` by `normaliseEmail`. */
export async function findAccountsByEmail(db: Reading, emailNorm: string): Promise<AccountRow[]> {
  return await db
    .selectFrom('account')
    .selectAll()
    .where('email_norm', '=', emailNorm)
    .orderBy('created_at')
    .orderBy('participant_id')
    .limit(MOST_ACCOUNTS_OF_EMAIL)
    .execute()
}

export async function hasAccount(db: Reading, participantId: string): Promise<boolean> {
  const row = await db
    .selectFrom('account')
    .select('participant_id')
    .where('participant_id', '=', participantId)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Locks the account, after its participant where both are locked. Not `for update`: a foreign key to a locked account, checked by somebody
 * who holds the commit lock, must not wait for us, who wait for that lock.
 */
export async function lockAccount(tx: Tx, participantId: string): Promise<AccountRow | undefined> {
  return await tx
    .selectFrom('account')
    .selectAll()
    .where('participant_id', '=', participantId)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** Stored as text; a language that was taken away falls back to English. */
export function languageOf(stored: string): Language {
  return LANGUAGES.find((known) => known === stored) ?? 'en'
}
