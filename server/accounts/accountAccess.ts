import { decideEnable, decideRevokeAccess } from '../../shared/accounts/accountCommandRules'
import { isLivingRow, lockInvitesOf } from '../invites/inviteStore'
import type { Tx } from '../platform/database/transaction'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { type CommandOutcome, type ItemOf, NO_RESET, type Person, writeAccount } from './accountCommandParts'
import { noticeAddresses } from './accountMail'
import { type AccountRow, languageOf } from './accountStore'
import { endAccess, endInvites } from './endAccess'

/**
 * S0.18 to S0.21, W4: from this commit on no session, link, code, challenge or invite of this person works on any process. What they wrote
 * and agreed to stays.
 */
export async function revokeAccess(tx: Tx, caller: WriteCaller, person: Person): Promise<CommandOutcome> {
  const living = (await lockInvitesOf(tx, person.id)).filter((row) => isLivingRow(row, caller.now))
  const account = person.account && { disabledAt: person.account.disabled_at }
  const decision = decideRevokeAccess({ account, livingInvites: living.length })
  if (!decision.ok) return decision
  if (account) await endAccess(tx, person.id)
  const invites = await endInvites(tx, person.id, caller)
  if (account?.disabledAt === null) await disable(tx, caller, person.id, living.length)
  return { ok: true, invites }
}

async function disable(tx: Tx, caller: WriteCaller, id: string, invites: number): Promise<void> {
  const values = { disabled_at: caller.now, disabled_by_name: caller.displayName, ...NO_RESET }
  const event = { actor: staffActor(caller), action: 'account.disabled', now: caller.now } as const
  await writeAccount(tx, id, values, { ...event, detail: { reason: 'revoked', invites } })
}

/**
 * S4.20: the same account works again with its password and second factor. Nothing older comes back: whatever was made while it was off (by
 * a request that lost a race) ends here too.
 */
export async function enableAccess(
  deps: WaysInDeps,
  tx: Tx,
  caller: WriteCaller,
  { id, fields, account }: Person,
  { disabledAt }: ItemOf<'account.enable'>,
): Promise<CommandOutcome> {
  const decision = decideEnable(account && { disabledAt: account.disabled_at }, disabledAt)
  if (!decision.ok) return decision
  await endAccess(tx, id)
  if (account) await tellEnabled(deps, tx, caller, account, noticeAddresses(account, fields))
  const values = { disabled_at: null, disabled_by_name: null, enabled_at: caller.now }
  await writeAccount(tx, id, values, { actor: staffActor(caller), action: 'account.enabled', now: caller.now })
  return { ok: true }
}

async function tellEnabled(
  { clinic, notices }: WaysInDeps,
  tx: Tx,
  { now }: WriteCaller,
  account: AccountRow,
  [to]: readonly string[],
): Promise<void> {
  const { doc, settings } = await clinic.read(tx)
  if (to === undefined || !settings.portalEnabled) return
  const language = languageOf(account.language)
  await notices.mail(tx, { name: 'access_enabled', to, language, now, link: `${doc.portalUrl}/sign-in` })
}
