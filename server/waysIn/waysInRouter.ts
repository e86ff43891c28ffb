import { z } from 'zod'
import { languageSchema } from '../../shared/clinic/clinicSchemas'
import {
  codeRequestSchema,
  linkRequestSchema,
  openLinkSchema,
  passwordSignInSchema,
  resetRequestSchema,
  resetSchema,
  type SignInAnswer,
  typedCodeSchema,
} from '../../shared/waysIn/waysInSchemas'
import { signIn, signOut } from '../accounts/portalAuthService'
import { me, setLanguage } from '../accounts/portalMe'
import { stay } from '../accounts/portalSession'
import { leaveKioskToo } from '../kiosk/kioskRouter'
import * as answers from '../portal/portalAnswers'
import { heldSession, type PortalContext } from '../portal/portalContext'
import { DONE, nothing, type PortalProcedures, type PortalTrpc } from '../portal/portalProcedures'
import { openReset, requestReset, resetPassword } from '../resets/resetService'
import { verifyCode } from './codeService'
import { openLink } from './linkService'
import { type Asked, currentRequest, requestCode, requestLink, resend } from './requestService'
import { currentSecond, verifySecond } from './secondStep'
import * as views from './waysInAnswers'
import type { Admission, Browser, WaysInDeps } from './waysInParts'

/** `portal.auth.*`: every way in and every way back in. Only translates: parse, call one function, set the cookie, answer. */
export function createWaysInRouter({ router }: PortalTrpc, procedures: PortalProcedures, deps: WaysInDeps) {
  const { anyone, asking, signingIn, leaving, beforeConsent, agreeing, locked } = procedures
  return router({
    signIn: signingIn
      .input(passwordSignInSchema)
      .output(views.signInAnswer)
      .mutation(async ({ ctx, input }) => admitted(ctx, await signIn(deps, input, ctx, browserOf(ctx, input.shared)))),
    requestLink: asking
      .input(linkRequestSchema)
      .output(views.requestView)
      .mutation(async ({ ctx, input }) => asked(ctx, await requestLink(deps, input, ctx))),
    requestCode: asking
      .input(codeRequestSchema)
      .output(views.requestView)
      .mutation(async ({ ctx, input }) => asked(ctx, await requestCode(deps, input, ctx))),
    resend: asking
      .input(nothing)
      .output(views.requestView)
      .mutation(({ ctx }) => resend(deps, ctx.signInRequest, ctx)),
    request: anyone
      .input(nothing)
      .output(views.requestView.nullable())
      .query(({ ctx }) => currentRequest(deps, ctx.signInRequest, ctx)),
    verifyCode: signingIn
      .input(typedCodeSchema)
      .output(views.signInAnswer)
      .mutation(async ({ ctx, input }) => {
        const admission = await verifyCode(deps, ctx.signInRequest, input.code, browserOf(ctx, false), ctx)
        ctx.clearRequestCookie()
        return admitted(ctx, admission)
      }),
    openLink: signingIn
      .input(openLinkSchema)
      .output(views.linkAnswer)
      .mutation(async ({ ctx, input }) => {
        const opened = await openLink(deps, input, ctx.signInRequest, browserOf(ctx, false), ctx)
        if (opened.state === 'confirm') return opened
        ctx.clearRequestCookie()
        return { state: 'done', ...admitted(ctx, opened.admission) } as const
      }),
    second: anyone
      .input(nothing)
      .output(views.secondView)
      .query(({ ctx }) => currentSecond(deps, ctx.challenge, ctx)),
    verifySecond: signingIn
      .input(typedCodeSchema)
      .output(views.signInAnswer)
      .mutation(async ({ ctx, input }) => {
        const session = await verifySecond(deps, ctx.challenge, input.code, browserOf(ctx, false), ctx)
        ctx.clearChallengeCookie()
        return admitted(ctx, { kind: 'session', session })
      }),
    requestReset: asking
      .input(resetRequestSchema)
      .output(answers.done)
      .mutation(async ({ ctx, input }) => {
        await requestReset(deps, input, ctx)
        return DONE
      }),
    openReset: signingIn
      .input(z.strictObject({ token: resetSchema.shape.token }))
      .output(views.resetView)
      .mutation(({ ctx, input }) => openReset(deps, input.token, ctx)),
    reset: signingIn
      .input(resetSchema)
      .output(answers.done)
      .mutation(async ({ ctx, input }) => {
        await resetPassword(deps, input, ctx)
        ctx.clearSessionCookie()
        return DONE
      }),
    signOut: leaving
      .input(nothing)
      .output(answers.done)
      .mutation(async ({ ctx }) => {
        if (ctx.portal) await signOut(deps, ctx.portal, ctx)
        await leaveKioskToo(deps, ctx)
        ctx.clearSessionCookie()
        ctx.clearChallengeCookie()
        ctx.clearRequestCookie()
        return DONE
      }),
    /** One press on the idle warning: the session lives on from now. */
    stay: locked
      .input(nothing)
      .output(z.strictObject({ sessionEndsAt: z.iso.datetime() }))
      .mutation(({ ctx }) => stay(deps, ctx.caller, ctx)),
    me: beforeConsent
      .input(nothing)
      .output(answers.portalMe)
      .query(({ ctx }) => me(deps, ctx.caller)),
    setLanguage: agreeing
      .input(z.strictObject({ language: languageSchema }))
      .output(answers.done)
      .mutation(async ({ ctx, input }) => {
        await setLanguage(deps, ctx.caller, input.language)
        return DONE
      }),
  })
}

function browserOf(ctx: PortalContext, shared: boolean): Browser {
  return { replaces: heldSession(ctx), shared, rememberedLock: ctx.rememberedLock }
}

function asked(ctx: PortalContext, { view, requestToken, maxAgeSeconds }: Asked): Asked['view'] {
  ctx.setRequestCookie(requestToken, maxAgeSeconds)
  return view
}

function admitted(ctx: PortalContext, admission: Admission): SignInAnswer {
  if (admission.kind === 'challenge') {
    ctx.setChallengeCookie(admission.token, admission.maxAgeSeconds)
    return { next: 'second' }
  }
  ctx.setSessionCookie(admission.session.token, admission.session.maxAgeSeconds)
  return { next: 'home' }
}
