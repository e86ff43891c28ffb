import type { ReactNode } from 'react'
import { CORRECTION_TEXT_LENGTH } from '../../../shared/corrections/correctionLimits'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'

/** What the dialogs with fields have in common. */
export interface StepDialogProps {
  readonly opened: boolean
  /** It is being written down. */
  readonly busy: boolean
  readonly name: ReactNode
  /** When it takes effect, as the end of a sentence. */
  readonly when: string
  readonly correction: CorrectionDoc
  readonly onCancel: () => void
}

/** What is wrong with a text that the participant will read; null when nothing is. */
export function textFault(text: string, required: string | null): string | null {
  const length = [...text.trim()].length
  if (length === 0) return required
  return length > CORRECTION_TEXT_LENGTH ? `Too long by ${length - CORRECTION_TEXT_LENGTH} characters.` : null
}
