import { allows } from '../../shared/access/roles'
import { dayIn } from '../../shared/corrections/correctionDates'
import { decideAcknowledge, decideExtend, decideReview } from '../../shared/corrections/correctionRules'
import type { Refusal } from '../../shared/sync/syncSchemas'
import { lockAccount } from '../accounts/accountStore'
import type { CommandResult } from '../participants/participantCommands'
import { lockParticipants } from '../participants/participantStore'
import type { Tx } from '../platform/database/transaction'
import { auditedRefusal } from '../sync/refusalAudit'
import type { WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { close, noteTold, rebut } from './correctionAftermath'
import { decide } from './correctionDecision'
import { writeLetter } from './correctionLetters'
import { audit, type CorrectionItem, done, type Item, readersLanguage, type Scene, tell } from './correctionScene'
import { correctionDoc, lockCorrection, stepCorrection } from './correctionStore'

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
  const clinic = (await deps.clinic.read(tx)).doc
  return await step({ deps, tx, caller, participant, account, row, clinic }, item)
}

async function step(scene: Scene, item: CorrectionItem): Promise<CommandResult> {
  switch (item.kind) {
    case 'correction.acknowledge':
      return await acknowledge(scene, item)
    case 'correction.review':
      return await review(scene, item)
    case 'correction.extend':
      return await extend(scene, item)
    case 'correction.decide':
      return await decide(scene, item)
    case 'correction.rebut':
      return await rebut(scene, item)
    case 'correction.close':
      return await close(scene, item)
    case 'correction.told':
      return await noteTold(scene, item)
    case 'correction.accept':
    case 'correction.deny':
      return await decide(scene, fromEarlier(scene, item))
  }
}

/** What a console of an earlier version queued: all of a request, or none of it. */
function fromEarlier({ row }: Scene, item: Item<'accept' | 'deny'>): Item<'decide'> {
  const { writeId, participantId, correctionId, answer } = item
  const accepted = item.kind === 'correction.accept' ? row.changes.map(({ path }) => path) : []
  const ground = item.kind === 'correction.deny' ? item.ground : null
  return { kind: 'correction.decide', writeId, participantId, correctionId, accepted, ground, answer }
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
  return await done(tx, stepped)
}

async function review(scene: Scene, item: Item<'review'>): Promise<CommandResult> {
  const { tx, caller, row } = scene
  const verdict = decideReview({ role: caller.role, state: row.state })
  if (!verdict.ok) return await auditedRefusal(tx, caller, item, verdict)
  const stepped = await stepCorrection(tx, row.id, {
    state: 'in_review',
    reviewed_at: caller.now,
    reviewed_by: caller.staffId,
    reviewed_by_name: caller.displayName,
  })
  await audit(scene, 'correction.in_review')
  return await done(tx, stepped)
}

async function extend(scene: Scene, item: Item<'extend'>): Promise<CommandResult> {
  const { tx, caller, row, clinic } = scene
  const verdict = decideExtend({
    role: caller.role,
    state: row.state,
    dueOn: row.due_on,
    profile: row.profile,
    holidays: clinic.settings.corrections.holidays,
    extended: row.extended_at !== null,
    today: dayIn(caller.now, clinic.timeZone),
    until: item.until,
  })
  if (!verdict.ok) return await auditedRefusal(tx, caller, item, verdict)
  const language = readersLanguage(scene)
  const request = { ...correctionDoc(row, []), dueOn: item.until, extensionReason: item.reason }
  const letter = writeLetter('extension', scene, request, language)
  const stepped = await stepCorrection(tx, row.id, {
    due_on: item.until,
    language,
    extension_letter: letter,
    extended_at: caller.now,
    extended_by_name: caller.displayName,
    extension_reason: item.reason,
  })
  await tell(scene, 'extended')
  await audit(scene, 'correction.extended', { from: row.due_on, until: item.until, letter: letter.hash })
  return await done(tx, stepped)
}
