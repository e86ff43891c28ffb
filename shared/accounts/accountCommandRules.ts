import type { Refused } from '../invites/inviteRules'
import type { Refusal } from '../sync/syncSchemas'

/** What staff may do to an account now. Role and scope are checked before; times are the server's. */
export type AccountDecision = { readonly ok: true } | Refused

const OK = { ok: true } as const
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** S0.18, S2.72. Without an account there may still be an invite to take back. */
export function decideRevokeAccess(facts: {
  readonly account: { readonly disabledAt: Date | null } | null
  readonly livingInvites: number
}): AccountDecision {
  if (facts.livingInvites > 0) return OK
  if (facts.account === null) return refuse('no_account')
  return facts.account.disabledAt === null ? OK : refuse('already_disabled')
}

/** S4.20. `seen` is the revocation that the author looked at: one that came later wins, whatever clock the console has (Y5). */
export function decideEnable(account: { readonly disabledAt: Date | null } | null, seen: string): AccountDecision {
  if (account === null) return refuse('no_account')
  if (account.disabledAt === null) return refuse('already_enabled')
  return account.disabledAt.getTime() === Date.parse(seen) ? OK : refuse('revoked_since')
}

/** A second factor that is closed until its reset (M3) is no lock of this kind. */
export function decideUnlock(hasAccount: boolean, isLocked: boolean): AccountDecision {
  if (!hasAccount) return refuse('no_account')
  return isLocked ? OK : refuse('not_locked')
}

export interface SendResetFacts {
  readonly account: { readonly disabledAt: Date | null; readonly resetSentAt: Date | null } | null
  readonly portalEnabled: boolean
  readonly hasAddress: boolean
  readonly cooldownMinutes: number
  readonly now: Date
}

/** S4.24 to S4.27. A revoked account gets no reset before it is re-enabled (S4.19, the safe reading). */
export function decideSendReset(facts: SendResetFacts): AccountDecision {
  const { account, portalEnabled, hasAddress } = facts
  if (account === null) return refuse('no_account')
  if (account.disabledAt !== null) return refuse('account_disabled')
  if (!portalEnabled) return refuse('portal_off')
  if (!hasAddress) return refuse('no_email')
  const wait = cooldownLeft(account.resetSentAt, facts)
  return wait > 0 ? { ...refuse('cooldown'), retryAfterSeconds: wait } : OK
}

/** Whole seconds, at most the cooldown itself: a server clock that was set back must not stretch it. */
function cooldownLeft(sentAt: Date | null, { cooldownMinutes, now }: SendResetFacts): number {
  if (sentAt === null) return 0
  const left = sentAt.getTime() + cooldownMinutes * MINUTE_MS - now.getTime()
  return Math.min(Math.ceil(Math.max(left, 0) / 1000), cooldownMinutes * 60)
}

/** S0.22, M8. `isClosed`: a hundred wrong codes in a row closed the factor; only this reset opens it again (M3). */
export function decideResetMfa(
  facts: { readonly factors: number; readonly recoveryCodes: number; readonly isClosed: boolean } | null,
): AccountDecision {
  if (facts === null) return refuse('no_account')
  return facts.factors > 0 || facts.recoveryCodes > 0 || facts.isClosed ? OK : refuse('no_factor')
}

export interface ActivityFacts {
  readonly createdAt: Date
  readonly lastSignInAt: Date | null
  readonly enabledAt: Date | null
}

/** product.md, inactive account off. Counted from the last sign-in, or from when access was given (back); `days` 0 = never. */
export function isInactive({ createdAt, lastSignInAt, enabledAt }: ActivityFacts, days: number, now: Date): boolean {
  if (days === 0) return false
  const last = Math.max(...[createdAt, lastSignInAt, enabledAt].map((time) => time?.getTime() ?? 0))
  return now.getTime() - last >= days * DAY_MS
}

/** The latest moment of activity that makes an account inactive now, for a query that looks for candidates. */
export function inactiveSince(days: number, now: Date): Date {
  return new Date(now.getTime() - days * DAY_MS)
}

function refuse(reason: Refusal): Refused {
  return { ok: false, reason }
}
