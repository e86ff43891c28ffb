import type { AuditAction } from './auditSchemas'

/** Every event in plain words, for the person who reads the log. Complete by its type: a new action does not compile without a sentence. */
export const AUDIT_SENTENCES: Readonly<Record<AuditAction, string>> = {
  'clinic.created': 'set up the clinic',
  'staff.created': 'added a staff member',
  'staff.sign_in': 'signed in to the console',
  'staff.sign_out': 'signed out of the console',
  'staff.mfa_enrolled': 'set up the sign-in app (two-factor)',
  'device.requested': 'asked to use a new console',
  'device.approved': 'approved a console',
  'device.revoked': 'revoked a console',
  'participant.created': 'added a participant',
  'participant.edited': 'changed a participant record',
  'participant.viewed': 'opened a participant record',
  'participant.conflict': 'changed a field that somebody else had changed first; both values are kept',
  'invite.created': 'made an invite',
  'invite.resent': 'sent the invite again with a new link',
  'invite.superseded': 'ended an older invite by a newer one',
  'invite.revoked': 'withdrew an invite',
  'invite.emailed': 'emailed an invite',
  'invite.email_failed': 'could not email an invite',
  'invite.opened': 'opened an invite',
  'invite.code_wrong': 'typed a wrong verbal code',
  'invite.locked': 'locked an invite after too many wrong codes',
  'invite.asked_again': 'asked the clinic for a new invite',
  'invite.accepted': 'accepted an invite',
  'account.created': 'created a portal account',
  'consent.given': 'agreed to the consent text',
  'portal.sign_in': 'signed in to the portal',
  'portal.sign_out': 'signed out of the portal',
  'portal.record_viewed': 'read their own record in the portal',
  'write.refused': 'sent a change that was refused',
}

/** The sentence for any action, also for one that a changed row or a newer version made up. */
export function auditSentence(action: string): string {
  return isAction(action) ? AUDIT_SENTENCES[action] : 'did something this version does not know'
}

function isAction(action: string): action is AuditAction {
  return Object.hasOwn(AUDIT_SENTENCES, action)
}
