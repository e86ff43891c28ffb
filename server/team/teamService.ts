import type { z } from 'zod'
import type { AuditDetail } from '../../shared/audit/auditSchemas'
import { refuseReset, refuseRoleChange, refuseSuspension } from '../../shared/team/teamRules'
import type {
  Caseload,
  CreatedMember,
  changeMemberSchema,
  createMemberSchema,
  resetMemberMfaSchema,
} from '../../shared/team/teamSchemas'
import { inTransaction, nextRev } from '../platform/database/transaction'
import { clearFailures } from '../platform/rate/attempts'
import { endEverySession } from '../staff/sessionStore'
import { passwordBudget, passwordChangeBudget } from '../staff/signInBudgets'
import { createStaff, firstPassword } from '../staff/staffService'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { activeCaseload, type CaseloadChange, lockCaseload, programsOf, writeCaseload } from './caseloads'
import { clearSecondFactor } from './memberMfa'
import { endStreams, lockMember, noteTeam, refuse, signOutEverywhere } from './teamStore'

export type TeamDeps = Pick<WaysInDeps, 'db' | 'hasher' | 'announce' | 'clinic' | 'notices'>

/**
 * A new colleague, with a password to hand over once and whom they see. They choose a password of their own at the first sign-in and set up a second
 * factor (D2). `INVALID_INPUT` names email or caseload.
 */
export async function createMember(
  deps: TeamDeps,
  caller: WriteCaller,
  { caseload, ...person }: z.infer<typeof createMemberSchema>,
): Promise<CreatedMember> {
  return await inTransaction(deps.db, async (tx) => {
    await lockCaseload(tx, person.role, caseload)
    const { rev: born, ...created } = await createStaff(tx, deps.hasher, {
      ...person,
      now: caller.now,
      actor: staffActor(caller),
    })
    const change = await writeCaseload(tx, created.id, caseload)
    if (change.rev !== null)
      await noteTeam(tx, caller, 'team.caseload_changed', created.id, caseloadDetail(change, caseload))
    await deps.announce(tx, change.rev ?? born)
    return created
  })
}

/**
 * Changes name and role. Another role is another sight of the records: the colleague is signed out everywhere, and each of their consoles starts its
 * copies anew, so that nothing of the wider sight stays (D4). Nobody changes their own role, and one active administrator stays.
 */
export async function changeMember(
  deps: TeamDeps,
  caller: WriteCaller,
  { staffId, displayName, role }: z.infer<typeof changeMemberSchema>,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { row, facts } = await lockMember(tx, caller, staffId)
    refuse('role', refuseRoleChange(facts, role))
    const newRole = row.role !== role
    const fields = [...(newRole ? ['role'] : []), ...(row.display_name === displayName ? [] : ['displayName'])]
    if (fields.length === 0) return
    if (newRole) await signOutEverywhere(tx, staffId)
    const rev = await nextRev(tx)
    const change = { rev, display_name: displayName, role, ...(newRole && { reset_rev: rev }) }
    await tx.updateTable('staff').set(change).where('id', '=', staffId).execute()
    await noteTeam(tx, caller, 'team.changed', staffId, { fields, ...(newRole && { from: row.role, to: role }) })
    await deps.announce(tx, rev)
  })
}

/** Whom a colleague sees from now on, and nobody else. Their consoles take the change at the next sync (D4). */
export async function setCaseload(
  deps: TeamDeps,
  caller: WriteCaller,
  { staffId, caseload }: { readonly staffId: string; readonly caseload: Caseload },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { row } = await lockMember(tx, caller, staffId)
    await lockCaseload(tx, row.role, caseload)
    const change = await writeCaseload(tx, staffId, caseload)
    if (change.rev === null) return
    await noteTeam(tx, caller, 'team.caseload_changed', staffId, caseloadDetail(change, caseload))
    await deps.announce(tx, change.rev)
  })
}

/** The programs stand there whenever they are others: they decide whom the colleague gets later without anybody's doing. */
function caseloadDetail({ added, removed, programsChanged }: CaseloadChange, { programIds }: Caseload): AuditDetail {
  return { added, removed, ...(programsChanged && { programs: [...programIds].sort() }) }
}

/** The colleague's programs and all participants whom they see now, for the editor of the caseload. */
export async function caseloadOf({ db }: TeamDeps, staffId: string): Promise<Caseload> {
  const [programIds, participantIds] = await Promise.all([programsOf(db, staffId), activeCaseload(db, staffId)])
  return { programIds, participantIds }
}

/**
 * Nobody gets in as this colleague until they are reinstated. Their sessions answer no more, from the next request on; they stay known, so that a console
 * that comes with one is told to wipe what it holds for them (D3).
 */
export async function suspendMember(deps: TeamDeps, caller: WriteCaller, staffId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { row, facts } = await lockMember(tx, caller, staffId)
    refuse('staffId', refuseSuspension(facts))
    if (row.suspended_at !== null) return
    await tx.updateTable('staff').set({ suspended_at: caller.now }).where('id', '=', staffId).execute()
    await tx.deleteFrom('staff_challenge').where('staff_id', '=', staffId).execute()
    await endStreams(tx, staffId)
    await noteTeam(tx, caller, 'team.suspended', staffId)
  })
}

/** Opens the door again, for new sign-ins only: whatever was open before the suspension is gone. */
export async function reinstateMember(deps: TeamDeps, caller: WriteCaller, staffId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { row } = await lockMember(tx, caller, staffId)
    if (row.suspended_at === null) return
    await endEverySession(tx, staffId)
    await tx.updateTable('staff').set({ suspended_at: null }).where('id', '=', staffId).execute()
    await noteTeam(tx, caller, 'team.reinstated', staffId)
  })
}

/** M8 for colleagues: the second factor is gone, the next sign-in leads to enrolment, and the colleague hears of it by mail. */
export async function resetMemberMfa(
  deps: TeamDeps,
  caller: WriteCaller,
  { staffId, reason, identityCheck }: z.infer<typeof resetMemberMfaSchema>,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { row, facts } = await lockMember(tx, caller, staffId)
    refuse('staffId', refuseReset(facts))
    await clearSecondFactor(deps, tx, row, caller.now)
    await noteTeam(tx, caller, 'team.mfa_reset', staffId, { reason, check: identityCheck })
  })
}

/** A new first password, shown once; all sessions of the colleague end, and a pause after wrong passwords with them. */
export async function resetMemberPassword(
  deps: TeamDeps,
  caller: WriteCaller,
  staffId: string,
): Promise<CreatedMember> {
  const password = firstPassword()
  const hash = await deps.hasher.hashPassword(password)
  await inTransaction(deps.db, async (tx) => {
    const { row, facts } = await lockMember(tx, caller, staffId)
    refuse('staffId', refuseReset(facts))
    const change = { password_hash: hash, password_changed_at: null }
    await tx.updateTable('staff').set(change).where('id', '=', staffId).execute()
    await clearFailures(tx, passwordBudget(row.email, caller.now).key)
    await clearFailures(tx, passwordChangeBudget(staffId, caller.now).key)
    await signOutEverywhere(tx, staffId)
    await noteTeam(tx, caller, 'team.password_reset', staffId)
  })
  return { id: staffId, password }
}
