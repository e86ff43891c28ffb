import { decideUnlock } from '../../shared/accounts/accountCommandRules'
import { portalCodesPerHour } from '../accountSecurity/factorCheck'
import type { Tx } from '../platform/database/transaction'
import { clearFailures } from '../platform/rate/attempts'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { type CommandOutcome, type Person, writeAccount } from './accountCommandParts'
import { contactAttemptKeys, isAnyLocked, ownContacts } from './accountContacts'

/**
 * Ends every pause that wrong tries brought: of passwords and codes for each address and number of theirs, and of the hour's second-factor
 * codes. Addresses are looked at as they stand now. A hundred wrong codes in a row stay closed until the second factor is reset (M3).
 */
export async function unlockAccount(
  { clinic, secrets }: WaysInDeps,
  tx: Tx,
  caller: WriteCaller,
  person: Person,
): Promise<CommandOutcome> {
  const { id, account } = person
  const contacts = ownContacts(person, (await clinic.read(tx)).settings.phoneCountry)
  const keys = [...contactAttemptKeys(secrets, contacts, caller.now), portalCodesPerHour(id, caller.now).key]
  const until = account?.locked_until ?? null
  const isPaused = (until !== null && until > caller.now) || (await isAnyLocked(tx, keys, caller.now))
  const decision = decideUnlock(account !== null, isPaused)
  if (!decision.ok) return decision
  for (const key of keys) await clearFailures(tx, key)
  const event = { actor: staffActor(caller), action: 'account.unlocked', now: caller.now } as const
  await writeAccount(tx, id, { locked_until: null }, event)
  return decision
}
