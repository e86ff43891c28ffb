import { z } from 'zod'
import { ACTIONS } from '../../shared/access/roles'
import {
  auditExportSchema,
  auditHeadSchema,
  auditListSchema,
  auditRowsSchema,
} from '../../shared/audit/auditListSchemas'
import type { StaffCaller, StaffContext } from '../staff/staffContext'
import { staffProcedures, writeCallerOf } from '../staff/staffProcedures'
import type { StaffTrpc } from '../staff/staffTrpc'
import { startExport } from './auditExport'
import type { Looker } from './auditLook'
import { type AuditDeps, auditChoices, auditHead, hashedRows, listAudit } from './auditService'

const READING = { audience: 'staff', roles: ACTIONS['audit.read'], batchable: false } as const
const VERIFYING = { audience: 'staff', roles: ACTIONS['audit.verify'], rate: 'read', batchable: false } as const

/** `staff.audit.*`: the log of the reader's sight, what its verification needs, and its export; online only. */
export function createAuditRouter(trpc: StaffTrpc, deps: AuditDeps) {
  const { staff } = staffProcedures(trpc)
  const read = staff.meta({ ...READING, rate: 'read' })
  return trpc.router({
    list: read.input(auditListSchema).query(({ ctx, input }) => listAudit(deps, lookerOf(ctx), input)),
    choices: read.input(z.void()).query(() => auditChoices(deps)),
    head: read.input(auditHeadSchema).query(({ input }) => auditHead(deps, input.witnessCount)),
    rows: staff
      .meta(VERIFYING)
      .input(auditRowsSchema)
      .query(({ ctx, input }) => hashedRows(deps, lookerOf(ctx), input)),
    export: staff
      .meta({ ...READING, rate: 'auth' })
      .input(auditExportSchema)
      .mutation(({ ctx, input }) => startExport(deps, writeCallerOf(ctx), input)),
  })
}

function lookerOf(ctx: StaffContext & { readonly staff: StaffCaller }): Looker {
  return { caller: writeCallerOf(ctx), sessionToken: ctx.sessionToken ?? '' }
}
