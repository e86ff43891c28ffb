import { type Kysely, sql } from 'kysely'
import { inactiveSince, isInactive } from '../../shared/accounts/accountCommandRules'
import type { AuditActor } from '../../shared/audit/auditSchemas'
import type { Tables } from '../platform/database/tables'
import { inTransaction } from '../platform/database/transaction'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { NO_RESET, writeAccount } from './accountCommandParts'
import { lockAccount } from './accountStore'
import { endAccess } from './endAccess'

const SYSTEM: AuditActor = { kind: 'system', id: null, role: null, deviceId: null, address: null }
/** One run takes so many; the next ones come an hour later. */
const MOST_AT_ONCE = 500

export type InactiveDeps = Pick<WaysInDeps, 'db' | 'clinic' | 'announce'>

/**
 * product.md, inactive account off: disables accounts without a sign-in for `settings.inactiveDays` (0 = never), as a revocation by nobody.
 * For a timer, once an hour; each account in a transaction of its own, so several processes may do it at once. Returns how many went off.
 */
export async function disableInactiveAccounts(deps: InactiveDeps, now: Date): Promise<number> {
  const days = (await deps.clinic.read()).settings.inactiveDays
  if (days === 0) return 0
  let disabled = 0
  for (const id of await candidates(deps.db, inactiveSince(days, now))) if (await disable(deps, id, now)) disabled++
  return disabled
}

async function candidates(db: Kysely<Tables>, since: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('account')
    .select('participant_id as id')
    .where('disabled_at', 'is', null)
    .where(sql<Date>`greatest(created_at, last_sign_in_at, enabled_at)`, '<=', since)
    .limit(MOST_AT_ONCE)
    .execute()
  return rows.map(({ id }) => id)
}

/** Looks again under the lock: somebody may have signed in, or another process been here. */
async function disable(deps: InactiveDeps, id: string, now: Date): Promise<boolean> {
  return await inTransaction(deps.db, async (tx) => {
    const account = await lockAccount(tx, id)
    const days = (await deps.clinic.read(tx)).settings.inactiveDays
    if (!account || account.disabled_at !== null) return false
    const { created_at: createdAt, last_sign_in_at: lastSignInAt, enabled_at: enabledAt } = account
    if (!isInactive({ createdAt, lastSignInAt, enabledAt }, days, now)) return false
    await endAccess(tx, id)
    const values = { disabled_at: now, disabled_by_name: null, ...NO_RESET }
    const detail = { reason: 'inactive', days }
    const rev = await writeAccount(tx, id, values, { actor: SYSTEM, action: 'account.disabled', now, detail })
    await deps.announce(tx, rev)
    return true
  })
}
