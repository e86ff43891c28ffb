import { decideResetMfa } from '../../shared/accounts/accountCommandRules'
import { portalCodesInARow, portalCodesPerHour } from '../accountSecurity/factorCheck'
import type { Tx } from '../platform/database/transaction'
import { clearFailures, isLocked } from '../platform/rate/attempts'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { type CommandOutcome, type ItemOf, NO_RESET, type Person, writeAccount } from './accountCommandParts'
import { ownerAddresses } from './accountMail'
import { languageOf } from './accountStore'
import { endAccess } from './endAccess'

/**
 * S0.22 to S0.24, M8: factors, recovery codes, budgets of wrong codes, challenges and sessions all go, and the participant is told at every
 * address that is known to be theirs. Links that were under way end too: they were sent while a second factor stood behind them.
 */
export async function resetMfa(
  deps: WaysInDeps,
  tx: Tx,
  caller: WriteCaller,
  { id, fields, account }: Person,
  { reason, identityCheck }: ItemOf<'account.reset_mfa'>,
): Promise<CommandOutcome> {
  const found = account && (await countFactors(tx, id, caller.now))
  const decision = decideResetMfa(found)
  if (!decision.ok || !account || !found) return decision
  await tx.deleteFrom('totp_factor').where('participant_id', '=', id).execute()
  await tx.deleteFrom('recovery_code').where('participant_id', '=', id).execute()
  for (const { key } of budgets(id, caller.now)) await clearFailures(tx, key)
  await endAccess(tx, id)
  const notice = { name: 'mfa_reset', language: languageOf(account.language), now: caller.now } as const
  for (const to of ownerAddresses(account, fields)) await deps.notices.mail(tx, { ...notice, to })
  const detail = { reason, identityCheck, factors: found.factors, recoveryCodes: found.recoveryCodes }
  const event = { actor: staffActor(caller), action: 'mfa.reset', now: caller.now, detail } as const
  await writeAccount(tx, id, { mfa_reset_at: caller.now, ...NO_RESET }, event)
  return decision
}

function budgets(id: string, now: Date) {
  return [portalCodesPerHour(id, now), portalCodesInARow(id, now)]
}

async function countFactors(tx: Tx, id: string, now: Date) {
  const factors = await tx.selectFrom('totp_factor').select('id').where('participant_id', '=', id).execute()
  const codes = await tx
    .selectFrom('recovery_code')
    .select('hash')
    .where('participant_id', '=', id)
    .where('used_at', 'is', null)
    .execute()
  const isClosed = (await isLocked(tx, portalCodesInARow(id, now).key, now)) !== null
  return { factors: factors.length, recoveryCodes: codes.length, isClosed }
}

/** Who need not have a second factor although the clinic asks for one. What is so already is left as it is, without an audit row. */
export async function exemptMfa(
  tx: Tx,
  caller: WriteCaller,
  { id, account }: Person,
  { reason }: ItemOf<'account.exempt_mfa'>,
): Promise<CommandOutcome> {
  if (!account) return { ok: false, reason: 'no_account' }
  if (account.mfa_exempt_reason === reason) return { ok: true }
  const ending = reason === null
  const values = {
    mfa_exempt_at: ending ? null : caller.now,
    mfa_exempt_by_name: ending ? null : caller.displayName,
    mfa_exempt_reason: reason,
  }
  const event = { actor: staffActor(caller), now: caller.now }
  await writeAccount(
    tx,
    id,
    values,
    ending ? { ...event, action: 'mfa.exemption_ended' } : { ...event, action: 'mfa.exempted', detail: { reason } },
  )
  return { ok: true }
}
