import { decideClose, decideRebut, decideTold } from '../../shared/corrections/correctionRules'
import type { CommandResult } from '../participants/participantCommands'
import { auditedRefusal } from '../sync/refusalAudit'
import { audit, done, type Item, type Scene, tell } from './correctionScene'
import { stepCorrection } from './correctionStore'

/** 45 CFR 164.526(d)(3): the clinic's answer to the statement of disagreement; the participant gets a copy, so they are told. */
export async function rebut(scene: Scene, item: Item<'rebut'>): Promise<CommandResult> {
  const { tx, caller, row } = scene
  const verdict = decideRebut({ role: caller.role, state: row.state })
  if (!verdict.ok) return await auditedRefusal(tx, caller, item, verdict)
  const stepped = await stepCorrection(tx, row.id, {
    state: 'rebuttal',
    rebuttal: item.text,
    rebutted_at: caller.now,
    rebutted_by_name: caller.displayName,
  })
  await tell(scene, 'rebutted')
  await audit(scene, 'correction.rebutted')
  return await done(tx, stepped)
}

export async function close(scene: Scene, item: Item<'close'>): Promise<CommandResult> {
  const { tx, caller, row } = scene
  const verdict = decideClose({ role: caller.role, state: row.state })
  if (!verdict.ok) return await auditedRefusal(tx, caller, item, verdict)
  const stepped = await stepCorrection(tx, row.id, {
    state: 'closed',
    closed_at: caller.now,
    closed_by_name: caller.displayName,
  })
  await audit(scene, 'correction.closed')
  return await done(tx, stepped)
}

/** 45 CFR 164.526(c)(3): staff have told one of the persons whom the participant named. */
export async function noteTold(scene: Scene, item: Item<'told'>): Promise<CommandResult> {
  const { tx, caller, row } = scene
  const { role, now, displayName } = caller
  const verdict = decideTold({ role, state: row.state, persons: row.persons, personId: item.personId })
  if (!verdict.ok) return await auditedRefusal(tx, caller, item, verdict)
  const persons = row.persons.map((person) =>
    person.id === item.personId ? { ...person, toldAt: now.toISOString(), toldByName: displayName } : person,
  )
  const stepped = await stepCorrection(tx, row.id, { persons })
  await audit(scene, 'correction.told', { person: item.personId })
  return await done(tx, stepped)
}
