import type { HelpArticle, HelpCategory } from '../../../shared/help/helpSchemas'
import { auditLog } from './articles/auditLog'
import { consents } from './articles/consents'
import { consoles } from './articles/consoles'
import { correctionRequests } from './articles/correctionRequests'
import { firstSteps } from './articles/firstSteps'
import { invitationsAndAccounts } from './articles/invitationsAndAccounts'
import { isThisEmailReal } from './articles/isThisEmailReal'
import { lettersAndCodes } from './articles/lettersAndCodes'
import { lockedOut } from './articles/lockedOut'
import { lostPhone } from './articles/lostPhone'
import { managePortalAccess } from './articles/managePortalAccess'
import { messages } from './articles/messages'
import { passwordResets } from './articles/passwordResets'
import { portalSecurity } from './articles/portalSecurity'
import { portalSignIn } from './articles/portalSignIn'
import { quickExitAndSafety } from './articles/quickExitAndSafety'
import { settingsAndBranding } from './articles/settingsAndBranding'
import { signInDiagnostics } from './articles/signInDiagnostics'
import { staffAndRoles } from './articles/staffAndRoles'
import { whatParticipantsSee } from './articles/whatParticipantsSee'
import { workingOffline } from './articles/workingOffline'

/** The admin guide (S0.28), in the order of its index. Comes with the help page's own chunk, so that it is there without a network. */
export const HELP_ARTICLES: readonly HelpArticle[] = [
  firstSteps,
  whatParticipantsSee,
  invitationsAndAccounts,
  lettersAndCodes,
  managePortalAccess,
  consents,
  messages,
  correctionRequests,
  portalSignIn,
  signInDiagnostics,
  passwordResets,
  lockedOut,
  isThisEmailReal,
  portalSecurity,
  lostPhone,
  quickExitAndSafety,
  settingsAndBranding,
  staffAndRoles,
  workingOffline,
  consoles,
  auditLog,
]

export const CATEGORY_WORDS: Readonly<Record<HelpCategory, string>> = {
  start: 'Start here',
  invites: 'Invitations',
  access: 'Portal access',
  sign_in: 'Signing in',
  security: 'Security and safety',
  settings: 'Settings',
  team: 'Staff',
  offline: 'Working offline',
}
