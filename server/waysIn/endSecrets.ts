import type { RawBuilder } from 'kysely'
import type { SecretPurpose } from '../../shared/waysIn/waysInSchemas'
import type { Tx } from '../platform/database/transaction'
import { voidMessages } from '../platform/mail/outbox'

/** Whose: of one account, perhaps only some kinds; or all that one request was answered with. */
export type WhichSecrets =
  | { readonly participantId: string; readonly purposes?: readonly SecretPurpose[] }
  | { readonly requestId: string }

/**
 * The one way by which links and codes end before their time: from this commit on they open nothing, and a message that still waits to bring
 * one does not leave (W4, L1, S3.10). The account's or the request's row must be locked.
 */
export async function endSecrets(tx: Tx, which: WhichSecrets, now: Date | RawBuilder<Date>): Promise<void> {
  const open = tx
    .updateTable('one_time_secret')
    .set({ ended_at: now })
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null)
  const own =
    'requestId' in which
      ? open.where('request_id', '=', which.requestId)
      : open.where('participant_id', '=', which.participantId)
  const purposes = 'requestId' in which ? undefined : which.purposes
  const ended = await (purposes === undefined ? own : own.where('purpose', 'in', purposes)).returning('id').execute()
  await voidMessages(
    tx,
    ended.map(({ id }) => id),
  )
}
