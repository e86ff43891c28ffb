import { decideCorrection } from '../../shared/corrections/correctionRules'
import type { Participant } from '../../shared/participants/participantSchemas'
import type { EditDecision } from '../../shared/sync/mergeRules'
import { appendAudit } from '../audit/auditStore'
import type { CommandResult } from '../participants/participantCommands'
import { participantDoc, updateParticipants } from '../participants/participantStore'
import { nextRev } from '../platform/database/transaction'
import { auditedRefusal } from '../sync/refusalAudit'
import { staffActor } from '../sync/writeCaller'
import { writeLetter } from './correctionLetters'
import { audit, done, type Item, readersLanguage, type Scene, tell } from './correctionScene'
import { correctionDoc, correctionDocs, stepCorrection } from './correctionStore'

/**
 * The record changes with the same rules as by an edit, and in the same commit as the decision. `conflict` when somebody decided first, the participant withdrew, or one of the
 * fields has moved on: then nothing is done, and the answer carries the request as it is now.
 */
export async function decide(scene: Scene, item: Item<'decide'>): Promise<CommandResult> {
  const { tx, caller, participant, row } = scene
  const verdict = decideCorrection({
    role: caller.role,
    state: row.state,
    changes: row.changes,
    accepted: item.accepted,
    ground: item.ground,
    answer: item.answer,
    record: participant.fields,
    meta: participant.meta,
    author: caller.displayName,
    now: caller.now,
  })
  if (!verdict.ok) {
    const refused = await auditedRefusal(tx, caller, item, { reason: verdict.reason, ...message(verdict) })
    return 'overtaken' in verdict
      ? { ...refused, outcome: 'conflict', corrections: await correctionDocs(tx, [row]) }
      : refused
  }
  const answer = item.answer === '' ? null : item.answer
  const language = readersLanguage(scene)
  const request = { ...correctionDoc(row, []), changes: verdict.changes, ground: item.ground, answer }
  const letter = writeLetter('decision', scene, request, language)
  const edited = verdict.edit === null ? null : await writeEdit(scene, verdict.edit)
  const stepped = await stepCorrection(tx, row.id, {
    state: verdict.state,
    changes: verdict.changes,
    language,
    letter,
    decided_at: caller.now,
    decided_by: caller.staffId,
    decided_by_name: caller.displayName,
    ground: item.ground,
    answer,
  })
  await tell(scene, 'decided')
  const ground = item.ground === null ? {} : { ground: item.ground }
  await audit(scene, `correction.${verdict.state}`, {
    ...ground,
    accepted: item.accepted.length,
    of: row.changes.length,
    letter: letter.hash,
  })
  return { ...(await done(tx, stepped)), ...(edited && { participant: edited }) }
}

function message(verdict: object): { readonly message?: string } {
  return 'message' in verdict && typeof verdict.message === 'string' ? { message: verdict.message } : {}
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
