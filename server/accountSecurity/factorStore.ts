import type { Kysely, Selectable } from 'kysely'
import { UNVERIFIED_FACTOR_MS } from '../../shared/accountSecurity/securitySchemas'
import type { Tables } from '../platform/database/tables'
import { inTransaction, nextRev, type Reading, type Tx } from '../platform/database/transaction'
import type { Secrets } from '../platform/secrets/secrets'

export type FactorRow = Selectable<Tables['totp_factor']>
export type FactorSealing = Pick<Secrets, 'seal' | 'open'>

const PURPOSE = 'totp'
/** A secret copied to another person's row, or to another factor, does not open (M1). */
const placeOf = (participantId: string, factorId: string) => `portal:${participantId}:${factorId}`

export function sealFactorSecret(
  secrets: FactorSealing,
  participantId: string,
  factorId: string,
  secret: Buffer,
): Buffer {
  return secrets.seal(PURPOSE, secret, placeOf(participantId, factorId))
}

/** Throws when the row was altered or its secret moved here from another one. */
export function openFactorSecret(
  secrets: FactorSealing,
  row: Pick<FactorRow, 'id' | 'participant_id' | 'secret'>,
): Buffer {
  return secrets.open(PURPOSE, row.secret, placeOf(row.participant_id, row.id))
}

/** Unconfirmed ones that are over are as if they were not there (M7). */
export async function loadFactors(db: Reading, participantId: string, now: Date): Promise<FactorRow[]> {
  const oldest = new Date(now.getTime() - UNVERIFIED_FACTOR_MS)
  return await db
    .selectFrom('totp_factor')
    .selectAll()
    .where('participant_id', '=', participantId)
    .where((where) => where.or([where('status', '=', 'verified'), where('created_at', '>', oldest)]))
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

export async function loadVerifiedFactors(db: Reading, participantId: string): Promise<FactorRow[]> {
  return await db
    .selectFrom('totp_factor')
    .selectAll()
    .where('participant_id', '=', participantId)
    .where('status', '=', 'verified')
    .orderBy('created_at')
    .execute()
}

/** M2: uses this step up. False when it, or a later one, was used before: over restarts, processes and a clock set back. */
export async function consumeStep(tx: Tx, factorId: string, step: number, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('totp_factor')
    .set({ last_step: step, last_used_at: now })
    .where('id', '=', factorId)
    .where('status', '=', 'verified')
    .where('last_step', '<', step)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** An own factor that still lives; undefined for other people's, unknown and overdue ones alike (G1). */
export async function findFactor(
  db: Reading,
  participantId: string,
  factorId: string,
  now: Date,
): Promise<FactorRow | undefined> {
  return (await loadFactors(db, participantId, now)).find(({ id }) => id === factorId)
}

/** Makes it active; the confirming step counts as used (M2). False when it was active already. */
export async function verifyFactor(tx: Tx, factorId: string, step: number, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('totp_factor')
    .set({ status: 'verified', verified_at: now, last_step: step, last_used_at: now })
    .where('id', '=', factorId)
    .where('status', '=', 'unverified')
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function dropUnverified(tx: Tx, participantId: string): Promise<void> {
  await tx
    .deleteFrom('totp_factor')
    .where('participant_id', '=', participantId)
    .where('status', '=', 'unverified')
    .execute()
}

/** M7: forgets secrets that nobody confirmed in time; for a timer, once an hour. The accounts get new revs, since staff see them "pending". */
export async function sweepUnverified(db: Kysely<Tables>, now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - UNVERIFIED_FACTOR_MS)
  const overdue = await db
    .selectFrom('totp_factor')
    .select('participant_id')
    .distinct()
    .where('status', '=', 'unverified')
    .where('created_at', '<=', oldest)
    .execute()
  for (const { participant_id: id } of overdue) {
    await inTransaction(db, async (tx) => {
      await tx.selectFrom('account').select('rev').where('participant_id', '=', id).forUpdate().execute()
      await tx
        .deleteFrom('totp_factor')
        .where('participant_id', '=', id)
        .where('status', '=', 'unverified')
        .where('created_at', '<=', oldest)
        .execute()
      const rev = await nextRev(tx)
      await tx.updateTable('account').set({ rev }).where('participant_id', '=', id).execute()
    })
  }
}
