import type { PortalMe } from '../../shared/accounts/portalSchemas'
import {
  BUILT_IN_FUNCTIONS,
  type ClinicSettings,
  type Language,
  PORTAL_FUNCTIONS,
} from '../../shared/clinic/clinicSchemas'
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

/** Letters and messages to this person follow the language that they read the portal in. A matter of taste, so no row of the audit log. */
export async function setLanguage({ db }: WaysInDeps, caller: PortalCaller, language: Language): Promise<void> {
  await db.updateTable('account').set({ language }).where('participant_id', '=', caller.participantId).execute()
}

/** S4.11: what is switched on. A function of another system without an address is nothing that anybody could open. */
export function functionsOf({ functions }: ClinicSettings): PortalMe['functions'] {
  return PORTAL_FUNCTIONS.flatMap((name): PortalMe['functions'] => {
    const { on, link } = functions[name]
    if (BUILT_IN_FUNCTIONS.includes(name)) return on ? [{ name, link: null }] : []
    return on && link !== '' ? [{ name, link }] : []
  })
}
