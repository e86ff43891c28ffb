import type { ReactNode } from 'react'
import type { FieldValue } from '../../../shared/participants/participantSchemas'
import type { RecordDraft } from './recordDraft'

export interface RecordFormProps {
  readonly state: RecordDraft
  readonly onType: (path: string, value: FieldValue) => void
  readonly onLeave: (path: string) => void
  /** The note under a field that somebody else has changed meanwhile; null where nobody has. */
  readonly noteFor: (path: string) => ReactNode
}

/** The id of a field's control, so that the first problem can be given the focus. */
export function controlId(path: string): string {
  return `field-${path}`
}
