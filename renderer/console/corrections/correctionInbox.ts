import { daysBetween } from '../../../shared/corrections/correctionDates'
import { isOpen } from '../../../shared/corrections/correctionLimits'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import { fullName } from '../../../shared/participants/participantRules'
import { foldText } from '../../../shared/search/searchRules'
import type { StaffDoc } from '../../../shared/staff/staffSchemas'
import type { ParticipantDirectory } from '../participants/participantDirectory'
import { someoneToTell } from './correctionSteps'
import { askWords } from './correctionWords'
import { SOON_DAYS } from './dueWords'

/** The most urgent first. `follow_up`: decided, and the clinic still has something to do. */
export const GROUPS = ['overdue', 'soon', 'open', 'follow_up', 'over'] as const
export type Group = (typeof GROUPS)[number]

export const GROUP_WORDS: Readonly<Record<Group, string>> = {
  overdue: 'Overdue',
  soon: `Due within ${SOON_DAYS} days`,
  open: 'Open',
  follow_up: 'Decided, something left to do',
  over: 'Closed',
}

export const SORTS = ['due', 'due_last', 'received'] as const
export type Sort = (typeof SORTS)[number]

/** Whose hands it is in: `nobody` yet, `mine`, anybody's, or one colleague's by `keyOf`. */
export type HandsFilter = 'anybody' | 'mine' | 'nobody' | `by:${string}`

export interface InboxFilter {
  readonly words: string
  readonly programId: string | null
  readonly group: Group | 'all'
  readonly hands: HandsFilter
  readonly sort: Sort
}
export const EVERYTHING: InboxFilter = { words: '', programId: null, group: 'all', hands: 'anybody', sort: 'due' }

/** Something may be hidden by it. */
export function isNarrowed({ words, programId, group, hands }: InboxFilter): boolean {
  return words.trim() !== '' || programId !== null || group !== 'all' || hands !== 'anybody'
}

export interface InboxRow {
  readonly correction: CorrectionDoc
  readonly group: Group
  readonly name: string
  readonly programId: string | null
}

/** What the inbox looked like when it was left. In memory only: the words may be a name (R3). */
export interface InboxMemory {
  filter: InboxFilter
  offset: number
  activeId: string | null
}

export function newInboxMemory(): InboxMemory {
  return { filter: EVERYTHING, offset: 0, activeId: null }
}

export function groupOf(correction: CorrectionDoc, today: string): Group {
  const { state, dueOn } = correction
  if (isOpen(state)) {
    const days = daysBetween(today, dueOn)
    return days < 0 ? 'overdue' : days <= SOON_DAYS ? 'soon' : 'open'
  }
  return state === 'disagreement' || state === 'rebuttal' || someoneToTell(correction) ? 'follow_up' : 'over'
}

export interface Hands {
  /** Null in a copy, or of a request, from before there were ids. */
  readonly staffId: string | null
  /** As it was then. */
  readonly name: string
}

/** Who decided, or who has it in review; null: nobody yet. */
export function handsOf(correction: CorrectionDoc): Hands | null {
  const { decidedById, decidedByName, reviewedById, reviewedByName } = correction
  if (decidedByName !== null) return { staffId: decidedById ?? null, name: decidedByName }
  return reviewedByName === null ? null : { staffId: reviewedById ?? null, name: reviewedByName }
}

/** Tells colleagues of one name apart, as far as the request does. */
export function keyOf({ staffId, name }: Hands): string {
  return staffId ?? name
}

export type Reader = Readonly<Pick<StaffDoc, 'id' | 'displayName'>>

export function isReader({ staffId, name }: Hands, me: Reader | null): boolean {
  return me !== null && (staffId === null ? name === me.displayName : staffId === me.id)
}

export interface InboxFacts {
  readonly directory: Pick<ParticipantDirectory, 'get' | 'search'>
  readonly today: string
  readonly me: Reader | null
}

/** Every request of this person's scope that the filter lets through: by group, and in a group by the chosen order. */
export function inboxRows(
  corrections: Iterable<readonly [string, CorrectionDoc]>,
  filter: InboxFilter,
  { directory, today, me }: InboxFacts,
): InboxRow[] {
  const found = finder(filter.words, directory)
  const rows: InboxRow[] = []
  for (const [, correction] of corrections) {
    const participant = directory.get(correction.participantId)?.participant
    const programId = participant?.programId ?? null
    if (filter.programId !== null && programId !== filter.programId) continue
    const group = groupOf(correction, today)
    if (filter.group !== 'all' && group !== filter.group) continue
    if (!inHands(correction, filter.hands, me) || !found(correction)) continue
    rows.push({ correction, group, name: participant ? fullName(participant) : correction.authorName, programId })
  }
  return rows.sort((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) || inOrder(a, b, filter.sort))
}

function inHands(correction: CorrectionDoc, wanted: HandsFilter, me: Reader | null): boolean {
  if (wanted === 'anybody') return true
  const hands = handsOf(correction)
  if (wanted === 'nobody') return hands === null
  if (hands === null) return false
  return wanted === 'mine' ? isReader(hands, me) : keyOf(hands) === wanted.slice('by:'.length)
}

/** By the participant as the list of participants finds them, or by words of the request itself. */
function finder(typed: string, directory: InboxFacts['directory']): (correction: CorrectionDoc) => boolean {
  const words = foldText(typed)
    .split(' ')
    .filter((word) => word !== '')
  if (words.length === 0) return () => true
  const people = new Set(directory.search(typed))
  return (correction) => {
    if (people.has(correction.participantId)) return true
    const text = foldText(textOf(correction))
    return words.every((word) => text.includes(word))
  }
}

function textOf(correction: CorrectionDoc): string {
  const { description, about, answer, disagreement, authorName } = correction
  return [authorName, askWords(correction), description, about?.quote ?? '', answer ?? '', disagreement ?? ''].join(' ')
}

function inOrder(a: InboxRow, b: InboxRow, sort: Sort): number {
  const [one, other] = [a.correction, b.correction]
  // What is over has no date to be in time for: the newest is what somebody looks for.
  if (sort === 'received' || a.group === 'over') return other.receivedAt.localeCompare(one.receivedAt)
  const byDue = one.dueOn.localeCompare(other.dueOn) || one.receivedAt.localeCompare(other.receivedAt)
  return sort === 'due' ? byDue : -byDue
}

export type ListItem =
  | { readonly kind: 'heading'; readonly group: Group; readonly count: number }
  | { readonly kind: 'row'; readonly row: InboxRow; readonly place: number }

/** The rows with a heading before each group. */
export function withHeadings(rows: readonly InboxRow[]): ListItem[] {
  return rows.flatMap((row, place): ListItem[] => {
    const item: ListItem = { kind: 'row', row, place }
    if (rows[place - 1]?.group === row.group) return [item]
    const count = rows.filter(({ group }) => group === row.group).length
    return [{ kind: 'heading', group: row.group, count }, item]
  })
}

export interface InboxCounts {
  /** Waits for a decision. */
  readonly open: number
  readonly overdue: number
  readonly soon: number
  readonly followUp: number
}

export function countInbox(corrections: Iterable<readonly [string, CorrectionDoc]>, today: string): InboxCounts {
  const counts: Record<Group, number> = { overdue: 0, soon: 0, open: 0, follow_up: 0, over: 0 }
  for (const [, correction] of corrections) counts[groupOf(correction, today)]++
  const { overdue, soon, open, follow_up: followUp } = counts
  return { open: overdue + soon + open, overdue, soon, followUp }
}
