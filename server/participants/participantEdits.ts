import type { Transaction } from 'kysely'
import { allows, seesWholeClinic } from '../../shared/access/roles'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import { validateChange } from '../../shared/participants/participantRules'
import type { ConflictDoc } from '../../shared/sync/conflictSchemas'
import { decideEdit, type EditDecision } from '../../shared/sync/mergeRules'
import type { Change, OutboxItem, PushResult } from '../../shared/sync/syncSchemas'
import { appendAudit } from '../audit/auditStore'
import { insertConflicts } from '../conflicts/conflictStore'
import type { Tables } from '../platform/database/tables'
import { nextRevs } from '../platform/database/transaction'
import { idsInScope } from '../sync/scopeStore'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import { type LockedParticipant, lockParticipants, participantDoc, updateParticipants } from './participantStore'
import { type ProgramGate, programGate } from './programGate'

export type EditItem = Extract<OutboxItem, { kind: 'edit' }>

interface Working extends LockedParticipant {
  readonly changed: boolean
}
interface Decided {
  readonly item: EditItem
  readonly result: PushResult
  readonly changedPaths: readonly string[]
  readonly conflicts: readonly Omit<ConflictDoc, 'rev'>[]
}
/** What a run of edits is decided on; `records` moves on with every edit of the run. */
interface RunFacts {
  readonly caller: WriteCaller
  readonly scope: ReadonlySet<string>
  readonly gate: ProgramGate
  readonly records: Map<string, Working>
  readonly newId: () => string
}

/**
 * Applies a run of edits in order, in one transaction: lock the records, decide each edit in memory on what the former left, then take the
 * commit lock and write everything in a few statements. `newId` names conflict rows.
 */
export async function applyEditRun(
  tx: Transaction<Tables>,
  caller: WriteCaller,
  items: readonly EditItem[],
  newId: () => string,
): Promise<PushResult[]> {
  const ids = [...new Set(items.map((item) => item.participantId))]
  const locked = await lockParticipants(tx, ids)
  const scope = seesWholeClinic(caller.role) ? new Set(locked.keys()) : await idsInScope(tx, caller, ids)
  const gate = await gateFor(tx, caller, items)
  const records = new Map<string, Working>([...locked].map(([id, row]) => [id, { ...row, changed: false }]))
  const decided = items.map((item) => decideItem(item, { caller, scope, gate, records, newId }))
  return await writeDecided(tx, caller, decided, records)
}

/** Most edits name no program, and then nothing is asked. */
async function gateFor(tx: Transaction<Tables>, caller: WriteCaller, items: readonly EditItem[]): Promise<ProgramGate> {
  const names = items.some((item) => item.changes.some(({ path }) => path === 'programId'))
  return names ? await programGate(tx, caller) : () => null
}

/** Where somebody is already, they may stay. */
function barredProgram(item: EditItem, row: Working, gate: ProgramGate): ReturnType<ProgramGate> {
  const change = item.changes.find(({ path }) => path === 'programId')
  return change === undefined || change.value === row.fields.programId ? null : gate(String(change.value))
}

function decideItem(item: EditItem, facts: RunFacts): Decided {
  const { caller, records } = facts
  const row = records.get(item.participantId)
  if (!allows(caller.role, 'participant.edit_details')) return refused(item, { reason: 'role' })
  if (!row || !facts.scope.has(item.participantId)) return refused(item, { reason: 'out_of_scope' })
  const barred = barredProgram(item, row, facts.gate)
  if (barred !== null) return refused(item, barred)
  const changes = item.changes.map((change) => withStoredBase(change as Change, caller.now))
  const author = caller.displayName
  const decision = decideEdit({ current: row.fields, meta: row.meta, changes, author, now: caller.now })
  if (decision.refusal) return refused(item, decision.refusal)
  if (decision.changedPaths.length > 0) {
    const { fields, meta } = decision
    records.set(row.id, { ...row, fields, meta, changed: true, updatedAt: caller.now, updatedByName: author })
  }
  const result = { writeId: item.writeId, outcome: decision.outcome }
  return { item, result, changedPaths: decision.changedPaths, conflicts: conflictsOf(decision, row, facts) }
}

