import { defaultEmailOf } from '../../shared/participants/participantRules'
import type { ParticipantFields } from '../../shared/participants/participantSchemas'
import { type AccountRow, languageOf } from '../accounts/accountStore'
import type { Tx } from '../platform/database/transaction'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { oldestUnreadOfClinic } from './messageStore'

/** The page of the portal where messages are read. */
const MESSAGES_PAGE = '/portal/messages'

/**
 * Tells the participant by mail that something waits, without a word of it. At most once until they have read: the key names the first unread
 * message, so that later ones are dropped as repeats. It goes to the email that they proved, or else to the starred one of the record.
 */
export async function tellMessageWaiting(
  deps: Pick<WaysInDeps, 'clinic' | 'notices'>,
  tx: Tx,
  { account, fields, now }: { account: AccountRow; fields: ParticipantFields; now: Date },
): Promise<void> {
  const to = account.email_verified_at === null ? defaultEmailOf(fields)?.value : account.email
  const first = await oldestUnreadOfClinic(tx, account.participant_id)
  if (to === undefined || first === undefined) return
  const { portalUrl } = (await deps.clinic.read(tx)).doc
  await deps.notices.mail(tx, {
    name: 'message_waiting',
    to,
    language: languageOf(account.language),
    now,
    link: `${portalUrl}${MESSAGES_PAGE}`,
    dedupeKey: `message-waiting/${account.participant_id}/${first}`,
  })
}
