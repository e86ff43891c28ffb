import { z } from 'zod'
import { CodedError } from '../../shared/errors/errorCodes'
import type { ClinicService } from '../clinic/clinicService'
import { requireConsent } from '../consent/consentService'
import type { createTrpc, ProcedureMeta } from '../platform/trpc/createTrpc'
import type { PortalCaller, PortalContext } from './portalContext'

export type PortalTrpc = ReturnType<typeof createTrpc<PortalContext>>

/** The input of a procedure that takes none: anything sent is refused, not ignored (G2). */
export const nothing = z.void()
/** The answer of a procedure that has nothing to say. */
export const DONE = { done: true } as const

/**
 * The procedures every portal router is made of, each gate on top of the one before: `anyone`; `signingIn` and `link` check what a visitor brings;
 * `signedIn` has a session that is not locked; `kiosk*` may also be the short session of the clinic's machine, which no other gate lets in; `portal` has all consents; `full` also the second factor, where one is required. All but `always` and `leaving` are
 * refused with `PORTAL_OFF` while the clinic has the portal switched off (S3.18).
 */
export function portalProcedures({ procedure }: PortalTrpc, clinic: ClinicService) {
  const of = (meta: ProcedureMeta) =>
    procedure.meta(meta).use(async ({ next }) => {
      await requirePortalOn(clinic)
      return next()
    })
  const session = (meta: ProcedureMeta) =>
    of(meta).use(({ ctx, next }) => next({ ctx: { ...ctx, caller: requirePortal(ctx) } }))
  const unlocked = (meta: ProcedureMeta) =>
    session(meta).use(({ ctx, next }) => {
      if (ctx.caller.locked) throw new CodedError('SESSION_LOCKED')
      return next()
    })
  const consented = (meta: ProcedureMeta) =>
    unlocked(meta).use(({ ctx, next }) => {
      requireConsent(ctx.caller)
      return next()
    })
  const full = (meta: ProcedureMeta) =>
    consented(meta).use(({ ctx, next }) => {
      if (!ctx.caller.mfaDone) throw new CodedError('MFA_REQUIRED')
      return next()
    })
  /** Reading and agreeing to the consents: an unlocked session, or that of a kiosk (product item 11). */
  const agreeable = (meta: ProcedureMeta) =>
    of(meta).use(({ ctx, next }) => {
      if (ctx.kiosk) return next({ ctx: { ...ctx, caller: ctx.kiosk } })
      const caller = requirePortal(ctx)
      if (caller.locked) throw new CodedError('SESSION_LOCKED')
      return next({ ctx: { ...ctx, caller } })
    })
  return {
    always: procedure.meta({ audience: 'public', rate: 'read', batchable: true }),
    anyone: of({ audience: 'public', rate: 'read', batchable: false }),
    /** Checks a password, code or token. */
    signingIn: of({ audience: 'public', rate: 'auth', batchable: false }),
    /** Signing out also works while the portal is off: a session on a shared device must not come back with it. */
    leaving: procedure.meta({ audience: 'public', rate: 'auth', batchable: false }),
    /** May send somebody a message. */
    asking: of({ audience: 'public', rate: 'send', batchable: false }),
    link: of({ audience: 'invite', rate: 'auth', batchable: false }),
    linkRead: of({ audience: 'invite', rate: 'read', batchable: false }),
    /** A sign of life from the clinic's machine, several a minute. */
    kioskStaying: of({ audience: 'invite', rate: 'read', batchable: false }),
    /** Leaving it also works while the portal is off. */
    kioskLeaving: procedure.meta({ audience: 'public', rate: 'write', batchable: false }),
    kioskReading: agreeable({ audience: 'pre_consent', rate: 'read', batchable: false }),
    kioskAgreeing: agreeable({ audience: 'pre_consent', rate: 'write', batchable: false }),
    beforeConsent: unlocked({ audience: 'pre_consent', rate: 'read', batchable: false }),
    agreeing: unlocked({ audience: 'pre_consent', rate: 'write', batchable: false }),
    /** With a session that may be locked: only to end or unlock it. */
    locked: session({ audience: 'pre_consent', rate: 'auth', batchable: false }),
    /** All consents given; the second factor may still be missing, since this is how it is set up. */
    enrolling: consented({ audience: 'portal', rate: 'auth', batchable: false }),
    enrollingRead: consented({ audience: 'portal', rate: 'read', batchable: false }),
    read: full({ audience: 'portal', rate: 'read', batchable: true }),
    write: full({ audience: 'portal', rate: 'write', batchable: false }),
    /** Checks a password or code of somebody signed in. */
    proving: full({ audience: 'portal', rate: 'auth', batchable: false }),
    sending: full({ audience: 'portal', rate: 'send', batchable: false }),
  }
}
export type PortalProcedures = ReturnType<typeof portalProcedures>

/** The same gates as `full`, for routes that are no procedures. */
export async function requireFull(clinic: ClinicService, ctx: PortalContext): Promise<PortalCaller> {
  await requirePortalOn(clinic)
  const caller = requirePortal(ctx)
  if (caller.locked) throw new CodedError('SESSION_LOCKED')
  requireConsent(caller)
  if (!caller.mfaDone) throw new CodedError('MFA_REQUIRED')
  return caller
}

async function requirePortalOn(clinic: ClinicService): Promise<void> {
  if (!(await clinic.read()).settings.portalEnabled) throw new CodedError('PORTAL_OFF')
}

function requirePortal(ctx: PortalContext): PortalCaller {
  if (!ctx.portal) throw new CodedError('NOT_SIGNED_IN')
  return ctx.portal
}
