import { useState } from 'react'
import type { DraftForm, DraftPlace, DraftWords } from '../replica/drafts'
import { useSession } from './SessionContext'

export interface KeptDraft<Words> {
  /** What was typed here before and not sent; as it was when the form was opened. */
  readonly found: Words | undefined
  readonly keep: (words: Words) => void
  readonly drop: () => void
}

/** The words of one form, kept in the sealed copy while they are typed. */
export function useDraft<Form extends DraftForm>(place: DraftPlace<Form>): KeptDraft<DraftWords[Form]> {
  const { drafts } = useSession().replica
  const [found] = useState(() => drafts.get(place))
  return { found, keep: (words) => drafts.keep(place, words), drop: () => void drafts.drop(place) }
}