/**
 * What the author saw, in the spelling that the record would have: an author who goes on from their own unsent words saw them as typed,
 * and must not be in conflict with themselves over a blank at the end.
 */
function withStoredBase(change: Change, now: Date): Change {
  const base = validateChange(change.path, change.base, { now })
  return base.ok ? { ...change, base: base.value } : change
}

function refused(item: EditItem, why: Pick<PushResult, 'reason' | 'message'>): Decided {
  const { reason, message } = why
  const result = {
    writeId: item.writeId,
    outcome: 'refused',
    ...(reason && { reason }),
    ...(message && { message }),
  } as const
  return { item, result, changedPaths: [], conflicts: [] }
}

function conflictsOf(decision: EditDecision, row: Working, { caller, newId }: RunFacts): Decided['conflicts'] {
  return decision.conflicts.map((lost) => ({
    id: newId(),
    participantId: row.id,
    path: lost.path,
    base: lost.base,
    lostValue: lost.lostValue,
    lostById: caller.staffId,
    lostByName: caller.displayName,
    lostAt: caller.now.toISOString(),
    keptValue: lost.keptValue,
    keptByName: lost.keptBy ?? row.updatedByName,
    keptAt: lost.keptAt,
    resolvedAt: null,
    resolvedByName: null,
    choice: null,
    resolvedValue: null,
  }))
}

async function writeDecided(
  tx: Transaction<Tables>,
  caller: WriteCaller,
  decided: readonly Decided[],
  records: ReadonlyMap<string, Working>,
): Promise<PushResult[]> {
  const audit = decided.flatMap((decision) => auditOf(caller, decision))
  if (audit.length === 0) return decided.map((decision) => answerOf(decision, records, []))
  const changed = [...records.values()].filter((row) => row.changed)
  const lost = decided.flatMap((decision) => decision.conflicts)
  // Drawing revs and appending to the audit log both take the commit lock; nothing waits for a row lock after it.
  const count = changed.length + lost.length
  const revs = count > 0 ? await nextRevs(tx, count) : []
  const rows = changed.map((row, index) => ({ ...row, rev: revs[index] ?? 0 }))
  const conflicts = lost.map((conflict, index) => ({ ...conflict, rev: revs[rows.length + index] ?? 0 }))
  await updateParticipants(tx, rows, caller, caller.now)
  await insertConflicts(tx, conflicts)
  await appendAudit(tx, audit, caller.now)
  const current = new Map([...records.values(), ...rows].map((row) => [row.id, row]))
  return decided.map((decision) => answerOf(decision, current, conflicts))
}

function answerOf(
  { item, result, conflicts }: Decided,
  records: ReadonlyMap<string, Working>,
  written: readonly ConflictDoc[],
): PushResult {
  const row = records.get(item.participantId)
  if (result.outcome === 'refused' || !row) return result
  const own = written.filter((conflict) => conflicts.some(({ id }) => id === conflict.id))
  const participant = participantDoc({ ...row, updated_at: row.updatedAt, updated_by_name: row.updatedByName })
  return { ...result, participant, ...(own.length > 0 && { conflicts: own }) }
}

function auditOf(caller: WriteCaller, { item, result, changedPaths, conflicts }: Decided): AuditEntry[] {
  const base = { actor: staffActor(caller), target: { kind: 'participant' as const, id: item.participantId } }
  if (result.outcome === 'refused') {
    return [
      { ...base, action: 'write.refused', outcome: 'refused', detail: { kind: 'edit', reason: result.reason ?? '' } },
    ]
  }
  const edited: AuditEntry[] =
    changedPaths.length > 0
      ? [{ ...base, action: 'participant.edited', outcome: 'ok', detail: { fields: changedPaths } }]
      : []
  const lost: AuditEntry[] = conflicts.map(({ id, path }) => ({
    ...base,
    action: 'participant.conflict',
    outcome: 'ok',
    detail: { field: path, conflict: id },
  }))
  return [...edited, ...lost]
}
