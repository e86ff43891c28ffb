/** What the week has done, by the words of the audit log. The demo makes one of the invites, and one more when its server starts again. */
export const EFFECTS = {
  ...{ 'invite.created': 5, 'invite.resent': 1, 'invite.superseded': 1, 'invite.shared': 1, 'invite.revoked': 0 },
  ...{ 'mfa.reset': 1, 'message.sent': 1, 'account.disabled': 2, 'account.enabled': 1 },
  ...{ 'participant.edited': 6, 'conflict.resolved': 4 },
}

/** Each refused write of the week, once. */
export const REFUSALS = [
  'account.enable revoked_since',
  'conflict.resolve conflict_over',
  'edit out_of_scope',
  'invite.create out_of_scope',
  'invite.revoke already_accepted',
  'invite.revoke role',
]
