import type { Selectable } from 'kysely'
import type { Tables } from '../platform/database/tables'
import type { Reading, Tx } from '../platform/database/transaction'

export type DeviceRow = Selectable<Tables['device']>

export async function findDevice(db: Reading, id: string): Promise<DeviceRow | undefined> {
  return db.selectFrom('device').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Locks the row against other decisions and sign-ins on it; foreign keys to it stay free. */
export async function lockDevice(tx: Tx, id: string): Promise<DeviceRow | undefined> {
  return tx.selectFrom('device').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
}

/** A suspended console counts: with one of those, the clinic's first console has been. */
export async function anyActiveDevice(tx: Tx): Promise<boolean> {
  const row = await tx
    .selectFrom('device')
    .select('id')
    .where('state', 'in', ['active', 'suspended'])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Newest request first, with the names of who asked, who decided and who changed it last. */
export async function listDevices(db: Reading) {
  return db
    .selectFrom('device')
    .innerJoin('staff as asker', 'asker.id', 'device.requested_by')
    .leftJoin('staff as decider', 'decider.id', 'device.decided_by')
    .leftJoin('staff as changer', 'changer.id', 'device.changed_by')
    .select([
      'device.id',
      'device.name',
      'device.state',
      'device.app_version',
      'device.requested_at',
      'device.decided_at',
      'device.last_contact_at',
      'device.changed_at',
      'device.reason',
      'device.wiped_at',
      'device.wiped_unsent',
      'asker.display_name as asker_name',
      'decider.display_name as decider_name',
      'changer.display_name as changer_name',
    ])
    .orderBy('device.requested_at', 'desc')
    .orderBy('device.id')
    .execute()
}
