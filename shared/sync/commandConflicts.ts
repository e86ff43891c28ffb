import type { OutboxKind, Refusal } from './syncSchemas'

/**
 * The refusals that mean "the world has moved on, a person must look" (decision 0004): the command was right for what its author saw. The answer
 * then is `conflict` and carries the rows as they are now. Every other refusal of a command is final.
 */
const CONFLICTS: { readonly [Kind in OutboxKind]?: readonly Refusal[] } = {
  'invite.create': ['revoked_since'],
  'invite.revoke': ['already_accepted'],
  'account.enable': ['revoked_since'],
  'correction.decide': ['decided_already', 'correction_over', 'field_changed'],
  'correction.accept': ['decided_already', 'correction_over', 'field_changed'],
  'correction.deny': ['decided_already', 'correction_over', 'field_changed'],
  'conflict.resolve': ['conflict_over', 'field_changed'],
}

export function refusalOutcome(kind: OutboxKind, reason: Refusal): 'conflict' | 'refused' {
  return CONFLICTS[kind]?.includes(reason) ? 'conflict' : 'refused'
}
