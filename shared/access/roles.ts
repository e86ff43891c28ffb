/** The one table of who may do what (product.md, Roles). The server enforces it; the console reads it to hide what would be refused. */
export const ROLES = ['admin', 'manager', 'staff', 'front_desk', 'auditor'] as const
export type Role = (typeof ROLES)[number]

export const ROLE_LABELS: Record<Role, string> = {
  admin: 'Administrator',
  manager: 'Manager',
  staff: 'Staff',
  front_desk: 'Front desk',
  auditor: 'Auditor',
}

const SERVES_PARTICIPANTS = ['admin', 'manager', 'staff', 'front_desk'] as const

export const ACTIONS = {
  'participant.see': SERVES_PARTICIPANTS,
  'participant.create': SERVES_PARTICIPANTS,
  'participant.edit_contacts': SERVES_PARTICIPANTS,
  'participant.edit_details': ['admin', 'manager', 'staff', 'front_desk'],
  'invite.create': SERVES_PARTICIPANTS,
  'invite.resend': SERVES_PARTICIPANTS,
  'invite.share': SERVES_PARTICIPANTS,
  'invite.revoke': ['admin', 'manager', 'staff'],
  'portal.manage': SERVES_PARTICIPANTS,
  'account.revoke': ['admin', 'manager', 'staff'],
  'account.enable': ['admin', 'manager', 'staff'],
  'account.unlock': ['admin', 'manager', 'staff'],
  'account.send_reset': SERVES_PARTICIPANTS,
  'account.reset_mfa': ['admin', 'manager'],
  'account.exempt_mfa': ['admin', 'manager'],
  'sign_in.diagnose': SERVES_PARTICIPANTS,
  'portal.preview': ['admin', 'manager', 'staff'],
  'message.read': ['admin', 'manager', 'staff'],
  'message.send': ['admin', 'manager', 'staff'],
  'correction.read': ['admin', 'manager', 'staff'],
  'correction.decide': ['admin', 'manager', 'staff'],
  'settings.change': ['admin'],
  'team.manage': ['admin'],
  'sync.use': SERVES_PARTICIPANTS,
  'device.decide': ['admin'],
  'audit.read': ['admin', 'manager', 'auditor'],
  'audit.verify': ['admin', 'auditor'],
} as const satisfies Record<string, readonly Role[]>

export type Action = keyof typeof ACTIONS

/** Whether the role table allows `role` to do `action`. Scope (caseload, programs) is checked apart from this. */
export function allows(role: Role, action: Action): boolean {
  return (ACTIONS[action] as readonly Role[]).includes(role)
}

/** Roles that look after whole programs: they see who enters one of theirs, and put people into no other. */
export const PROGRAM_ROLES = ['manager', 'front_desk'] as const satisfies readonly Role[]

/** Whether this colleague may put somebody into the program. `programIds` are those that an administrator gave them; unknown in copies from before. */
export function mayUseProgram(
  { role, programIds }: { readonly role: Role; readonly programIds?: readonly string[] | undefined },
  programId: string,
): boolean {
  return !(PROGRAM_ROLES as readonly Role[]).includes(role) || (programIds?.includes(programId) ?? true)
}

/** Roles whose scope is the whole clinic; all others see only the participants that the `scope` table gives them. */
export function seesWholeClinic(role: Role): boolean {
  return role === 'admin'
}
