import type { PortalMe } from '../../shared/accounts/portalSchemas'
import { BUILT_IN_FUNCTIONS, type ClinicSettings, PORTAL_FUNCTIONS } from '../../shared/clinic/clinicSchemas'
import { countUnread } from '../messages/messageStore'
import type { PortalCaller } from '../portal/portalContext'
import { detailsAreWanted } from '../record/registrationDetails'
import type { WaysInDeps } from '../waysIn/waysInParts'

/** Who is signed in, and what of the portal is theirs now. */
export async function me({ db, clinic }: WaysInDeps, caller: PortalCaller): Promise<PortalMe> {
  const { settings } = await clinic.read()
  const open = caller.consentDone && caller.mfaDone
  const [unreadMessages, detailsWanted] = await Promise.all([
    open && settings.functions.messages.on ? countUnread(db, caller.participantId) : 0,
    open && settings.registration.details !== 'off' ? detailsAreWanted(db, caller.participantId) : false,
  ])
  return {
    displayName: caller.displayName,
    email: caller.email,
    language: caller.language,
    consentDone: caller.consentDone,
    mfaDone: caller.mfaDone,
    hasFactor: caller.hasFactor,
    emailVerified: caller.emailVerified,
    holder: caller.holder,
    sessionEndsAt: caller.sessionEndsAt.toISOString(),
    idleSeconds: caller.idleSeconds,
    shared: caller.shared,
    lockMinutes: caller.lockMinutes,
    functions: functionsOf(settings),
    unreadMessages,
    detailsWanted,
  }
}

/** S4.11: what is switched on. A function of another system without an address is nothing that anybody could open. */
export function functionsOf({ functions }: ClinicSettings): PortalMe['functions'] {
  return PORTAL_FUNCTIONS.flatMap((name): PortalMe['functions'] => {
    const { on, link } = functions[name]
    if (BUILT_IN_FUNCTIONS.includes(name)) return on ? [{ name, link: null }] : []
    return on && link !== '' ? [{ name, link }] : []
  })
}
