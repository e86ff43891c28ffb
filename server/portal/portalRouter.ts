import { z } from 'zod'
import { registrationSchema } from '../../shared/accounts/accountSchemas'
import type { PortalMe } from '../../shared/accounts/portalSchemas'
import { languageSchema } from '../../shared/clinic/clinicSchemas'
import { consentAgreeSchema } from '../../shared/consent/consentSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { rawTokenSchema } from '../../shared/invites/inviteSchemas'
import { type PortalAuthDeps, signIn, signOut } from '../accounts/portalAuthService'
import { agree, currentConsent, requireConsent } from '../consent/consentService'
import { askAgain } from '../invites/inviteAskAgain'
import type { InvitePageDeps } from '../invites/inviteDeps'
import { currentInvite, openInvite } from '../invites/inviteOpening'
import { acceptInvite } from '../invites/inviteRegistration'
import { verifyInvite } from '../invites/inviteVerification'
import type { createTrpc, ProcedureMeta } from '../platform/trpc/createTrpc'
import { ownRecord } from '../record/recordService'
import * as answers from './portalAnswers'
import type { PortalCaller, PortalContext } from './portalContext'

export type PortalDeps = InvitePageDeps & PortalAuthDeps

/** The input of a procedure that takes none: anything sent is refused, not ignored (G2). */
const nothing = z.void()
/** The answer of a procedure that has nothing to say. */
const DONE = { done: true } as const

/** The participant API, mounted at `/api/portal`. Only translates: parse, call one function, set the cookie, answer. */
export function createPortalRouter(trpc: ReturnType<typeof createTrpc<PortalContext>>, deps: PortalDeps) {
  const { router } = trpc
  const of = (meta: ProcedureMeta) => trpc.procedure.meta(meta)
  const anyone = of({ audience: 'public', rate: 'read', batchable: true })
  const link = of({ audience: 'invite', rate: 'auth', batchable: false })
  const linkRead = of({ audience: 'invite', rate: 'read', batchable: false })
  const signingIn = of({ audience: 'public', rate: 'auth', batchable: false })
  const signedIn = (meta: ProcedureMeta) =>
    of(meta).use(({ ctx, next }) => next({ ctx: { ...ctx, caller: requirePortal(ctx) } }))
  const beforeConsent = signedIn({ audience: 'pre_consent', rate: 'read', batchable: false })
  const agreeing = signedIn({ audience: 'pre_consent', rate: 'write', batchable: false })
  const portal = signedIn({ audience: 'portal', rate: 'read', batchable: true }).use(({ ctx, next }) => {
    requireConsent(ctx.caller)
    return next()
  })

  return router({
    clinic: router({
      public: anyone
        .input(nothing)
        .output(answers.publicClinic)
        .query(() => deps.clinic.publicClinic()),
    }),
    invite: router({
      open: link
        .input(z.strictObject({ token: rawTokenSchema }))
        .output(answers.inviteView)
        .mutation(async ({ ctx, input }) => {
          const opened = await openInvite(deps, input.token, ctx)
          ctx.setInviteCookie(opened.sessionToken, opened.maxAgeSeconds)
          return opened.view
        }),
      current: linkRead
        .input(nothing)
        .output(answers.inviteView)
        .query(({ ctx }) => currentInvite(deps, ctx.inviteSession, ctx)),
      verify: link
        .input(z.strictObject({ code: z.string().min(1).max(128) }))
        .output(answers.inviteView)
        .mutation(({ ctx, input }) => verifyInvite(deps, ctx.inviteSession, input.code, ctx)),
      accept: link
        .input(registrationSchema)
        .output(answers.done)
        .mutation(async ({ ctx, input }) => {
          const session = await acceptInvite(deps, ctx.inviteSession, input, ctx, ctx.portal?.sessionHash ?? null)
          ctx.clearInviteCookie()
          ctx.setSessionCookie(session.token, session.maxAgeSeconds)
          return DONE
        }),
      askAgain: link
        .input(z.strictObject({ token: rawTokenSchema.nullable() }))
        .output(answers.askedAgain)
        .mutation(({ ctx, input }) => askAgain(deps, input.token, ctx.inviteSession, ctx)),
    }),
    consent: router({
      current: beforeConsent
        .input(z.strictObject({ language: languageSchema.optional() }).optional())
        .output(answers.consentStep)
        .query(({ ctx, input }) => currentConsent(deps, ctx.caller, input?.language ?? null)),
      agree: agreeing
        .input(consentAgreeSchema)
        .output(answers.consentStep)
        .mutation(({ ctx, input }) => agree(deps, ctx.caller, input, ctx)),
    }),
    auth: router({
      signIn: signingIn
        // Any email and an empty password are answered like a wrong one (P4); only what is too long to hash is refused here (P1).
        .input(z.strictObject({ email: z.string().max(254), password: z.string().max(4096) }))
        .output(answers.done)
        .mutation(async ({ ctx, input }) => {
          const session = await signIn(deps, input, ctx, ctx.portal?.sessionHash ?? null)
          ctx.setSessionCookie(session.token, session.maxAgeSeconds)
          return DONE
        }),
      signOut: signingIn
        .input(nothing)
        .output(answers.done)
        .mutation(async ({ ctx }) => {
          if (ctx.portal) await signOut(deps, ctx.portal, ctx)
          ctx.clearSessionCookie()
          return DONE
        }),
      me: beforeConsent
        .input(nothing)
        .output(answers.portalMe)
        .query(({ ctx }) => me(ctx.caller)),
    }),
    record: router({
      own: portal
        .input(nothing)
        .output(answers.ownRecord)
        .query(({ ctx }) => ownRecord(deps, ctx.caller, ctx)),
    }),
  })
}

export type PortalRouter = ReturnType<typeof createPortalRouter>

function requirePortal(ctx: PortalContext): PortalCaller {
  if (!ctx.portal) throw new CodedError('NOT_SIGNED_IN')
  return ctx.portal
}

function me(caller: PortalCaller): PortalMe {
  return {
    displayName: caller.displayName,
    email: caller.email,
    language: caller.language,
    consentDone: caller.consentDone,
    sessionEndsAt: caller.sessionEndsAt.toISOString(),
  }
}
