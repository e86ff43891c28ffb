import * as inputs from '../../shared/accountSecurity/securitySchemas'
import * as answers from '../portal/portalAnswers'
import { DONE, nothing, type PortalProcedures, type PortalTrpc } from '../portal/portalProcedures'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { changeEmail, changePhone, confirmContact, removePhone, verifyOwnEmail } from './contactService'
import { beginFactor } from './factorEnrolment'
import { confirmFactor, newRecoveryCodes, removeFactor, renameFactor } from './factorService'
import * as views from './securityAnswers'
import { ownSessions, securityView, signInHistory } from './securityView'
import { changePassword, endOtherSessions, endOwnSession, reauthenticate, setAppLock } from './sessionService'
import { unlock } from './unlockService'

/** `portal.security.*` (S1): second factors, sessions, app lock, password and contacts of the person signed in. */
export function createSecurityRouter({ router }: PortalTrpc, procedures: PortalProcedures, deps: WaysInDeps) {
  const { enrolling, enrollingRead, read, write, proving, sending, locked } = procedures
  return router({
    view: enrollingRead
      .input(nothing)
      .output(views.securityView)
      .query(({ ctx }) => securityView(deps, ctx.caller, ctx)),
    beginFactor: enrolling
      .input(inputs.beginFactorSchema)
      .output(views.begunFactor)
      .mutation(({ ctx, input }) => beginFactor(deps, ctx.caller, input.name, ctx)),
    confirmFactor: enrolling
      .input(inputs.confirmFactorSchema)
      .output(views.confirmedFactor)
      .mutation(async ({ ctx, input }) => {
        const { answer, session } = await confirmFactor(deps, ctx.caller, input, ctx)
        ctx.setSessionCookie(session.token, session.maxAgeSeconds)
        return answer
      }),
    removeFactor: proving
      .input(inputs.removeFactorSchema)
      .output(answers.done)
      .mutation(async ({ ctx, input }) => {
        await removeFactor(deps, ctx.caller, input, ctx)
        return DONE
      }),
    renameFactor: write
      .input(inputs.renameFactorSchema)
      .output(answers.done)
      .mutation(async ({ ctx, input }) => {
        await renameFactor(deps, ctx.caller, input, ctx)
        return DONE
      }),
    newRecoveryCodes: proving
      .input(inputs.currentCodeSchema)
      .output(views.recoveryCodes)
      .mutation(async ({ ctx, input }) => ({
        recoveryCodes: [...(await newRecoveryCodes(deps, ctx.caller, input.code, ctx))],
      })),
    sessions: read
      .input(nothing)
      .output(views.sessions)
      .query(({ ctx }) => ownSessions(deps, ctx.caller, ctx)),
    history: read
      .input(nothing)
      .output(views.history)
      .query(({ ctx }) => signInHistory(deps, ctx.caller)),
    endSession: write
      .input(inputs.endSessionSchema)
      .output(answers.done)
      .mutation(async ({ ctx, input }) => {
        await endOwnSession(deps, ctx.caller, input.sessionId, ctx)
        return DONE
      }),
    endOtherSessions: write
      .input(nothing)
      .output(answers.done)
      .mutation(async ({ ctx }) => {
        await endOtherSessions(deps, ctx.caller, ctx)
        return DONE
      }),
    reauthenticate: enrolling
      .input(inputs.reauthenticateSchema)
      .output(answers.done)
      .mutation(async ({ ctx, input }) => {
        await reauthenticate(deps, ctx.caller, input.password, ctx)
        return DONE
      }),
    changePassword: proving
      .input(inputs.changePasswordSchema)
      .output(answers.done)
      .mutation(async ({ ctx, input }) => {
        const session = await changePassword(deps, ctx.caller, input.password, ctx)
        ctx.setSessionCookie(session.token, session.maxAgeSeconds)
        return DONE
      }),
    verifyEmail: sending
      .input(nothing)
      .output(views.codeSent)
      .mutation(({ ctx }) => verifyOwnEmail(deps, ctx.caller, ctx)),
    changeEmail: sending
      .input(inputs.changeEmailSchema)
      .output(views.codeSent)
      .mutation(({ ctx, input }) => changeEmail(deps, ctx.caller, input.email, ctx)),
    changePhone: sending
      .input(inputs.changePhoneSchema)
      .output(views.codeSent)
      .mutation(({ ctx, input }) => changePhone(deps, ctx.caller, input.phone, ctx)),
    removePhone: write
      .input(nothing)
      .output(answers.done)
      .mutation(async ({ ctx }) => {
        await removePhone(deps, ctx.caller, ctx)
        return DONE
      }),
    confirmContact: proving
      .input(inputs.confirmContactSchema)
      .output(answers.done)
      .mutation(async ({ ctx, input }) => {
        await confirmContact(deps, ctx.caller, input, ctx)
        return DONE
      }),
    setAppLock: write
      .input(inputs.appLockSchema)
      .output(answers.done)
      .mutation(async ({ ctx, input }) => {
        await setAppLock(deps, ctx.caller, input.minutes, ctx)
        ctx.setLockCookie(input.minutes)
        return DONE
      }),
    unlock: locked
      .input(inputs.unlockSchema)
      .output(answers.done)
      .mutation(async ({ ctx, input }) => {
        await unlock(deps, ctx.caller, input, ctx)
        return DONE
      }),
  })
}
