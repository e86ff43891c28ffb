import { allows, type Role } from '../access/roles'
import type { Refusal } from '../sync/syncSchemas'

/** What is known when a member of staff wants to write. `sameId` is a stored message with the id that the console made. */
export interface StaffMessageFacts {
  readonly role: Role
  readonly portalEnabled: boolean
  readonly messagesOn: boolean
  /** Null: the participant has no portal account. */
  readonly account: { readonly disabled: boolean } | null
  readonly sameId: SentBefore | null
  readonly sending: SentBefore
}

/** Who wrote what to whom: a second message with the same id is a repeat only when all of it is the same. */
export interface SentBefore {
  readonly participantId: string
  readonly author: 'staff' | 'participant'
  readonly authorId: string
  readonly body: string
}

export type SendDecision =
  | { readonly kind: 'send' }
  | { readonly kind: 'repeat' }
  | { readonly kind: 'refused'; readonly reason: Refusal }

/**
 * S0.27. A repeat is answered as sent whatever has changed meanwhile. What nobody could read is not taken: no account, access revoked, messages or
 * the whole portal switched off.
 */
export function decideStaffMessage(facts: StaffMessageFacts): SendDecision {
  if (!allows(facts.role, 'message.send')) return refused('role')
  if (facts.sameId !== null)
    return isRepeat(facts.sameId, facts.sending) ? { kind: 'repeat' } : refused('already_exists')
  if (facts.account === null) return refused('no_account')
  if (facts.account.disabled) return refused('account_disabled')
  if (!facts.portalEnabled) return refused('portal_off')
  if (!facts.messagesOn) return refused('messages_off')
  return { kind: 'send' }
}

export function isRepeat(stored: SentBefore, sending: SentBefore): boolean {
  return (
    stored.participantId === sending.participantId &&
    stored.author === sending.author &&
    stored.authorId === sending.authorId &&
    stored.body === sending.body
  )
}

/**
 * When a message counts as sent: now, but always after the one before it. Several written offline arrive in one request with one time, and a
 * thread must keep their order.
 */
export function sentAtAfter(previous: Date | null, now: Date): Date {
  return previous === null || previous < now ? now : new Date(previous.getTime() + 1)
}

function refused(reason: Refusal): SendDecision {
  return { kind: 'refused', reason }
}
