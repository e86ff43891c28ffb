import { defaultEmailOf } from '../../shared/participants/participantRules'
import type { ParticipantFields } from '../../shared/participants/participantSchemas'
import { type AccountRow, languageOf } from '../accounts/accountStore'
import type { Tx } from '../platform/database/transaction'
import type { WaysInDeps } from '../waysIn/waysInParts'
import type { CorrectionRow } from './correctionStore'

const CORRECTIONS_PAGE = '/portal/corrections'

export interface Told {
  readonly account: AccountRow | undefined
  readonly fields: ParticipantFields
  readonly row: CorrectionRow
  readonly step: 'decided' | 'extended' | 'rebutted'
  readonly now: Date
}

/**
 * Tells the participant by mail that an answer waits in the portal, without a word of it; once for each step. It goes to the email that
 * they proved, or else to the starred one of the record; to nobody who cannot sign in any more.
 */
export async function tellAnswerWaits(
  deps: Pick<WaysInDeps, 'clinic' | 'notices'>,
  tx: Tx,
  { account, fields, row, step, now }: Told,
): Promise<void> {
  if (!account || account.disabled_at !== null) return
  const to = account.email_verified_at === null ? defaultEmailOf(fields)?.value : account.email
  if (to === undefined) return
  const { portalUrl } = (await deps.clinic.read(tx)).doc
  await deps.notices.mail(tx, {
    name: 'message_waiting',
    to,
    language: languageOf(account.language),
    now,
    link: `${portalUrl}${CORRECTIONS_PAGE}`,
    dedupeKey: `correction/${row.id}/${step}`,
  })
}
