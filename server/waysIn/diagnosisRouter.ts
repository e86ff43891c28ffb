import { ACTIONS } from '../../shared/access/roles'
import { checkContactSchema, diagnoseSchema } from '../../shared/waysIn/waysInSchemas'
import { staffProcedures, writeCallerOf } from '../staff/staffProcedures'
import type { StaffTrpc } from '../staff/staffTrpc'
import { checkContact, diagnose } from './diagnosisService'
import type { WaysInDeps } from './waysInParts'

const DIAGNOSING = { audience: 'staff', roles: ACTIONS['sign_in.diagnose'], rate: 'read', batchable: false } as const

/** `staff.signIns.*`: why a participant cannot sign in, with the true reason. Online only: it is about this moment. */
export function createDiagnosisRouter(trpc: StaffTrpc, deps: WaysInDeps) {
  const { staff } = staffProcedures(trpc)
  return trpc.router({
    diagnose: staff
      .meta(DIAGNOSING)
      .input(diagnoseSchema)
      .query(({ ctx, input }) => diagnose(deps, writeCallerOf(ctx), input.participantId)),
    // A mutation, because it is audited and because contacts do not belong into addresses that proxies log (H3).
    checkContact: staff
      .meta(DIAGNOSING)
      .input(checkContactSchema)
      .mutation(({ ctx, input }) => checkContact(deps, writeCallerOf(ctx), input)),
  })
}
