import type { Kysely } from 'kysely'
import { devicePhrase } from '../../shared/devices/devicePhrase'
import { leaseHasExpired } from '../../shared/devices/deviceRules'
import type { DeviceInfo } from '../../shared/devices/deviceSchemas'
import type { Tables } from '../platform/database/tables'
import { clinicLeaseDays } from './clinicLease'
import { listDevices } from './deviceStore'
import { countHeld, type HolderRow, readHolders } from './holderStore'

/** Every console with what is known of it; see `DeviceInfo`. */
export async function describeDevices(db: Kysely<Tables>, ownDeviceId: string, now: Date): Promise<DeviceInfo[]> {
  const [rows, holders, counts, leaseDays] = await Promise.all([
    listDevices(db),
    readHolders(db, null),
    countHeld(db, null),
    clinicLeaseDays(db),
  ])
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    state: row.state,
    leaseExpired: leaseHasExpired({ state: row.state, lastContactAt: row.last_contact_at }, leaseDays, now),
    phrase: devicePhrase(row.id),
    requestedByName: row.asker_name,
    requestedAt: row.requested_at.toISOString(),
    decidedByName: row.decider_name,
    decidedAt: row.decided_at?.toISOString() ?? null,
    lastContactAt: row.last_contact_at?.toISOString() ?? null,
    appVersion: row.app_version,
    isThisDevice: row.id === ownDeviceId,
    changed:
      row.changed_at === null
        ? null
        : { at: row.changed_at.toISOString(), byName: row.changer_name, reason: row.reason },
    wiped: row.wiped_at === null ? null : { at: row.wiped_at.toISOString(), unsentLost: row.wiped_unsent ?? 0 },
    holders: holders.filter(({ deviceId }) => deviceId === row.id).map(withoutDevice),
    participants: counts.byDevice.get(row.id) ?? 0,
  }))
}

function withoutDevice({ deviceId: _, ...holder }: HolderRow) {
  return holder
}
