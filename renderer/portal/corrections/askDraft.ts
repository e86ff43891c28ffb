import { CORRECTION_TEXT_LENGTH } from '../../../shared/corrections/correctionLimits'
import type { SubmitCorrection } from '../../../shared/corrections/correctionSchemas'
import type { PortalText } from '../text/portalText'
import { type Choice, isRemovable } from './correctionChoices'

/** One marked field: which (`Choice.key`) and what it should say. `id` names the row while it is edited. */
export interface FieldRow {
  readonly id: string
  readonly key: string
  readonly proposed: string
}
export interface PersonRow {
  readonly id: string
  readonly name: string
  readonly contact: string
}

/** What stands in the form. */
export interface AskDraft {
  readonly rows: readonly FieldRow[]
  readonly description: string
  readonly persons: readonly PersonRow[]
}

/** What is wrong, by the row's id. */
export interface AskFaults {
  readonly rows: Readonly<Record<string, string>>
  readonly persons: Readonly<Record<string, string>>
  readonly description: string | null
}

export const NO_FAULTS: AskFaults = { rows: {}, persons: {}, description: null }

export function isFine({ rows, persons, description }: AskFaults): boolean {
  return description === null && Object.keys(rows).length === 0 && Object.keys(persons).length === 0
}

/** What the reader has to put right before anything is sent. Values are judged by the server, which has the record's rules. */
export function faultsOf(draft: AskDraft, choices: readonly Choice[], own: PortalText['corrections']): AskFaults {
  const { rows, persons, description } = draft
  const over = [...description.trim()].length - CORRECTION_TEXT_LENGTH
  const blank = rows.length === 0 && description.trim() === ''
  return {
    rows: Object.fromEntries(rows.flatMap((row) => (saysSomethingElse(row, choices) ? [] : [[row.id, own.same]]))),
    persons: Object.fromEntries(
      persons.flatMap(({ id, name, contact }) =>
        name.trim() === '' && contact.trim() !== '' ? [[id, own.personBlank]] : [],
      ),
    ),
    description: blank ? own.blank : over > 0 ? own.tooLong({ count: over }) : null,
  }
}

function saysSomethingElse({ key, proposed }: FieldRow, choices: readonly Choice[]): boolean {
  const chosen = choices.find((choice) => choice.key === key)
  if (!chosen) return false
  if (proposed.trim() === '') return isRemovable(chosen)
  return proposed.trim() !== (chosen.seen ?? '').trim()
}

/** As the server takes it; a person of whom nothing was typed is nobody. */
export function sentBy(
  { rows, description, persons }: AskDraft,
  choices: readonly Choice[],
): Pick<SubmitCorrection, 'changes' | 'description' | 'persons'> {
  const changes = rows.flatMap(({ key, proposed }) => {
    const chosen = choices.find((choice) => choice.key === key)
    if (!chosen) return []
    return [{ field: chosen.field, seen: chosen.seen, proposed: proposed.trim() === '' ? null : proposed }]
  })
  const named = persons.filter(({ name }) => name.trim() !== '').map(({ name, contact }) => ({ name, contact }))
  return { changes, description, persons: named }
}

/** What a row may be about: its own field, and those that no other row has. */
export function openChoices(rows: readonly FieldRow[], choices: readonly Choice[], own?: FieldRow): readonly Choice[] {
  const taken = new Set(rows.filter(({ id }) => id !== own?.id).map(({ key }) => key))
  return choices.filter(({ key }) => !taken.has(key))
}
