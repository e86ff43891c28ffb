import type { Selectable } from 'kysely'
import type { AuditAction, AuditDetail } from '../../shared/audit/auditSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import type { TeamFacts, TeamRefusal } from '../../shared/team/teamRules'
import { appendAudit } from '../audit/auditStore'
import { DEVICE_CHANNEL } from '../devices/deviceAudit'
import type { Tables } from '../platform/database/tables'
import { notify, type Tx } from '../platform/database/transaction'
import { endEverySession } from '../staff/sessionStore'
import { staffActor, type WriteCaller } from '../sync/writeCaller'

export interface LockedMember {
  readonly row: Selectable<Tables['staff']>
  readonly facts: TeamFacts
}

/**
 * The colleague and all administrators, locked in one order. So of two administrators who suspend each other at the same moment the second one finds
 * that they are none any more (`FORBIDDEN`). `NOT_FOUND` for an id that nobody has.
 */
export async function lockMember(tx: Tx, caller: WriteCaller, staffId: string): Promise<LockedMember> {
  const rows = await tx
    .selectFrom('staff')
    .selectAll()
    .where((where) => where.or([where('id', '=', staffId), where('role', '=', 'admin')]))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  const active = rows.filter(({ role, suspended_at }) => role === 'admin' && suspended_at === null)
  if (!active.some(({ id }) => id === caller.staffId)) throw new CodedError('FORBIDDEN')
  const row = rows.find(({ id }) => id === staffId)
  if (!row) throw new CodedError('NOT_FOUND')
  const facts = {
    isYou: staffId === caller.staffId,
    role: row.role,
    suspended: row.suspended_at !== null,
    otherActiveAdmins: active.filter(({ id }) => id !== staffId).length,
  }
  return { row, facts }
}

const WORDS: Readonly<Record<TeamRefusal, string>> = {
  yourself: 'is you: another administrator has to do this',
  last_admin: 'is the last active administrator',
}

export function refuse(path: 'staffId' | 'role', refusal: TeamRefusal | null): void {
  if (refusal === null) return
  throw new CodedError('INVALID_INPUT', { fields: [{ path, message: WORDS[refusal] }] })
}

/** Sessions and sign-ins under way die with this commit, and open streams are told at once (W4). */
export async function signOutEverywhere(tx: Tx, staffId: string): Promise<void> {
  for (const deviceId of await endEverySession(tx, staffId)) await notify(tx, DEVICE_CHANNEL, deviceId)
}

/** The streams alone, where the sessions stay known. */
export async function endStreams(tx: Tx, staffId: string): Promise<void> {
  const rows = await tx.selectFrom('staff_session').select('device_id').where('staff_id', '=', staffId).execute()
  for (const deviceId of new Set(rows.map((row) => row.device_id))) await notify(tx, DEVICE_CHANNEL, deviceId)
}

type TeamAction = Extract<AuditAction, `team.${string}`>

export async function noteTeam(
  tx: Tx,
  caller: WriteCaller,
  action: TeamAction,
  staffId: string,
  detail: AuditDetail = {},
): Promise<void> {
  const target = { kind: 'staff', id: staffId } as const
  await appendAudit(tx, [{ actor: staffActor(caller), action, target, outcome: 'ok', detail }], caller.now)
}
