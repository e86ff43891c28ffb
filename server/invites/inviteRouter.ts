import { z } from 'zod'
import { ACTIONS } from '../../shared/access/roles'
import type { InviteDoc } from '../../shared/invites/inviteSchemas'
import { rawTokenSchema } from '../../shared/invites/inviteSchemas'
import { idSchema } from '../../shared/participants/participantSchemas'
import { staffProcedures, writeCallerOf } from '../staff/staffProcedures'
import type { StaffTrpc } from '../staff/staffTrpc'
import { emailInvite, type InviteMailDeps } from './inviteMail'

/** `staff.invites.*`: what about an invite needs the network. Creating, resending and revoking are commands of `sync.push`. */
export function createInviteRouter(trpc: StaffTrpc, deps: InviteMailDeps) {
  const { staff } = staffProcedures(trpc)
  return trpc.router({
    email: staff
      .meta({ audience: 'staff', roles: ACTIONS['invite.create'], rate: 'send', batchable: false })
      .input(z.strictObject({ inviteId: idSchema, token: rawTokenSchema }))
      .mutation(async ({ ctx, input }): Promise<InviteDoc> => {
        return await emailInvite(deps, writeCallerOf(ctx), input)
      }),
  })
}
