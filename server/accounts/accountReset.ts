import { decideSendReset } from '../../shared/accounts/accountCommandRules'
import type { Tx } from '../platform/database/transaction'
import { issueReset } from '../resets/resetIssue'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { type CommandOutcome, type Person, writeAccount } from './accountCommandParts'
import { provedEmail, starredEmail } from './accountMail'
import { languageOf } from './accountStore'

const HOUR_MS = 3_600_000

/**
 * S4.24 to S4.27, P5: a link to choose a new password, to the address that staff vouch for, or else to the one that the participant proved.
 * Staff start it and never see the link.
 */
export async function sendReset(
  deps: WaysInDeps,
  tx: Tx,
  caller: WriteCaller,
  { id, fields, account }: Person,
): Promise<CommandOutcome> {
  const { settings } = await deps.clinic.read(tx)
  const to = account && (starredEmail(fields) ?? provedEmail(account))
  const decision = decideSendReset({
    account: account && { disabledAt: account.disabled_at, resetSentAt: account.reset_sent_at },
    portalEnabled: settings.portalEnabled,
    hasAddress: to !== null,
    cooldownMinutes: settings.resendCooldownMinutes,
    now: caller.now,
  })
  if (!decision.ok || account === null || to === null) return decision
  const { resetHours } = settings
  const language = languageOf(account.language)
  await issueReset(deps, tx, { account, to, language, sentBy: 'staff', minutes: resetHours * 60, now: caller.now })
  const expires = new Date(caller.now.getTime() + resetHours * HOUR_MS)
  const values = { reset_sent_at: caller.now, reset_expires_at: expires, reset_failed_at: null }
  const event = { actor: staffActor(caller), action: 'account.reset_sent', now: caller.now } as const
  await writeAccount(tx, id, values, { ...event, detail: { hours: resetHours } })
  return decision
}
