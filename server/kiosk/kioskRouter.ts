import { z } from 'zod'
import type { KioskHolds } from '../../shared/kiosk/kioskRules'
import type { InvitePageDeps } from '../invites/inviteDeps'
import { type OpenedInvite, openInvite } from '../invites/inviteOpening'
import { done } from '../portal/portalAnswers'
import type { PortalContext } from '../portal/portalContext'
import { DONE, nothing, type PortalProcedures, type PortalTrpc } from '../portal/portalProcedures'
import { beginKiosk, leaveKiosk, stayInKiosk } from './kioskService'

const holding: z.ZodType<{ readonly holds: KioskHolds }> = z.strictObject({ holds: z.enum(['invite', 'consents']) })

/** `portal.kiosk.*` (product item 11): what a visit on the clinic's machine asks beside the invite and the consents. */
export function createKioskRouter({ router }: PortalTrpc, procedures: PortalProcedures, deps: InvitePageDeps) {
  return router({
    stay: procedures.kioskStaying
      .input(nothing)
      .output(holding)
      .mutation(async ({ ctx }) => ({ holds: await stayInKiosk(deps, ctx, ctx) })),
    leave: procedures.kioskLeaving
      .input(nothing)
      .output(done)
      .mutation(async ({ ctx }) => {
        await leave(deps, ctx)
        return DONE
      }),
  })
}

/** Opens a link on the clinic's machine. Whatever the browser had is over, also when the link does not work. */
export async function openInKiosk(deps: InvitePageDeps, token: string, ctx: PortalContext): Promise<OpenedInvite> {
  await beginKiosk(deps, ctx, ctx)
  ctx.clearSessionCookie()
  ctx.clearRequestCookie()
  ctx.clearChallengeCookie()
  ctx.setLockCookie(null)
  try {
    return await openInvite(deps, token, ctx, { kiosk: true })
  } catch (error) {
    ctx.clearInviteCookie()
    throw error
  }
}

async function leave(deps: InvitePageDeps, ctx: PortalContext): Promise<void> {
  const { keepInvite } = await leaveKiosk(deps, ctx, ctx)
  if (ctx.portal === null) ctx.clearSessionCookie()
  if (!keepInvite) ctx.clearInviteCookie()
  ctx.clearSiteData()
}

/** The quick exit signs out without knowing what of: a visit in this browser ends with it. */
export async function leaveKioskToo(deps: Parameters<typeof leaveKiosk>[0], ctx: PortalContext): Promise<void> {
  const { keepInvite } = await leaveKiosk(deps, ctx, ctx)
  if (!keepInvite && ctx.inviteSession !== null) ctx.clearInviteCookie()
}
