import type { Selectable } from 'kysely'
import type { Tables } from '../platform/database/tables'
import type { Reading, Tx } from '../platform/database/transaction'

export type StaffRow = Selectable<Tables['staff']>

export async function findStaffByEmail(db: Reading, emailNorm: string): Promise<StaffRow | undefined> {
  return db.selectFrom('staff').selectAll().where('email', '=', emailNorm).executeTakeFirst()
}

/** Locks the row against every other sign-in of this person; foreign keys to it stay free. */
export async function lockStaff(tx: Tx, id: string): Promise<StaffRow | undefined> {
  return tx.selectFrom('staff').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
}

/** Stores a confirmed second factor; its enrolment step counts as used (M2). False when there is one already (M7). */
export async function storeTotp(tx: Tx, id: string, sealed: Buffer, step: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('staff')
    .set({ totp_secret: sealed, totp_last_step: step })
    .where('id', '=', id)
    .where('totp_secret', 'is', null)
    .where('totp_last_step', '<', step)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Uses up `step`; false when it or a later one was used before (M2). This one statement decides every race. */
export async function consumeTotpStep(tx: Tx, id: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('staff')
    .set({ totp_last_step: step })
    .where('id', '=', id)
    .where('totp_last_step', '<', step)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Replaces a hash made at an older cost (P3), unless the password was changed meanwhile. */
export async function upgradePasswordHash(tx: Tx, id: string, from: string, to: string): Promise<void> {
  await tx
    .updateTable('staff')
    .set({ password_hash: to })
    .where('id', '=', id)
    .where('password_hash', '=', from)
    .execute()
}

export async function clinicName(db: Reading): Promise<string> {
  const clinic = await db.selectFrom('clinic').select('name').executeTakeFirst()
  return clinic?.name ?? 'Vestibule'
}
