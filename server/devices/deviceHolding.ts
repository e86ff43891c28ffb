import { sql } from 'kysely'
import type { DeviceHolding } from '../../shared/devices/deviceSchemas'
import { fullName } from '../../shared/participants/participantRules'
import type { ParticipantFields } from '../../shared/participants/participantSchemas'
import type { Tx } from '../platform/database/transaction'
import { findDevice } from './deviceStore'
import { heldRows } from './heldSql'
import { type HolderRow, readHolders } from './holderStore'

interface HeldPerson {
  readonly fields: ParticipantFields
  readonly program: string
  readonly staff_ids: readonly string[]
}

/** Whose records a console held as of each person's last sync there, by family name. Null for a console never seen. */
export async function holdingOf(tx: Tx, deviceId: string, now: Date): Promise<DeviceHolding | null> {
  const device = await findDevice(tx, deviceId)
  if (device === undefined) return null
  const holders = await readHolders(tx, deviceId)
  const { rows } = await sql<HeldPerson>`
    select p.fields, g.name as program, array_agg(distinct held.staff_id::text) as staff_ids
    from (${heldRows(sql`h.device_id = ${deviceId}`)}) held
    join participant p on p.id = held.participant_id join program g on g.id = p.program_id
    group by p.id, g.id order by lower(p.fields->>'familyName'), lower(p.fields->>'givenName'), p.id`.execute(tx)
  const names = new Map(holders.map(({ staffId, name }) => [staffId, name]))
  return {
    deviceId,
    deviceName: device.name,
    madeAt: now.toISOString(),
    holders: holders.map(({ deviceId: _, ...holder }) => ({ ...holder, programs: programsOf(holder, rows) })),
    participants: rows.map(({ fields, program, staff_ids: ids }) => ({
      name: fullName(fields),
      fileNumber: fields.fileNumber,
      program,
      heldBy: ids.flatMap((id) => names.get(id) ?? []),
    })),
  }
}

function programsOf({ staffId }: Pick<HolderRow, 'staffId'>, rows: readonly HeldPerson[]) {
  const counts = new Map<string, number>()
  for (const { program, staff_ids: ids } of rows)
    if (ids.includes(staffId)) counts.set(program, (counts.get(program) ?? 0) + 1)
  return [...counts]
    .map(([name, participants]) => ({ name, participants }))
    .sort((a, b) => b.participants - a.participants || a.name.localeCompare(b.name))
}
