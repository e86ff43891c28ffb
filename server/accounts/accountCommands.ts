import { type Action, allows } from '../../shared/access/roles'
import type { CommandResult } from '../participants/participantCommands'
import type { Tx } from '../platform/database/transaction'
import { auditedRefusal } from '../sync/refusalAudit'
import type { WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { enableAccess, revokeAccess } from './accountAccess'
import { type AccountItem, type CommandOutcome, lockPerson, type Person } from './accountCommandParts'
import { exemptMfa, resetMfa } from './accountMfa'
import { sendReset } from './accountReset'
import { loadAccountDocs } from './accountStore'
import { unlockAccount } from './accountUnlock'

export type { AccountItem } from './accountCommandParts'

/**
 * Applies one account command in the caller's transaction; scope has been checked. Locks the participant, then the account, decides, and only
 * then writes. A refusal leaves one `write.refused` row and nothing else. The answer, also that of a conflict, carries the account as it now is. Signalling is the
 * caller's.
 */
export async function applyAccountCommand(
  deps: WaysInDeps,
  tx: Tx,
  caller: WriteCaller,
  item: AccountItem,
): Promise<CommandResult> {
  if (!allows(caller.role, item.kind satisfies Action))
    return await auditedRefusal(tx, caller, item, { reason: 'role' })
  const person = await lockPerson(tx, item.participantId)
  if (!person) return await auditedRefusal(tx, caller, item, { reason: 'unknown_participant' })
  const { ok, ...done } = await run(deps, tx, caller, item, person)
  if ('reason' in done) {
    const refused = await auditedRefusal(tx, caller, item, done)
    return refused.outcome === 'refused'
      ? refused
      : { ...refused, accounts: await loadAccountDocs(tx, [item.participantId]) }
  }
  return { outcome: 'applied', accounts: await loadAccountDocs(tx, [item.participantId]), ...done }
}

function run(
  deps: WaysInDeps,
  tx: Tx,
  caller: WriteCaller,
  item: AccountItem,
  person: Person,
): Promise<CommandOutcome> {
  switch (item.kind) {
    case 'account.revoke':
      return revokeAccess(tx, caller, person)
    case 'account.enable':
      return enableAccess(deps, tx, caller, person, item)
    case 'account.unlock':
      return unlockAccount(deps, tx, caller, person)
    case 'account.send_reset':
      return sendReset(deps, tx, caller, person)
    case 'account.reset_mfa':
      return resetMfa(deps, tx, caller, person, item)
    case 'account.exempt_mfa':
      return exemptMfa(tx, caller, person, item)
  }
}
