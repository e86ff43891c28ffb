import { type Action, allows, type Role } from '../access/roles'
import type { ClinicSettings } from '../clinic/clinicSchemas'
import type { AttemptReason, Diagnosis, Remedy, SignInAttempt, SignInWay } from './waysInSchemas'

const MINUTE_MS = 60_000
/** M4: a challenge of the second step. */
const CHALLENGE_MINUTES = 5
/** product.md: a code by SMS, and a reset that the participant asks for. */
const CODE_MINUTES = 10
const RESET_MINUTES = 60

export type Verdict = Diagnosis['verdict']
/** `remedies`: what helps, the mildest first; the first that the caller's role allows is offered. */
interface Finding {
  readonly verdict: Verdict
  readonly remedies: readonly Remedy[]
}

export interface DiagnosisFacts {
  readonly portalEnabled: boolean
  readonly methods: ClinicSettings['methods']
  readonly emailLinkMinutes: number
  readonly account: AccountFacts | null
  /** Newest first. */
  readonly attempts: readonly SignInAttempt[]
  readonly now: Date
}

export interface AccountFacts {
  readonly isDisabled: boolean
  /** Wrong passwords or typed codes paused one of their addresses or numbers. */
  readonly isLocked: boolean
  /** Second-factor codes: paused for the hour, or closed until a reset (M3). */
  readonly codes: 'open' | 'paused' | 'closed'
  readonly isRegistering: boolean
  /** An address or number that a link or code may be sent to (decision 0003). */
  readonly hasEmail: boolean
  readonly hasPhone: boolean
  /** The last reset link that staff sent. */
  readonly reset: { readonly sentAt: Date; readonly expiresAt: Date; readonly failedAt: Date | null } | null
}

const ACTION_OF: Readonly<Partial<Record<Remedy, Action>>> = {
  send_reset: 'account.send_reset',
  unlock: 'account.unlock',
  enable: 'account.enable',
  reset_mfa: 'account.reset_mfa',
  fix_contact: 'participant.edit_contacts',
  new_invite: 'invite.create',
}

/**
 * product.md item 9, S3.22 to S3.27: what stands in the way now, and one remedy that this role may use itself; otherwise an administrator is to
 * be asked. What stops everybody comes before what stops this account, and that before what went wrong at the last try.
 */
export function diagnosisOf(facts: DiagnosisFacts, role: Role): Pick<Diagnosis, 'verdict' | 'remedy'> {
  const { verdict, remedies } =
    clinicFinding(facts) ?? accountFinding(facts) ?? resetFinding(facts) ?? attemptFinding(facts)
  if (remedies.length === 0) return { verdict, remedy: 'none' }
  return { verdict, remedy: remedies.find((remedy) => mayUse(role, remedy)) ?? 'ask_administrator' }
}

function mayUse(role: Role, remedy: Remedy): boolean {
  const action = ACTION_OF[remedy]
  return action === undefined || allows(role, action)
}

function clinicFinding({ portalEnabled }: DiagnosisFacts): Finding | null {
  return portalEnabled ? null : found('portal_off', 'ask_administrator')
}

function accountFinding({ account, methods }: DiagnosisFacts): Finding | null {
  if (account === null) return found('no_account', 'new_invite')
  if (account.isDisabled) return found('disabled', 'enable')
  if (account.codes === 'closed') return found('codes_paused', 'reset_mfa')
  if (account.isLocked) return found('locked', 'unlock')
  // Ten wrong codes in an hour: the app shows wrong ones. Who may not reset it can at least end the pause.
  if (account.codes === 'paused') return found('codes_paused', 'reset_mfa', 'unlock')
  const { hasEmail, hasPhone } = account
  const isReachable = methods.password || (methods.emailLink && hasEmail) || (methods.smsCode && hasPhone)
  if (!isReachable) return found('unknown_contact', 'fix_contact')
  return null
}

/** S4.27: a reset link of the staff, while nothing was tried after it. */
function resetFinding({ account, attempts: [newest], now }: DiagnosisFacts): Finding | null {
  const reset = account?.reset
  if (!reset || (newest && Date.parse(newest.at) >= reset.sentAt.getTime())) return null
  if (reset.failedAt !== null) return found('send_failed', 'fix_contact')
  return reset.expiresAt <= now ? found('link_expired', 'send_reset') : found('reset_sent', 'wait_and_resend')
}

/** The newest try; what has been put right since then (revoked, locked, switched off) is no longer in the way. */
function attemptFinding({ account, attempts, methods, emailLinkMinutes, now }: DiagnosisFacts): Finding {
  const [newest] = attempts
  if (!newest) return restFinding(account)
  const { reason, way } = newest
  const minutes = (now.getTime() - Date.parse(newest.at)) / MINUTE_MS
  if (reason === 'way_off' && isOn(way, methods)) return restFinding(account)
  if (reason === 'second_factor_asked' && minutes < CHALLENGE_MINUTES) return found(reason)
  if (reason === 'challenge_over') return overFinding(attempts)
  if (reason === 'signed_in' && account?.isRegistering) return found('registering')
  if (reason === 'link_sent' && minutes >= emailLinkMinutes) return found('link_expired', 'wait_and_resend')
  if (reason === 'code_sent' && minutes >= CODE_MINUTES) return found('code_expired', 'wait_and_resend')
  if (reason === 'reset_sent' && minutes >= RESET_MINUTES) return found('link_expired', 'send_reset')
  if (way === 'reset' && (reason === 'link_expired' || reason === 'link_used')) return found(reason, 'send_reset')
  const remedies = REMEDIES_OF[reason]
  return remedies === null ? restFinding(account) : found(reason, ...remedies)
}

/** Null: it says nothing about now. */
const REMEDIES_OF: Readonly<Record<AttemptReason, readonly Remedy[] | null>> = {
  disabled: null,
  portal_off: null,
  signed_in: [],
  reset_done: [],
  challenge_over: [],
  // They had time to type a code and did not: most likely they have none.
  second_factor_asked: ['reset_mfa'],
  link_sent: ['wait_and_resend'],
  code_sent: ['wait_and_resend'],
  reset_sent: ['wait_and_resend'],
  unknown_contact: ['fix_contact'],
  password_wrong: ['send_reset'],
  locked: ['send_reset'],
  code_wrong: ['wait_and_resend'],
  code_expired: ['wait_and_resend'],
  link_expired: ['wait_and_resend'],
  link_used: ['wait_and_resend'],
  second_factor_wrong: ['reset_mfa'],
  codes_paused: ['reset_mfa'],
  way_off: ['ask_administrator'],
  too_many_sends: ['wait_and_resend'],
  send_failed: ['fix_contact'],
}

/** A challenge that wrong codes ended is about the codes; one that only ran out can be started again. */
function overFinding(attempts: readonly SignInAttempt[]): Finding {
  const lastGood = attempts.findIndex(({ reason }) => reason === 'signed_in')
  const since = lastGood < 0 ? attempts : attempts.slice(0, lastGood)
  const hadWrongCodes = since.some(({ reason }) => reason === 'second_factor_wrong')
  return hadWrongCodes ? found('second_factor_wrong', 'reset_mfa') : found('challenge_over')
}

function restFinding(account: AccountFacts | null): Finding {
  return found(account?.isRegistering ? 'registering' : 'nothing')
}

function isOn(way: SignInWay, methods: ClinicSettings['methods']): boolean {
  if (way === 'email_link') return methods.emailLink
  if (way === 'sms_code') return methods.smsCode
  return methods.password
}

function found(verdict: Verdict, ...remedies: readonly Remedy[]): Finding {
  return { verdict, remedies }
}
