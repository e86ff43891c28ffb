import type { PersonMe, PortalMe } from '../../shared/accounts/portalSchemas'
import {
  BUILT_IN_FUNCTIONS,
  type ClinicSettings,
  type Language,
  PORTAL_FUNCTIONS,
} from '../../shared/clinic/clinicSchemas'
import { countUnread } from '../messages/messageStore'
import type { PortalCaller, PortalPerson } from '../portal/portalContext'
import { detailsAreWanted } from '../record/registrationDetails'
import type { WaysInDeps } from '../waysIn/waysInParts'

type MeDeps = Pick<WaysInDeps, 'db' | 'clinic'>

/** Who is signed in, and what of the portal is theirs now. */
export async function me(deps: MeDeps, caller: PortalCaller): Promise<PortalMe> {
  return {
    ...(await personMe(deps, caller)),
    sessionEndsAt: caller.sessionEndsAt.toISOString(),
    idleSeconds: caller.idleSeconds,
    shared: caller.shared,
    lockMinutes: caller.lockMinutes,
  }
}

/** The part of it that no session has a say in; reads and changes nothing. */
export async function personMe({ db, clinic }: MeDeps, person: PortalPerson): Promise<PersonMe> {
  const { settings } = await clinic.read()
  const open = person.consentDone && person.mfaDone
  const [unreadMessages, detailsWanted] = await Promise.all([
    open && settings.functions.messages.on ? countUnread(db, person.participantId) : 0,
    open && settings.registration.details !== 'off' ? detailsAreWanted(db, person.participantId) : false,
  ])
  return {
    displayName: person.displayName,
    email: person.email,
    language: person.language,
    consentDone: person.consentDone,
    mfaDone: person.mfaDone,
    hasFactor: person.hasFactor,
    emailVerified: person.emailVerified,
    holder: person.holder,
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
