import { allows } from '../../shared/access/roles'
import type { AuditNames, ListedRow } from '../../shared/audit/auditListSchemas'
import { fullName } from '../../shared/participants/participantRules'
import type { Reading } from '../platform/database/transaction'
import { idsInScope } from '../sync/scopeStore'
import type { AuditReader } from './auditQuery'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * The names that stand beside these rows: colleagues and consoles for everybody who reads the log, participants only for those who see their
 * records. An auditor reads ids there.
 */
export async function namesFor(db: Reading, reader: AuditReader, rows: readonly ListedRow[]): Promise<AuditNames> {
  const staffIds = idsOf(rows, ({ row }) => [
    row.actor.kind === 'staff' ? row.actor.id : null,
    row.target.kind === 'staff' ? row.target.id : null,
  ]).filter((id) => UUID.test(id))
  const deviceIds = idsOf(rows, ({ row }) => [row.actor.deviceId, row.target.kind === 'device' ? row.target.id : null])
  const participantIds = idsOf(rows, ({ participantId }) => [participantId]).filter((id) => UUID.test(id))
  const [staff, devices, participants] = await Promise.all([
    staffNames(db, staffIds),
    deviceNames(db, deviceIds),
    participantNames(db, reader, participantIds),
  ])
  return { staff, devices, participants }
}

function idsOf(rows: readonly ListedRow[], pick: (row: ListedRow) => readonly (string | null)[]): string[] {
  return [...new Set(rows.flatMap(pick))].filter((id) => id !== null)
}

async function staffNames(db: Reading, ids: readonly string[]): Promise<Record<string, string>> {
  if (ids.length === 0) return {}
  const rows = await db.selectFrom('staff').select(['id', 'display_name']).where('id', 'in', ids).execute()
  return Object.fromEntries(rows.map(({ id, display_name: name }) => [id, name]))
}

async function deviceNames(db: Reading, ids: readonly string[]): Promise<Record<string, string>> {
  if (ids.length === 0) return {}
  const rows = await db.selectFrom('device').select(['id', 'name']).where('id', 'in', ids).execute()
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]))
}

async function participantNames(
  db: Reading,
  reader: AuditReader,
  ids: readonly string[],
): Promise<Record<string, string>> {
  if (!allows(reader.role, 'participant.see')) return {}
  const seen = [...(await idsInScope(db, reader, ids))]
  if (seen.length === 0) return {}
  const rows = await db.selectFrom('participant').select(['id', 'fields']).where('id', 'in', seen).execute()
  return Object.fromEntries(rows.map(({ id, fields }) => [id, fullName(fields)]))
}
