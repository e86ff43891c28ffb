import { randomUUID } from 'node:crypto'
import type { Language } from '../../shared/clinic/clinicSchemas'
import { resetLink } from '../../shared/waysIn/waysInRules'
import type { AccountRow } from '../accounts/accountStore'
import type { Tx } from '../platform/database/transaction'
import { newToken, tokenHash } from '../platform/secrets/opaqueToken'
import { endSecrets } from '../waysIn/endSecrets'
import type { WaysInDeps } from '../waysIn/waysInParts'

/** The ref of a reset link that staff sent; its id is the participant's. */
export const RESET_REF = 'reset'
/** The ref of what a participant asked for: a link, a code or a reset; its id is that of the one-time secret. */
export const SIGN_IN_REF = 'sign_in'

export interface ResetIssue {
  readonly account: Pick<AccountRow, 'participant_id'>
  readonly to: string
  readonly language: Language
  readonly sentBy: 'participant' | 'staff'
  readonly minutes: number
  readonly now: Date
  /** The participant's request that it answers. */
  readonly requestId?: string
}

/**
 * P5: makes a reset link, ends the older ones of the account and puts the mail into the outbox. The account's row must be locked. Nobody ever
 * sees the link but the mailbox; the database holds its hash.
 */
export async function issueReset(
  deps: Pick<WaysInDeps, 'clinic' | 'notices'>,
  tx: Tx,
  { account, to, language, sentBy, minutes, now, requestId }: ResetIssue,
): Promise<void> {
  const id = randomUUID()
  const token = newToken()
  const expiresAt = new Date(now.getTime() + minutes * 60_000)
  await endSecrets(tx, { participantId: account.participant_id, purposes: ['reset'] }, now)
  await tx
    .insertInto('one_time_secret')
    .values({
      id,
      hash: tokenHash(token),
      purpose: 'reset',
      participant_id: account.participant_id,
      request_id: requestId ?? null,
      sent_by: sentBy,
      created_at: now,
      expires_at: expiresAt,
    })
    .execute()
  const { doc } = await deps.clinic.read(tx)
  const byStaff = sentBy === 'staff'
  await deps.notices.mail(tx, {
    name: byStaff ? 'reset_by_staff' : 'reset_by_participant',
    to,
    language,
    now,
    link: resetLink(doc.portalUrl, token),
    places: byStaff ? { hours: Math.round(minutes / 60) } : { minutes },
    ref: byStaff ? { kind: RESET_REF, id: account.participant_id } : { kind: SIGN_IN_REF, id },
    opens: { id, expiresAt },
  })
}
