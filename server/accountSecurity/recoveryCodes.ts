import { createHash, randomBytes } from 'node:crypto'
import { RECOVERY_CODES } from '../../shared/accountSecurity/securitySchemas'
import { normaliseShortCode, shortCodeFromBytes } from '../../shared/invites/inviteLinks'
import type { Reading, Tx } from '../platform/database/transaction'
import type { RandomSource } from '../platform/secrets/opaqueToken'

/** 80 bits (M6). */
const CODE_BYTES = 10

/**
 * M6: ten new codes in groups of four; every older one of the account dies, used or not. The texts are shown once: the rows hold only their
 * SHA-256, which is enough for 80 random bits. The account's row must be locked.
 */
export async function makeRecoveryCodes(
  tx: Tx,
  participantId: string,
  now: Date,
  random: RandomSource = randomBytes,
): Promise<readonly string[]> {
  await dropRecoveryCodes(tx, participantId)
  const codes = Array.from({ length: RECOVERY_CODES }, () => shortCodeFromBytes(random(CODE_BYTES)))
  await tx
    .insertInto('recovery_code')
    .values(codes.map((code) => ({ hash: recoveryHash(code), participant_id: participantId, created_at: now })))
    .execute()
  return codes
}

export async function dropRecoveryCodes(tx: Tx, participantId: string): Promise<void> {
  await tx.deleteFrom('recovery_code').where('participant_id', '=', participantId).execute()
}

/** One use each, also in parallel: one conditional update decides. False for unknown, used and other people's codes. */
export async function consumeRecoveryCode(tx: Tx, participantId: string, code: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('recovery_code')
    .set({ used_at: now })
    .where('hash', '=', recoveryHash(code))
    .where('participant_id', '=', participantId)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** How many are left, and when this set was made. */
export async function recoveryState(
  db: Reading,
  participantId: string,
): Promise<{ readonly left: number; readonly madeAt: Date | null }> {
  const row = await db
    .selectFrom('recovery_code')
    .where('participant_id', '=', participantId)
    .select((select) => [
      select.fn.countAll<number>().filterWhere('used_at', 'is', null).as('left'),
      select.fn.max('created_at').as('made_at'),
    ])
    .executeTakeFirstOrThrow()
  return { left: row.left, madeAt: row.made_at }
}

function recoveryHash(code: string): Buffer {
  return createHash('sha256')
    .update(normaliseShortCode(code) ?? '')
    .digest()
}
