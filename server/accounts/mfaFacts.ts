import { sql } from 'kysely'
import { accountMfa } from '../../shared/accounts/accountRules'
import { type AccountMfa, EXEMPT_REASONS } from '../../shared/accounts/accountSchemas'
import type { Reading } from '../platform/database/transaction'
import type { AccountRow } from './accountStore'

interface Counted {
  readonly id: string
  readonly verified: number
  readonly unverified: number
  readonly recovery: number
}

/** How each of these accounts stands with its second factor, in two queries. An unconfirmed secret counts only while it lives (M7). */
export async function loadAccountMfa(
  db: Reading,
  rows: readonly AccountRow[],
): Promise<(row: AccountRow) => AccountMfa> {
  const ids = rows.map(({ participant_id }) => participant_id)
  const [counted, clinic] = await Promise.all([
    sql<Counted>`
      select a.id,
        (select count(*)::int from totp_factor f where f.participant_id = a.id and f.status = 'verified') as verified,
        (select count(*)::int from totp_factor f where f.participant_id = a.id and f.status = 'unverified') as unverified,
        (select count(*)::int from recovery_code c where c.participant_id = a.id and c.used_at is null) as recovery
      from unnest(${ids}::uuid[]) as a (id)`.execute(db),
    db.selectFrom('clinic').select('settings').executeTakeFirst(),
  ])
  const counts = new Map(counted.rows.map((row) => [row.id, row]))
  return (row) => {
    const found = counts.get(row.participant_id)
    return accountMfa({
      clinicRequires: clinic?.settings.mfaRequired === true,
      inviteRequires: row.mfa_required,
      exemptByName: row.mfa_exempt_by_name,
      exemptReason: EXEMPT_REASONS.find((reason) => reason === row.mfa_exempt_reason) ?? null,
      verifiedFactors: found?.verified ?? 0,
      unverifiedFactors: found?.unverified ?? 0,
      recoveryLeft: found?.recovery ?? 0,
      resetAt: row.mfa_reset_at?.toISOString() ?? null,
    })
  }
}
