import { KIOSK_PATH } from '../../../shared/kiosk/kioskRules'
import { type InviteFragments, inviteFragments } from '../invite/inviteFragment'

/** The one-time links that this page was opened with: an invite, a sign-in link, a reset link (I4, P5). */
export interface PortalFragments {
  readonly invite: InviteFragments
  readonly link: InviteFragments
  readonly reset: InviteFragments
  /** An invite on the clinic's own machine (product item 11). */
  readonly kiosk: InviteFragments
}

/** Takes every token out of the address bar at once. Call it before anything is drawn or asked for. */
export function portalFragments(page: Parameters<typeof inviteFragments>[0]): PortalFragments {
  return {
    invite: inviteFragments(page, '/invite'),
    link: inviteFragments(page, '/link'),
    reset: inviteFragments(page, '/reset'),
    kiosk: inviteFragments(page, KIOSK_PATH),
  }
}
