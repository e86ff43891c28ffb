import { AUDIT_ACTIONS, type AuditAction } from './auditSchemas'

/** What a person filters by; each stands for the actions whose first word is listed. */
export const AUDIT_GROUPS = {
  records: 'Records',
  invites: 'Invites and consent',
  portal: 'Portal use and sign-ins',
  accounts: 'Portal accounts',
  second_factor: 'Second factors',
  messages: 'Messages',
  corrections: 'Correction requests',
  files: 'Files',
  consoles: 'Consoles',
  staff: 'Staff and roles',
  settings: 'Settings and server',
  audit: 'The audit log itself',
} as const
export type AuditGroup = keyof typeof AUDIT_GROUPS
export const AUDIT_GROUP_NAMES = Object.keys(AUDIT_GROUPS) as [AuditGroup, ...AuditGroup[]]

/** The first word of an action. A word that is not here belongs to the settings, so that no event is ever without a group. */
const GROUP_OF_WORD: Readonly<Record<string, AuditGroup>> = {
  participant: 'records',
  write: 'records',
  conflict: 'records',
  invite: 'invites',
  consent: 'invites',
  portal: 'portal',
  sign_in: 'portal',
  account: 'accounts',
  mfa: 'second_factor',
  message: 'messages',
  correction: 'corrections',
  file: 'files',
  attachment: 'files',
  device: 'consoles',
  sync: 'consoles',
  staff: 'staff',
  team: 'staff',
  audit: 'audit',
}

export function groupOf(action: AuditAction): AuditGroup {
  const [word = ''] = action.split('.')
  return Object.hasOwn(GROUP_OF_WORD, word) ? (GROUP_OF_WORD[word] ?? 'settings') : 'settings'
}

/** Every action of a group, for a query. */
export function actionsOf(group: AuditGroup): readonly AuditAction[] {
  return AUDIT_ACTIONS.filter((action) => groupOf(action) === group)
}
