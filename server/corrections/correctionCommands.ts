import { allows } from '../../shared/access/roles'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import { dayIn } from '../../shared/corrections/correctionDates'
import { decideAccept, decideAcknowledge, decideDeny, decideExtend } from '../../shared/corrections/correctionRules'
import type { Participant } from '../../shared/participants/participantSchemas'
import type { EditDecision } from '../../shared/sync/mergeRules'
import type { OutboxItem, Refusal } from '../../shared/sync/syncSchemas'
import { type AccountRow, lockAccount } from '../accounts/accountStore'
import { appendAudit } from '../audit/auditStore'
import type { CommandResult } from '../participants/participantCommands'
import {
  type LockedParticipant,
  lockParticipants,
  participantDoc,
  updateParticipants,
} from '../participants/participantStore'
import { nextRev, type Tx } from '../platform/database/transaction'
import { auditedRefusal } from '../sync/refusalAudit'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { tellAnswerWaits } from './correctionNotice'
import { type CorrectionRow, changeOf, correctionDoc, lockCorrection, stepCorrection } from './correctionStore'

export type CorrectionItem = Extract<OutboxItem, { kind: `correction.${string}` }>
type Item<Step extends string> = Extract<CorrectionItem, { kind: `correction.${Step}` }>

/** What a step is decided on: all of it locked, participant first, then account, then the request. */
interface Scene {
  readonly deps: WaysInDeps
  readonly tx: Tx
  readonly caller: WriteCaller
  readonly participant: LockedParticipant
  readonly account: AccountRow | undefined
  readonly row: CorrectionRow
}

/** Applies one command about a correction request in the caller's transaction; scope has been checked. */
export async function applyCorrectionCommand(
  deps: WaysInDeps,
  tx: Tx,
  caller: WriteCaller,
  item: CorrectionItem,
): Promise<CommandResult> {
  const refuse = async (reason: Refusal) => await auditedRefusal(tx, caller, item, { reason })
  // Before anything is looked up: who may not read requests does not learn which ids exist.
  if (!allows(caller.role, 'correction.decide')) return await refuse('role')
  const participant = (await lockParticipants(tx, [item.participantId])).get(item.participantId)
  if (!participant) return await refuse('unknown_participant')
  const account = await lockAccount(tx, participant.id)
  const row = await lockCorrection(tx, item.correctionId)
  if (row?.participant_id !== participant.id) return await refuse('unknown_correction')
  return await step({ deps, tx, caller, participant, account, row }, item)
}

async function step(scene: Scene, item: CorrectionItem): Promise<CommandResult> {
  switch (item.kind) {
    case 'correction.acknowledge':
      return await acknowledge(scene, item)
    case 'correction.extend':
      return await extend(scene, item)
    case 'correction.accept':
      return await accept(scene, item)
    case 'correction.deny':
      return await deny(scene, item)
  }
}

async function acknowledge(scene: Scene, item: Item<'acknowledge'>): Promise<CommandResult> {
  const { tx, caller, row } = scene
  const verdict = decideAcknowledge({ role: caller.role, state: row.state })
  if (!verdict.ok) return await auditedRefusal(tx, caller, item, verdict)
  const stepped = await stepCorrection(tx, row.id, {
    state: 'acknowledged',
    acknowledged_at: caller.now,
    acknowledged_by_name: caller.displayName,
  })
  await audit(scene, 'correction.acknowledged')
  return done(stepped)
}

async function extend(scene: Scene, item: Item<'extend'>): Promise<CommandResult> {
  const { deps, tx, caller, row } = scene
  const { timeZone } = (await deps.clinic.read(tx)).doc
  const verdict = decideExtend({
    role: caller.role,
    state: row.state,
    dueOn: row.due_on,
    extended: row.extended_at !== null,
    today: dayIn(caller.now, timeZone),
    until: item.until,
  })
  if (!verdict.ok) return await auditedRefusal(tx, caller, item, verdict)
  const stepped = await stepCorrection(tx, row.id, {
    due_on: item.until,
    extended_at: caller.now,
    extended_by_name: caller.displayName,
    extension_reason: item.reason,
  })
  await tell(scene, 'extended')
  await audit(scene, 'correction.extended', { from: row.due_on, until: item.until })
  return done(stepped)
}

/** The record changes with the same rules as by an edit, and in the same commit as the decision. */
async function accept(scene: Scene, item: Item<'accept'>): Promise<CommandResult> {
  const { tx, caller, participant, row } = scene
  const verdict = decideAccept({
    role: caller.role,
    state: row.state,
    change: changeOf(row),
    answer: item.answer,
    record: participant.fields,
    meta: participant.meta,
    author: caller.displayName,
    now: caller.now,
  })
  if (!verdict.ok) return await auditedRefusal(tx, caller, item, verdict)
  const edited = verdict.edit === null ? null : await writeEdit(scene, verdict.edit)
  const stepped = await stepCorrection(tx, row.id, {
    state: 'accepted',
    decided_at: caller.now,
    decided_by_name: caller.displayName,
    answer: item.answer === '' ? null : item.answer,
  })
  await tell(scene, 'decided')
  await audit(scene, 'correction.accepted')
  return { ...done(stepped), ...(edited && { participant: edited }) }
}

/** Null: the record said it already. */
async function writeEdit(
  { tx, caller, participant }: Scene,
  { fields, meta, changedPaths }: EditDecision,
): Promise<Participant | null> {
  if (changedPaths.length === 0) return null
  const { id } = participant
  const rev = await nextRev(tx)
  await updateParticipants(tx, [{ id, rev, fields, meta }], caller, caller.now)
  const target = { kind: 'participant', id } as const
  const detail = { fields: changedPaths }
  await appendAudit(
    tx,
    [{ actor: staffActor(caller), action: 'participant.edited', target, outcome: 'ok', detail }],
    caller.now,
  )
  return participantDoc({ id, rev, fields, updated_at: caller.now, updated_by_name: caller.displayName })
}

async function deny(scene: Scene, item: Item<'deny'>): Promise<CommandResult> {
  const { tx, caller, row } = scene
  const verdict = decideDeny({ role: caller.role, state: row.state })
  if (!verdict.ok) return await auditedRefusal(tx, caller, item, verdict)
  const stepped = await stepCorrection(tx, row.id, {
    state: 'denied',
    decided_at: caller.now,
    decided_by_name: caller.displayName,
    ground: item.ground,
    answer: item.answer,
  })
  await tell(scene, 'decided')
  await audit(scene, 'correction.denied', { ground: item.ground })
  return done(stepped)
}

async function tell({ deps, tx, caller, account, participant, row }: Scene, told: 'decided' | 'extended') {
  await tellAnswerWaits(deps, tx, { account, fields: participant.fields, row, step: told, now: caller.now })
}

async function audit(
  { tx, caller, row }: Scene,
  action: AuditEntry['action'],
  detail: NonNullable<AuditEntry['detail']> = {},
): Promise<void> {
  const target = { kind: 'correction', id: row.id } as const
  await appendAudit(tx, [{ actor: staffActor(caller), action, target, outcome: 'ok', detail }], caller.now)
}

function done(row: CorrectionRow): CommandResult {
  return { outcome: 'applied', corrections: [correctionDoc(row)] }
}
