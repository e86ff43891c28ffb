import type { Refusal } from '../sync/syncSchemas'
import type { InviteDoc, InviteFacts, InviteShare, InviteState, LinkWay, ShareWay } from './inviteSchemas'
import type { VerbalCodeProblem } from './verbalCodeRules'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

export type Refused = { readonly ok: false; readonly reason: Refusal; readonly retryAfterSeconds?: number }

/**
 * What an invite is now, by server time. Precedence: accepted, revoked, superseded, locked, expired, opened, send_failed, pending.
 * - What ended an invite for good comes before what only passed with time, but an invite that had already expired when a newer one
 *   superseded it stays `expired`: that is what happened to it (S0.16).
 * - `opened` comes before `send_failed`: once the page was opened, the link has arrived in some way.
 */
export function inviteState(facts: InviteFacts, now: Date): Exclude<InviteState, 'draft_offline'> {
  if (facts.acceptedAt !== null) return 'accepted'
  if (facts.revokedAt !== null) return 'revoked'
  if (facts.supersededAt !== null) return isBefore(facts.supersededAt, facts.expiresAt) ? 'superseded' : 'expired'
  if (facts.lockedAt !== null) return 'locked'
  if (now.getTime() >= Date.parse(facts.expiresAt)) return 'expired'
  if (facts.openedAt !== null) return 'opened'
  return facts.emailFailedAt !== null ? 'send_failed' : 'pending'
}

function isBefore(a: string, b: string): boolean {
  return Date.parse(a) < Date.parse(b)
}

/** Whether the link still works: it can be opened, verified and accepted. */
export function isLiving(state: InviteState): boolean {
  return state === 'pending' || state === 'opened' || state === 'send_failed'
}

/** The end of an invite's life (I1, S0.9). From that millisecond on it is expired. */
export function expiresAt(now: Date, hours: number): Date {
  return new Date(now.getTime() + hours * HOUR_MS)
}

/**
 * S0.13, product.md item 3: the ways that both link and code took, so that whoever can read the one has the other too. What the server emailed
 * counts as the link's. In person is none of these: the participant stood there. Nor is the clinic's own machine: only who sits at it has that link,
 * and a code that went another way, in person too, says that they are who was told it.
 */
export function sharedTogether(
  { link, code }: InviteShare,
  { emailedAt }: Pick<InviteDoc, 'emailedAt'>,
): readonly ShareWay[] {
  const ways = new Set<LinkWay>(emailedAt === null ? link : [...link, 'email'])
  return code.filter((way) => way !== 'in_person' && ways.has(way))
}

export function newestRevocation(invites: readonly Pick<InviteFacts, 'revokedAt'>[]): string | null {
  const times = invites.flatMap(({ revokedAt }) => (revokedAt === null ? [] : [revokedAt]))
  return times.reduce<string | null>((newest, at) => (newest !== null && !isBefore(newest, at) ? newest : at), null)
}

export interface CreateFacts {
  /** An account exists, also a disabled one: that is re-enabled, not invited again (S4.20). */
  readonly hasAccount: boolean
  readonly hasVerbalCode: boolean
  /** What `checkVerbalCode` said of the code; null also when there is none. */
  readonly verbalCodeProblem: VerbalCodeProblem | null
  readonly verbalCodeRequired: boolean
  /** The participant's earlier invites, over or not. */
  readonly earlier: readonly ({ readonly id: string } & InviteFacts)[]
  /** The newest revocation that the author had seen and the invites that they revoked themselves since; undefined in a queue of an earlier console. */
  readonly seen?: { readonly revokedAt: string | null; readonly ownIds: ReadonlySet<string> } | undefined
}

/** `supersede`: earlier invites that the new one ends in the same transaction (I7), expired ones included, as the unique index asks. */
export type CreateDecision = { readonly ok: true; readonly supersede: readonly string[] } | Refused

/**
 * S0.3, S0.4, I7. Scope and role are checked before; a revoked or locked invite never stands in the way of a new one, unless somebody else revoked it after
 * what the author saw: that wins over the older wish (Y7).
 */
