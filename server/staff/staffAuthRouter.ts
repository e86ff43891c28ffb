import { z } from 'zod'
import { ROLES } from '../../shared/access/roles'
import { LEASE_HEADER, SESSION_HEADER, SIGNED_IN_HEADER } from '../../shared/devices/deviceProof'
import { staffEnrolSchema, staffSignInSchema, staffVerifySchema } from '../../shared/staff/staffSchemas'
import { changeOwnPasswordSchema } from '../../shared/team/teamSchemas'
import type { StaffAuthService } from './staffAuthService'
import type { ProvenDevice, StaffContext } from './staffContext'
import { addressOf, staffProcedures } from './staffProcedures'
import type { StaffTrpc } from './staffTrpc'

/** An empty password is refused like a wrong one, not as a malformed form (P4). */
const signInInput = staffSignInSchema.extend({ password: z.string().max(4096) })

const BEFORE_SIGN_IN = { audience: 'public', rate: 'auth', batchable: false } as const
/** Takes none: anything sent is refused, not ignored (G2). */
const nothing = z.void()
const SIGNED_IN = { audience: 'staff', roles: ROLES, batchable: false } as const

/** Takes back the session that a console holds. */
const NO_SESSION = '-'

/** `staff.auth.*`: password, enrolment, code, who am I, sign out. Answers are described in shared/staff/staffSchemas.ts. */
export function createStaffAuthRouter(trpc: StaffTrpc, auth: StaffAuthService) {
  const { device, waiting } = staffProcedures(trpc)
  return trpc.router({
    signIn: device
      .meta(BEFORE_SIGN_IN)
      .input(signInInput)
      .mutation(({ ctx, input }) => auth.signIn(input, signInFrom(ctx))),
    enrol: device
      .meta(BEFORE_SIGN_IN)
      .input(staffEnrolSchema)
      .mutation(({ ctx, input }) => auth.enrol(input, signInFrom(ctx))),
    verify: device
      .meta(BEFORE_SIGN_IN)
      .input(staffVerifySchema)
      .mutation(async ({ ctx, input }) => {
        const { sessionToken, me, leaseDays } = await auth.verify(input, signInFrom(ctx))
        ctx.setHeader(SESSION_HEADER, sessionToken)
        ctx.setHeader(SIGNED_IN_HEADER, me.staff.id)
        ctx.setHeader(LEASE_HEADER, String(leaseDays))
        return me
      }),
    me: waiting
      .meta({ ...SIGNED_IN, rate: 'read' })
      .input(nothing)
      .query(({ ctx }) => auth.me(ctx.staff)),
    signOut: waiting
      .meta({ ...SIGNED_IN, rate: 'write' })
      .input(nothing)
      .mutation(async ({ ctx }) => {
        await auth.signOut(ctx.staff, ctx.sessionToken ?? '', { address: addressOf(ctx), now: ctx.now })
        ctx.setHeader(SESSION_HEADER, NO_SESSION)
      }),
    changePassword: waiting
      .meta({ ...SIGNED_IN, rate: 'auth' })
      .input(changeOwnPasswordSchema)
      .mutation(async ({ ctx, input }) => {
        const { sessionToken, me } = await auth.changePassword(ctx.staff, input, {
          address: addressOf(ctx),
          now: ctx.now,
        })
        ctx.setHeader(SESSION_HEADER, sessionToken)
        return me
      }),
  })
}

function signInFrom(ctx: StaffContext & { readonly device: ProvenDevice }) {
  return { device: ctx.device, address: addressOf(ctx), now: ctx.now }
}
