import { sql, type Transaction } from 'kysely'
import { allows, PROGRAM_ROLES } from '../../shared/access/roles'
import { settleStars, validateChange } from '../../shared/participants/participantRules'
import type { OutboxItem, PushResult } from '../../shared/sync/syncSchemas'
import { appendAudit } from '../audit/auditStore'
import type { Tables } from '../platform/database/tables'
import { nextRev } from '../platform/database/transaction'
import { auditedRefusal } from '../sync/refusalAudit'
import { idsInScope } from '../sync/scopeStore'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import { participantDoc } from './participantStore'
import { programGate } from './programGate'

export type CommandResult = Omit<PushResult, 'writeId'>
type CreateItem = Extract<OutboxItem, { kind: 'participant.create' }>
type ViewItem = Extract<OutboxItem, { kind: 'participant.view' }>

/** A new record, made on the device with its id. Whoever made it, and the managers and front desk of its program, see it at once. */
export async function createParticipant(
  tx: Transaction<Tables>,
  caller: WriteCaller,
  item: CreateItem,
): Promise<CommandResult> {
  if (!allows(caller.role, 'participant.create')) return await auditedRefusal(tx, caller, item, { reason: 'role' })
  const born = validateChange('birthDate', item.fields.birthDate, { now: caller.now })
  if (!born.ok) return await auditedRefusal(tx, caller, item, { reason: 'invalid_value', message: born.message })
  const fields = settleStars(item.fields)
  const barred = (await programGate(tx, caller))(fields.programId)
  if (barred !== null) return await auditedRefusal(tx, caller, item, barred)
  const rev = await nextRev(tx)
  const row = { id: item.participantId, rev, updated_at: caller.now, updated_by_name: caller.displayName }
  const inserted = await tx
    .insertInto('participant')
    .values({
      ...row,
      program_id: fields.programId,
      fields: JSON.stringify(fields),
      created_at: caller.now,
      updated_by: caller.staffId,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) return await auditedRefusal(tx, caller, item, { reason: 'already_exists' })
  await grantScope(tx, caller, item.participantId, fields.programId)
  await appendAudit(
    tx,
    [
      {
        actor: staffActor(caller),
        action: 'participant.created',
        target: { kind: 'participant', id: item.participantId },
        outcome: 'ok',
      },
    ],
    caller.now,
  )
  return { outcome: 'applied', participant: participantDoc({ ...row, fields }) }
}

async function grantScope(
  tx: Transaction<Tables>,
  caller: WriteCaller,
  participantId: string,
  programId: string,
): Promise<void> {
  await sql`
    insert into scope (staff_id, participant_id, rev, active)
    select s.id, ${participantId}::uuid, nextval('sync_rev'), true from staff s
    where s.id = ${caller.staffId} and s.role <> 'admin'
      or s.role = any(${PROGRAM_ROLES}::text[]) and exists (
        select 1 from staff_program o where o.staff_id = s.id and o.program_id = ${programId})`.execute(tx)
}

/** Somebody opened a record on a console, perhaps offline (U1: view). The time of the row is when the server heard of it. */
export async function recordView(tx: Transaction<Tables>, caller: WriteCaller, item: ViewItem): Promise<CommandResult> {
  if (!(await idsInScope(tx, caller, [item.participantId])).has(item.participantId)) {
    return await auditedRefusal(tx, caller, item, { reason: 'out_of_scope' })
  }
  const target = { kind: 'participant', id: item.participantId } as const
  await appendAudit(
    tx,
    [{ actor: staffActor(caller), action: 'participant.viewed', target, outcome: 'ok' }],
    caller.now,
  )
  return { outcome: 'applied' }
}
