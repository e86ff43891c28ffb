import { z } from 'zod'
import { registrationSchema } from '../../shared/accounts/accountSchemas'
import { givenDetailsSchema } from '../../shared/accounts/portalSchemas'
import { languageSchema } from '../../shared/clinic/clinicSchemas'
import { consentAgreeSchema } from '../../shared/consent/consentSchemas'
import { rawTokenSchema } from '../../shared/invites/inviteSchemas'
import { createAccessLogRouter } from '../accessLog/accessLogRouter'
import { createSecurityRouter } from '../accountSecurity/securityRouter'
import { ownReceipts } from '../consent/consentReceipts'
import { agree, currentConsent } from '../consent/consentService'
import { createCorrectionRouter } from '../corrections/correctionRouter'
import { createFileRouter } from '../files/fileRouter'
import { askAgain } from '../invites/inviteAskAgain'
import type { InvitePageDeps } from '../invites/inviteDeps'
import { currentInvite, openInvite } from '../invites/inviteOpening'
import { acceptInvite } from '../invites/inviteRegistration'
import { verifyInvite } from '../invites/inviteVerification'
import { createKioskRouter, openInKiosk } from '../kiosk/kioskRouter'
import { createMessageRouter } from '../messages/messageRouter'
import { ownRecord } from '../record/recordService'
import { giveDetails } from '../record/registrationDetails'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { createWaysInRouter } from '../waysIn/waysInRouter'
import * as answers from './portalAnswers'
import { heldSession } from './portalContext'
import { DONE, nothing, type PortalTrpc, portalProcedures } from './portalProcedures'

export type PortalDeps = WaysInDeps & InvitePageDeps

/** The participant API, mounted at `/api/portal`. Only translates: parse, call one function, set the cookie, answer. */
export function createPortalRouter(trpc: PortalTrpc, deps: PortalDeps) {
  const { router } = trpc
  const procedures = portalProcedures(trpc, deps.clinic)
  const { always, link, linkRead, beforeConsent, kioskReading, kioskAgreeing, read, write } = procedures

  return router({
    clinic: router({
      public: always
        .input(nothing)
        .output(answers.publicClinic)
        .query(() => deps.clinic.publicClinic()),
    }),
    invite: router({
      open: link
        .input(z.strictObject({ token: rawTokenSchema, kiosk: z.literal(true).optional() }))
        .output(answers.inviteView)
        .mutation(async ({ ctx, input: { token, kiosk } }) => {
          const opened = kiosk ? await openInKiosk(deps, token, ctx) : await openInvite(deps, token, ctx)
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
          const browser = { replaces: heldSession(ctx), rememberedLock: ctx.rememberedLock }
          const session = await acceptInvite(deps, ctx.inviteSession, input, ctx, browser)
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
      current: kioskReading
        .input(z.strictObject({ language: languageSchema.optional() }).optional())
        .output(answers.consentStep)
        .query(({ ctx, input }) => currentConsent(deps, ctx.caller, input?.language ?? null)),
      agree: kioskAgreeing
        .input(consentAgreeSchema)
        .output(answers.consentStep)
        .mutation(async ({ ctx, input }) => {
          const next = await agree(deps, ctx.caller, input, ctx)
          if (ctx.kiosk !== null && next.text === null) {
            ctx.clearSessionCookie()
            ctx.clearSiteData()
          }
          return next
        }),
      // What somebody agreed to is theirs to read and print also while a newer text waits (S2.70); nothing else passes that gate.
      receipts: beforeConsent
        .input(nothing)
        .output(answers.consentReceipts)
        .query(({ ctx }) => ownReceipts(deps, ctx.caller)),
    }),
    kiosk: createKioskRouter(trpc, procedures, deps),
    auth: createWaysInRouter(trpc, procedures, deps),
    security: createSecurityRouter(trpc, procedures, deps),
    accessLog: createAccessLogRouter(trpc, procedures, deps),
    messages: createMessageRouter(trpc, procedures, deps),
    corrections: createCorrectionRouter(trpc, procedures, deps),
    files: createFileRouter(trpc, procedures, deps),
    record: router({
      own: read
        .input(nothing)
        .output(answers.ownRecord)
        .query(({ ctx }) => ownRecord(deps, ctx.caller, ctx)),
      giveDetails: write
        .input(givenDetailsSchema)
        .output(answers.done)
        .mutation(async ({ ctx, input }) => {
          await giveDetails(deps, ctx.caller, input, ctx)
          return DONE
        }),
    }),
  })
}

export type PortalRouter = ReturnType<typeof createPortalRouter>
