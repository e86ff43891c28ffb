import type { FieldValue } from '../participants/participantSchemas'

/** How an open conflict was decided: for the value that stood, the one that lost, or a third. */
export const CHOICES = ['kept', 'lost', 'other'] as const
export type Choice = (typeof CHOICES)[number]

/** Two values of one field (Y6). The row stays when it is decided. */
export interface ConflictDoc {
  readonly id: string
  readonly rev: number
  readonly participantId: string
  readonly path: string
  readonly base: FieldValue
  readonly lostValue: FieldValue
  readonly lostById: string
  readonly lostByName: string
  readonly lostAt: string
  readonly keptValue: FieldValue
  readonly keptByName: string
  readonly keptAt: string | null
  readonly resolvedAt: string | null
  /** These are null while it is open; `resolvedValue` may be null afterwards too. */
  readonly resolvedByName: string | null
  readonly choice: Choice | null
  readonly resolvedValue: FieldValue
}
