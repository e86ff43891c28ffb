import type { Selectable } from 'kysely'
import { CHALLENGE_LIFE_MS, challengeIsOpen } from '../../shared/staff/signInRules'
import type { Tables } from '../platform/database/tables'
import type { Tx } from '../platform/database/transaction'
import { tokenHash } from '../platform/secrets/opaqueToken'

export type ChallengeRow = Selectable<Tables['staff_challenge']>

export interface NewChallenge {
  readonly token: string
  readonly staffId: string
  readonly deviceId: string
  readonly now: Date
}

/** Adds a challenge and drops this person's ended ones. */
export async function addChallenge(tx: Tx, { token, staffId, deviceId, now }: NewChallenge): Promise<void> {
  await tx.deleteFrom('staff_challenge').where('staff_id', '=', staffId).where('expires_at', '<=', now).execute()
  await tx
    .insertInto('staff_challenge')
    .values({
      hash: tokenHash(token),
      staff_id: staffId,
      device_id: deviceId,
      created_at: now,
      expires_at: new Date(now.getTime() + CHALLENGE_LIFE_MS),
    })
    .execute()
}

/** The challenge, locked, when it may still be tried on this device; parallel tries of one challenge pass one by one (M3). */
export async function lockOpenChallenge(
  tx: Tx,
  token: string,
  deviceId: string,
  now: Date,
): Promise<ChallengeRow | null> {
  const row = await tx
    .selectFrom('staff_challenge')
    .selectAll()
    .where('hash', '=', tokenHash(token))
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) return null
  const facts = { deviceId: row.device_id, tries: row.tries, expiresAt: row.expires_at, usedAt: row.used_at }
  return challengeIsOpen(facts, deviceId, now) ? row : null
}

export async function updateChallenge(
  tx: Tx,
  hash: Buffer,
  change: { readonly tries?: number; readonly used_at?: Date; readonly pending_secret?: Buffer },
): Promise<void> {
  await tx.updateTable('staff_challenge').set(change).where('hash', '=', hash).execute()
}
