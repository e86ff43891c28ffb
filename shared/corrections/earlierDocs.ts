import type { ChangeVerdict } from './correctionLimits'
import type { CorrectionDoc, ProposedChange } from './correctionSchemas'

/** As replicas held it before a request could have several changes. */
type EarlierDoc = Omit<Partial<CorrectionDoc>, 'changes'> &
  Pick<
    CorrectionDoc,
    'id' | 'rev' | 'participantId' | 'authorName' | 'state' | 'description' | 'receivedAt' | 'dueOn'
  > & {
    readonly change: ProposedChange | null
  }

const NEW_FIELDS = {
  about: null,
  files: [],
  persons: [],
  profile: 'days_60_30',
  language: 'en',
  acknowledgedAt: null,
  acknowledgedByName: null,
  reviewedAt: null,
  reviewedByName: null,
  extendedAt: null,
  extendedByName: null,
  extensionReason: null,
  extensionLetter: null,
  decidedAt: null,
  decidedByName: null,
  ground: null,
  answer: null,
  letter: null,
  withdrawnAt: null,
  disagreement: null,
  disagreedAt: null,
  rebuttal: null,
  rebuttedAt: null,
  rebuttedByName: null,
  closedAt: null,
  closedByName: null,
} as const satisfies Partial<CorrectionDoc>

/**
 * A request from a replica of an earlier version, so that a console which was updated away from the network can show it until the next sync
 * brings the server's own. Today's are given back as they are.
 */
export function correctionOfToday(doc: CorrectionDoc | EarlierDoc): CorrectionDoc {
  if (!('change' in doc)) return doc
  const { change, ...rest } = doc
  const verdict = verdictOf(doc.state)
  return { ...NEW_FIELDS, ...rest, changes: change === null ? [] : [{ ...change, verdict }] }
}

/** Then a request was decided as a whole. */
function verdictOf(state: CorrectionDoc['state']): ChangeVerdict | null {
  if (state === 'accepted') return 'accepted'
  return state === 'denied' || state === 'disagreement' ? 'denied' : null
}
