import { allows } from '../../shared/access/roles'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import { decideResolve, type ResolveDecision, type ResolveItem } from '../../shared/sync/resolveRules'
import { appendAudit } from '../audit/auditStore'
import type { CommandResult } from '../participants/participantCommands'
import {
  type LockedParticipant,
  lockParticipants,
  participantDoc,
  updateParticipants,
} from '../participants/participantStore'
import { programGate } from '../participants/programGate'
import { nextRevs, type Tx } from '../platform/database/transaction'
import { auditedRefusal } from '../sync/refusalAudit'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import { type ConflictRow, conflictDoc, lockConflict, writeResolution } from './conflictStore'

/**
 * Y6: decides one open conflict in the caller's transaction; scope has been checked. Locks the participant, then the conflict. The chosen value is
 * an edit in the same commit. Who comes second, or saw another value than the one that stands, gets `conflict` with the rows as they are.
 */
export async function resolveConflict(tx: Tx, caller: WriteCaller, item: ResolveItem): Promise<CommandResult> {
  if (!allows(caller.role, 'participant.edit_details'))
    return await auditedRefusal(tx, caller, item, { reason: 'role' })
  const participant = (await lockParticipants(tx, [item.participantId])).get(item.participantId)
  if (!participant) return await auditedRefusal(tx, caller, item, { reason: 'unknown_participant' })
  const row = await lockConflict(tx, item.conflictId)
  if (row?.participant_id !== participant.id)
    return await auditedRefusal(tx, caller, item, { reason: 'unknown_conflict' })
  const decision = await decide(tx, caller, { item, participant, row })
  if (!decision.ok) return await refuse(tx, caller, { item, participant, row }, decision)
  return await write(tx, caller, { item, participant, row }, decision)
}

interface Scene {
  readonly item: ResolveItem
  readonly participant: LockedParticipant
  readonly row: ConflictRow
}

async function decide(tx: Tx, caller: WriteCaller, { item, participant, row }: Scene): Promise<ResolveDecision> {
  const conflict = conflictDoc(row)
  const { fields, meta } = participant
  const decision = decideResolve({
    conflict,
    item,
    current: fields,
    meta,
    author: caller.displayName,
    now: caller.now,
  })
  if (!decision.ok || decision.edit === null || conflict.path !== 'programId') return decision
  const barred = (await programGate(tx, caller))(String(decision.value))
  return barred === null ? decision : { ok: false, ...barred }
}

async function refuse(
  tx: Tx,
  caller: WriteCaller,
  { item, participant, row }: Scene,
  { reason, message }: Extract<ResolveDecision, { ok: false }>,
): Promise<CommandResult> {
  const refused = await auditedRefusal(tx, caller, item, { reason, ...(message === undefined ? {} : { message }) })
  if (refused.outcome === 'refused') return refused
  return { ...refused, participant: documentOf(participant), conflicts: [conflictDoc(row)] }
}

async function write(
  tx: Tx,
  caller: WriteCaller,
  { item, participant, row }: Scene,
  { value, edit }: Extract<ResolveDecision, { ok: true }>,
): Promise<CommandResult> {
  const [rev = 0, editRev = 0] = await nextRevs(tx, edit === null ? 1 : 2)
  const conflict = await writeResolution(tx, row, { rev, choice: item.choice, value, by: caller })
  const base = {
    actor: staffActor(caller),
    target: { kind: 'participant', id: participant.id },
    outcome: 'ok',
  } as const
  const detail = { field: row.path, conflict: row.id, choice: item.choice }
  const decided: AuditEntry = { ...base, action: 'conflict.resolved', detail }
  if (edit === null) {
    await appendAudit(tx, [decided], caller.now)
    return { outcome: 'applied', conflicts: [conflict] }
  }
  const changed = { ...participant, rev: editRev, fields: edit.fields, meta: edit.meta }
  await updateParticipants(tx, [changed], caller, caller.now)
  const edited: AuditEntry = { ...base, action: 'participant.edited', detail: { fields: edit.changedPaths } }
  await appendAudit(tx, [decided, edited], caller.now)
  const updated = { updatedAt: caller.now, updatedByName: caller.displayName }
  return { outcome: 'applied', participant: documentOf({ ...changed, ...updated }), conflicts: [conflict] }
}

function documentOf(row: LockedParticipant) {
  return participantDoc({ ...row, updated_at: row.updatedAt, updated_by_name: row.updatedByName })
}
