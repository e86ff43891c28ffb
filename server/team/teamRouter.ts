import { z } from 'zod'
import { ACTIONS } from '../../shared/access/roles'
import {
  changeMemberSchema,
  createMemberSchema,
  memberSchema,
  resetMemberMfaSchema,
  setCaseloadSchema,
} from '../../shared/team/teamSchemas'
import { staffProcedures, writeCallerOf } from '../staff/staffProcedures'
import type { StaffTrpc } from '../staff/staffTrpc'
import { listMembers } from './teamList'
import {
  caseloadOf,
  changeMember,
  createMember,
  reinstateMember,
  resetMemberMfa,
  resetMemberPassword,
  setCaseload,
  suspendMember,
  type TeamDeps,
} from './teamService'

const MANAGING = { audience: 'staff', roles: ACTIONS['team.manage'], batchable: false } as const

/** `staff.team.*`: colleagues, their roles and caseloads, for administrators; online only. */
export function createTeamRouter(trpc: StaffTrpc, deps: TeamDeps) {
  const { staff } = staffProcedures(trpc)
  const read = staff.meta({ ...MANAGING, rate: 'read' })
  const write = staff.meta({ ...MANAGING, rate: 'write' })
  return trpc.router({
    list: read.input(z.void()).query(({ ctx }) => listMembers(deps, writeCallerOf(ctx))),
    caseload: read.input(memberSchema).query(({ input }) => caseloadOf(deps, input.staffId)),
    create: write.input(createMemberSchema).mutation(({ ctx, input }) => createMember(deps, writeCallerOf(ctx), input)),
    change: write.input(changeMemberSchema).mutation(({ ctx, input }) => changeMember(deps, writeCallerOf(ctx), input)),
    setCaseload: write
      .input(setCaseloadSchema)
      .mutation(({ ctx, input }) => setCaseload(deps, writeCallerOf(ctx), input)),
    suspend: write
      .input(memberSchema)
      .mutation(({ ctx, input }) => suspendMember(deps, writeCallerOf(ctx), input.staffId)),
    reinstate: write
      .input(memberSchema)
      .mutation(({ ctx, input }) => reinstateMember(deps, writeCallerOf(ctx), input.staffId)),
    resetMfa: write
      .input(resetMemberMfaSchema)
      .mutation(({ ctx, input }) => resetMemberMfa(deps, writeCallerOf(ctx), input)),
    resetPassword: write
      .input(memberSchema)
      .mutation(({ ctx, input }) => resetMemberPassword(deps, writeCallerOf(ctx), input.staffId)),
  })
}
