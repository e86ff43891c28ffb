import { accountState } from '../../../shared/accounts/accountRules'
import type { AccountDoc } from '../../../shared/accounts/accountSchemas'
import type { ClinicDoc } from '../../../shared/clinic/clinicSchemas'
import { REFUSAL_SENTENCES } from '../../../shared/sync/refusalSentences'
import type { OutboxEntry } from '../replica/replicaDatabase'

/** Why nothing can be written now, as far as this console knows; null when it can. The server decides again. */
export function whyNotWrite(account: AccountDoc | null, clinic: ClinicDoc | null): string | null {
  if (account === null)
    return 'There is no portal account yet. Messages can be sent once the participant has set one up.'
  if (accountState(account) === 'disabled')
    return 'Portal access is revoked, so no message can be sent. What was written before stays here.'
  if (clinic !== null && !clinic.settings.portalEnabled) return 'The portal is switched off in the settings.'
  if (clinic !== null && !clinic.settings.functions.messages.on)
    return 'Messages are switched off in the settings. What was written before stays here.'
  return null
}

export function refusalWords({ reason }: Pick<OutboxEntry, 'reason'>): string {
  return reason ? REFUSAL_SENTENCES[reason] : 'The server did not accept this message.'
}

/** "1 unread message", for the tab and the list. */
export function unreadWords(count: number): string {
  return count === 1 ? '1 unread message' : `${count} unread messages`
}
