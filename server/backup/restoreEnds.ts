import { sql } from 'kysely'
import type { RestoreNote } from '../../shared/backup/restoreSchemas'
import { type Tx, takeCommitLock } from '../platform/database/transaction'
import { totpStep } from '../platform/secrets/totp'

/** Stands where the name of a colleague would. */
const WHO = 'the restore of a backup'
/** Why a message did not leave. */
const REASON = 'restored'

export interface Ended {
  /** Ids of invites that were still open, each with its participant. */
  readonly invites: readonly { readonly id: string; readonly participant_id: string }[]
  readonly messages: number
  readonly resets: number
}

/**
 * What must not live on after a restore (K2): a new epoch makes every console start over; open invites are revoked; messages that had not
 * left never do; reset links are over; a TOTP code that was used since the backup, up to now, is not taken again. Sessions, links, codes and
 * challenges are not in a backup at all.
 */
export async function endTheOld(tx: Tx, note: RestoreNote, now: Date): Promise<Ended> {
  await takeCommitLock(tx)
  const restored = JSON.stringify(note)
  await sql`update clinic set epoch = ${note.epoch}, rev = nextval('sync_rev'), restored = ${restored}::jsonb`.execute(
    tx,
  )
  const invites = await sql<{ id: string; participant_id: string }>`
    update invite set rev = nextval('sync_rev'), revoked_at = ${now}, revoked_by_name = ${WHO}
    where accepted_at is null and revoked_at is null and superseded_at is null and locked_at is null and expires_at > ${now}
    returning id, participant_id`.execute(tx)
  const resets = await sql`
    update account set rev = nextval('sync_rev'), reset_expires_at = ${now}
    where reset_expires_at > ${now} returning 1`.execute(tx)
  const messages = await sql`
    update outbox_message set status = 'void', last_error = ${REASON}, to_sealed = null, body_sealed = null
    where status in ('queued', 'sending') returning 1`.execute(tx)
  const step = totpStep(now)
  await sql`update staff set totp_last_step = greatest(totp_last_step, ${step})`.execute(tx)
  await sql`update totp_factor set last_step = greatest(last_step, ${step})`.execute(tx)
  return { invites: invites.rows, messages: messages.rows.length, resets: resets.rows.length }
}
