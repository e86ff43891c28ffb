import { sql } from 'kysely'
import { seesWholeClinic } from '../../shared/access/roles'
import type { DeviceHolder } from '../../shared/devices/deviceSchemas'
import type { Reading } from '../platform/database/transaction'
import { heldRows } from './heldSql'

export interface HolderRow extends DeviceHolder {
  readonly deviceId: string
}

/** Everybody who synced, on one console or on all, longest copy first by name. */
export async function readHolders(db: Reading, deviceId: string | null): Promise<HolderRow[]> {
  let query = db
    .selectFrom('device_holder as h')
    .innerJoin('staff', 'staff.id', 'h.staff_id')
    .selectAll('h')
    .select('staff.display_name')
    .orderBy('staff.display_name')
    .orderBy('h.staff_id')
  if (deviceId !== null) query = query.where('h.device_id', '=', deviceId)
  const [rows, counts] = await Promise.all([query.execute(), countHeld(db, deviceId)])
  return rows.map((row) => ({
    deviceId: row.device_id,
    staffId: row.staff_id,
    name: row.display_name,
    role: row.role,
    syncedAt: row.synced_at.toISOString(),
    wholeClinic: seesWholeClinic(row.role) || (row.former_role !== null && seesWholeClinic(row.former_role)),
    participants: counts.byHolder.get(`${row.device_id} ${row.staff_id}`) ?? 0,
    unsent: row.unsent,
    oldestUnsentAt: row.oldest_unsent_at?.toISOString() ?? null,
    bytes: row.bytes,
    reportedAt: row.reported_at?.toISOString() ?? null,
  }))
}

/** Participants by holder, and different ones by console: two people's copies may hold the same record. */
export async function countHeld(db: Reading, deviceId: string | null) {
  const where = deviceId === null ? sql`true` : sql`h.device_id = ${deviceId}`
  const { rows } = await sql<{ device_id: string; staff_id: string | null; held: number }>`
    select device_id, staff_id, count(distinct participant_id)::int as held
    from (${heldRows(where)}) held group by grouping sets ((device_id, staff_id), (device_id))`.execute(db)
  const byHolder = new Map<string, number>()
  const byDevice = new Map<string, number>()
  for (const { device_id: device, staff_id: staff, held } of rows) {
    if (staff === null) byDevice.set(device, held)
    else byHolder.set(`${device} ${staff}`, held)
  }
  return { byHolder, byDevice }
}
