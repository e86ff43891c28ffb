import { ACTIONS, type Action, type Role } from '../../../shared/access/roles'
import type { STAFF_IDENTITY_CHECKS, STAFF_RESET_REASONS, TeamMember } from '../../../shared/team/teamSchemas'
import type { Tone } from '../../ui/tokens'

export const STAFF_REASON_WORDS: Readonly<Record<(typeof STAFF_RESET_REASONS)[number], string>> = {
  lost_phone: 'The phone is lost or stolen',
  new_phone: 'They have a new phone',
  app_deleted: 'The authenticator app was deleted',
  suspicious: 'Somebody else may have access',
}

export const STAFF_CHECK_WORDS: Readonly<Record<(typeof STAFF_IDENTITY_CHECKS)[number], string>> = {
  in_person: 'In person, known to me',
  photo_id: 'Photo ID seen',
  phone_on_file: 'Called back on the number the clinic has',
}

/** What each entry of the role table lets somebody do. A new action does not compile without its words. */
export const ACTION_WORDS: Readonly<Record<Action, string>> = {
  'participant.see': 'See the people in their care',
  'participant.create': 'Add people',
  'participant.edit_contacts': 'Change contacts',
  'participant.edit_details': 'Change other details',
  'invite.create': 'Create invites',
  'invite.resend': 'Send invites again',
  'invite.share': 'Note how invites were handed over',
  'invite.revoke': 'Revoke invites',
  'portal.manage': 'Look after portal access',
  'account.revoke': 'Revoke access',
  'account.enable': 'Give access back',
  'account.unlock': 'Unlock accounts',
  'account.send_reset': 'Send password resets',
  'account.reset_mfa': 'Reset the second factor',
  'account.exempt_mfa': 'Exempt from the second factor',
  'sign_in.diagnose': 'Look up why somebody cannot sign in',
  'portal.preview': 'Look at the portal as somebody sees it',
  'message.read': 'Read messages',
  'message.send': 'Write messages',
  'correction.read': 'See correction requests',
  'correction.decide': 'Decide correction requests',
  'settings.change': 'Change the settings',
  'team.manage': 'Manage staff and roles',
  'sync.use': 'Work with records on a console',
  'device.decide': 'Approve, suspend and wipe consoles',
  'audit.read': 'Read the audit log of what they may see',
  'audit.verify': 'Verify the whole audit log',
}

export const ACTION_NAMES = Object.keys(ACTIONS) as readonly Action[]

export const ROLE_HINTS: Readonly<Record<Role, string>> = {
  admin: 'Everything, and everybody of the clinic.',
  manager: 'Their programs. Resets second factors.',
  staff: 'Their caseload. Invites, revokes, answers.',
  front_desk: 'Names and contacts, no clinical content. Invites and sends again.',
  auditor: 'Reads and verifies the audit log, nothing else.',
}

export function memberState(member: TeamMember, now: Date): { readonly tone: Tone; readonly label: string } {
  if (member.suspendedAt !== null) return { tone: 'neutral', label: 'Suspended' }
  if (member.lockedUntil !== null && Date.parse(member.lockedUntil) > now.getTime())
    return { tone: 'warn', label: 'Locked after wrong passwords' }
  if (member.firstPassword) return { tone: 'progress', label: 'Has not chosen a password yet' }
  return { tone: 'info', label: 'Active' }
}

/** Only these roles have a caseload of their own; administrators see everybody, auditors nobody. */
export function hasCaseload(role: Role): boolean {
  return role === 'manager' || role === 'staff' || role === 'front_desk'
}
