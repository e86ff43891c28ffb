import type { ChangeVerdict, DenialGround } from '../../../shared/corrections/correctionLimits'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import type { LetterRequest } from '../../../shared/corrections/letters/letterFacts'
import { sameValue, valueAt } from '../../../shared/participants/participantRules'
import type { ParticipantFields } from '../../../shared/participants/participantSchemas'
import type { CorrectionItem } from './correctionWishes'
import { textFault } from './stepDialogProps'

/** Of a request that is only described, which is decided as a whole. */
export const WHOLE = ''

/** A decision as it is being made; nothing of it has left this form. */
export interface DecisionDraft {
  /** By path, or under `WHOLE`. */
  readonly verdicts: Readonly<Record<string, ChangeVerdict>>
  readonly ground: DenialGround | null
  readonly answer: string
}
export const NEW_DRAFT: DecisionDraft = { verdicts: {}, ground: null, answer: '' }

/** What the command says. */
export type DecisionWords = Pick<
  Extract<CorrectionItem, { kind: 'correction.decide' }>,
  'accepted' | 'ground' | 'answer'
>

type Asked = Pick<CorrectionDoc, 'changes'>

export function pathsOf({ changes }: Asked): readonly string[] {
  return changes.length === 0 ? [WHOLE] : changes.map(({ path }) => path)
}

/** Null until every field has its verdict. */
export function outcomeOf(draft: DecisionDraft, asked: Asked): 'accepted' | 'partly_accepted' | 'denied' | null {
  const verdicts = pathsOf(asked).map((path) => draft.verdicts[path])
  if (verdicts.includes(undefined)) return null
  if (!verdicts.includes('denied')) return 'accepted'
  return verdicts.includes('accepted') ? 'partly_accepted' : 'denied'
}

export function setAll(draft: DecisionDraft, paths: readonly string[], verdict: ChangeVerdict): DecisionDraft {
  return { ...draft, verdicts: { ...draft.verdicts, ...Object.fromEntries(paths.map((path) => [path, verdict])) } }
}

/** The record says a third value, so accepting would change nothing and be answered as overtaken (decision 0004). */
export function isOvertaken({ path, old, proposed }: CorrectionDoc['changes'][number], record: ParticipantFields) {
  const now = valueAt(record, path)
  return !sameValue(now, old) && !sameValue(now, proposed)
}

export interface DecisionFaults {
  readonly verdict: string | null
  readonly ground: string | null
  readonly answer: string | null
}

/** What is still missing, by the field that it is missing from; all null when the decision can be sent (G3). */
export function faultsOf(draft: DecisionDraft, asked: Asked): DecisionFaults {
  const outcome = outcomeOf(draft, asked)
  const denies = Object.values(draft.verdicts).includes('denied')
  const described = asked.changes.length === 0
  const required = denies ? 'Explain the decision in plain words.' : described ? 'Say what was changed.' : null
  return {
    verdict: outcome !== null ? null : described ? 'Accept or deny the request.' : 'Accept or deny each field.',
    ground: denies && draft.ground === null ? 'Choose a ground.' : null,
    answer: textFault(draft.answer, required),
  }
}

export function isReady(faults: DecisionFaults): boolean {
  return faults.verdict === null && faults.ground === null && faults.answer === null
}

/** For a draft without faults. */
export function decisionOf(draft: DecisionDraft, { changes }: Asked): DecisionWords {
  const accepted = changes.flatMap(({ path }) => (draft.verdicts[path] === 'accepted' ? [path] : []))
  const denies = Object.values(draft.verdicts).includes('denied')
  return { accepted, ground: denies ? draft.ground : null, answer: draft.answer.trim() }
}

/** A decision that was sent and not done, to begin again from. */
export function draftOf({ accepted, ground, answer }: DecisionWords, asked: Asked): DecisionDraft {
  const verdictOf = (path: string): ChangeVerdict =>
    path === WHOLE ? (ground === null ? 'accepted' : 'denied') : accepted.includes(path) ? 'accepted' : 'denied'
  const verdicts = Object.fromEntries(pathsOf(asked).map((path) => [path, verdictOf(path)]))
  return { verdicts, ground, answer }
}

/** The request as it would be after this decision, for the preview of its letter. */
export function decidedRequest(draft: DecisionDraft, correction: CorrectionDoc): LetterRequest {
  const { ground, answer } = decisionOf(draft, correction)
  const changes = correction.changes.map((change) => ({ ...change, verdict: draft.verdicts[change.path] ?? null }))
  return { ...correction, changes, ground, answer: answer === '' ? null : answer }
}

/** What an item of the queue would decide; null for other steps. */
export function wordsOf(item: CorrectionItem, { changes }: Asked): DecisionWords | null {
  if (item.kind === 'correction.decide') return item
  if (item.kind === 'correction.accept')
    return { accepted: changes.map(({ path }) => path), ground: null, answer: item.answer }
  return item.kind === 'correction.deny' ? { accepted: [], ground: item.ground, answer: item.answer } : null
}