export function decideCreate(facts: CreateFacts): CreateDecision {
  if (facts.hasAccount) return refuse('account_exists')
  if (isRevokedSince(facts)) return refuse('revoked_since')
  if (facts.hasVerbalCode && facts.verbalCodeProblem !== null) return refuse('verbal_code_weak')
  if (!facts.hasVerbalCode && facts.verbalCodeRequired) return refuse('verbal_code_required')
  return { ok: true, supersede: facts.earlier.filter(isOpenEnded).map(({ id }) => id) }
}

function isRevokedSince({ earlier, seen }: Pick<CreateFacts, 'earlier' | 'seen'>): boolean {
  if (seen === undefined) return false
  return earlier.some(
    ({ id, revokedAt }) =>
      revokedAt !== null && !seen.ownIds.has(id) && (seen.revokedAt === null || isBefore(seen.revokedAt, revokedAt)),
  )
}

function isOpenEnded(facts: InviteFacts): boolean {
  return facts.acceptedAt === null && facts.revokedAt === null && facts.supersededAt === null && facts.lockedAt === null
}

export interface ResendFacts extends Omit<CreateFacts, 'hasVerbalCode'> {
  readonly previous: InviteFacts & { readonly createdAt: string; readonly hasVerbalCode: boolean }
  /** The code of the previous invite is carried over, if it had one. */
  readonly keepVerbalCode: boolean
  /** A new code comes with the resend. */
  readonly hasNewVerbalCode: boolean
  readonly cooldownMinutes: number
  readonly now: Date
}

/**
 * S4.16, S4.22: a resend is a new token. It may follow an invite that lives, expired or was locked; one that was revoked or superseded is
 * over. A locked invite's code is never carried over: that would hand out five more guesses at the same code (I5).
 */
export function decideResend(facts: ResendFacts): CreateDecision {
  const state = inviteState(facts.previous, facts.now)
  if (state === 'accepted') return refuse('already_accepted')
  if (facts.hasAccount) return refuse('account_exists')
  if (state === 'revoked' || facts.previous.supersededAt !== null) return refuse('invite_over')
  const wait = cooldownLeft(facts)
  if (wait > 0) return { ...refuse('cooldown'), retryAfterSeconds: wait }
  const keeps = facts.keepVerbalCode && facts.previous.hasVerbalCode
  if (keeps && state === 'locked') return refuse('verbal_code_required')
  return decideCreate({ ...facts, hasVerbalCode: keeps || facts.hasNewVerbalCode })
}

/** Whole seconds, at most the cooldown itself: a clock that was set back must not stretch it. */
function cooldownLeft({ previous, cooldownMinutes, now }: ResendFacts): number {
  const left = Date.parse(previous.createdAt) + cooldownMinutes * MINUTE_MS - now.getTime()
  return Math.min(Math.ceil(Math.max(left, 0) / 1000), cooldownMinutes * 60)
}

/** A living invite can be revoked; every other one is over already, for a reason that the refusal names. */
export function decideRevoke(facts: InviteFacts, now: Date): { readonly ok: true } | Refused {
  const state = inviteState(facts, now)
  if (state === 'accepted') return refuse('already_accepted')
  if (state === 'revoked') return refuse('already_revoked')
  return isLiving(state) ? { ok: true } : refuse('invite_over')
}

function refuse(reason: Refusal): Refused {
  return { ok: false, reason }
}

/** `locksNow` is true on the one try that uses up the last chance; that try's transaction sets `locked_at` and writes the audit row. */
export type VerifyDecision =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'wrong'; readonly wrong: number; readonly triesLeft: number }
  | { readonly ok: false; readonly reason: 'locked'; readonly wrong: number; readonly locksNow: boolean }

/**
 * I5: `tries` wrong codes in the invite's whole life. The last of them locks it, and afterwards the right code is refused too.
 * `wrongSoFar` must be read under the invite's row lock, or parallel guesses would share one count.
 */
export function decideVerify(facts: {
  readonly wrongSoFar: number
  readonly tries: number
  readonly right: boolean
}): VerifyDecision {
  const { wrongSoFar, tries, right } = facts
  if (wrongSoFar >= tries) return { ok: false, reason: 'locked', wrong: wrongSoFar, locksNow: false }
  if (right) return { ok: true }
  const wrong = wrongSoFar + 1
  if (wrong >= tries) return { ok: false, reason: 'locked', wrong, locksNow: true }
  return { ok: false, reason: 'wrong', wrong, triesLeft: tries - wrong }
}
