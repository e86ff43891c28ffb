import { allows, type Role, seesWholeClinic } from '../access/roles'

/** A colleague and the one who changes them, both as locked. */
export interface TeamFacts {
  readonly isYou: boolean
  readonly role: Role
  readonly suspended: boolean
  /** Administrators beside this colleague who are not suspended. */
  readonly otherActiveAdmins: number
}
/** `yourself`: somebody else has to do it. `last_admin`: nobody would be left to run the clinic. */
export type TeamRefusal = 'yourself' | 'last_admin'

/** Nobody takes their own rights away, and one active administrator always stays. */
export function refuseRoleChange(facts: TeamFacts, to: Role): TeamRefusal | null {
  if (facts.role === to) return null
  if (facts.isYou) return 'yourself'
  return isLastAdmin(facts) ? 'last_admin' : null
}

export function refuseSuspension(facts: TeamFacts): TeamRefusal | null {
  if (facts.isYou) return 'yourself'
  return isLastAdmin(facts) ? 'last_admin' : null
}

/** Both would be a way round one's own password or second factor (M7): a colleague has to look at who asks. */
export function refuseReset({ isYou }: Pick<TeamFacts, 'isYou'>): TeamRefusal | null {
  return isYou ? 'yourself' : null
}

function isLastAdmin({ role, suspended, otherActiveAdmins }: TeamFacts): boolean {
  return role === 'admin' && !suspended && otherActiveAdmins === 0
}

/** Whether this role sees the participants of its caseload: administrators see everybody, auditors nobody. */
export function hasCaseload(role: Role): boolean {
  return allows(role, 'participant.see') && !seesWholeClinic(role)
}
