import { decideUnlock } from '../../shared/accounts/accountCommandRules'
import { normaliseEmail } from '../../shared/accounts/accountRules'
import { portalCodesPerHour } from '../accountSecurity/factorCheck'
import type { Tx } from '../platform/database/transaction'
import { clearFailures, isLocked } from '../platform/rate/attempts'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import { type CommandOutcome, type Person, writeAccount } from './accountCommandParts'
import { attemptKey } from './portalAuthService'

/**
 * Ends every pause that wrong tries brought: of passwords and codes for each address and number of theirs, and of the hour's second-factor
 * codes. Addresses are looked at as they stand now. A hundred wrong codes in a row stay closed until the second factor is reset (M3).
 */
export async function unlockAccount(tx: Tx, caller: WriteCaller, person: Person): Promise<CommandOutcome> {
  const keys = attemptKeys(person, caller.now)
  const locked: string[] = []
  for (const key of keys) if (await isLocked(tx, key, caller.now)) locked.push(key)
  const until = person.account?.locked_until ?? null
  const isPaused = locked.length > 0 || (until !== null && until > caller.now)
  const decision = decideUnlock(person.account !== null, isPaused)
  if (!decision.ok) return decision
  for (const key of keys) await clearFailures(tx, key)
  const event = { actor: staffActor(caller), action: 'account.unlocked', now: caller.now } as const
  await writeAccount(tx, person.id, { locked_until: null }, event)
  return decision
}

function attemptKeys({ id, fields, account }: Person, now: Date): readonly string[] {
  const emails = [account?.email ?? '', ...Object.values(fields.emails).map(({ value }) => value)]
  const names = new Set(emails.filter((email) => email !== '').map(normaliseEmail))
  return [...[...names].map(attemptKey), portalCodesPerHour(id, now).key]
}
