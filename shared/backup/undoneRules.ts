import type { AccountDoc } from '../accounts/accountSchemas'
import type { CorrectionDoc } from '../corrections/correctionSchemas'
import type { MessageDoc } from '../messages/messageSchemas'
import { changesBetween, fieldsOf, sameValue, valueAt, withValue } from '../participants/participantRules'
import type { Participant } from '../participants/participantSchemas'
import type { OutboxItem } from '../sync/syncSchemas'
import type { RestoreNote } from './restoreSchemas'

/** What only a person can make good: nobody can send a message or a request in somebody else's name. */
export type UndonePaper =
  | { readonly kind: 'request'; readonly doc: CorrectionDoc }
  | { readonly kind: 'message'; readonly doc: MessageDoc }

/** A record as a console held it before the restore, and what the restored server undid of it. */
export interface Undone {
  readonly participant: Participant | null
  /** Only one that was revoked. */
  readonly account: AccountDoc | null
  readonly papers: readonly UndonePaper[]
  /** Null: nothing, as far as is known. */
  readonly open: UndoneParts | null
  /** Kept aside by a resync that is not through: only then it is known what the restore undid. */
  readonly fresh: boolean
}

export interface UndoneParts {
  readonly restoredAt: string
  /** Fields that said something else after the backup. */
  readonly paths: readonly string[]
  /** Access to the portal was revoked after the backup, and is open. */
  readonly access: boolean
  /** The server does not know the record at all. */
  readonly record: boolean
  /** Ids of messages and requests that are gone, and of requests whose decision is. */
  readonly papers: readonly string[]
}

/** What the server has now. `unknown`: it has said that nobody has this record, so it did not only leave the reader's scope (D4). */
export interface RestoredRow {
  readonly participant: Participant | undefined
  readonly account: AccountDoc | undefined
  readonly unknown: boolean
  readonly request: (id: string) => CorrectionDoc | undefined
  readonly message: (id: string) => MessageDoc | undefined
}

/** A write is dated at its beginning and may have been committed after the backup's moment. */
const MARGIN_MS = 120_000

/**
 * What a restore undid of one record (K2): only what the former server had acknowledged after the backup was made; null: nothing. What an
 * earlier restore undid and nobody has brought back stays open.
 */
export function undoneParts(held: Undone, row: RestoredRow, note: RestoreNote | null): UndoneParts | null {
  const earlier = held.open === null ? null : stillUndone(held, row)
  if (note === null) return earlier
  const since = Date.parse(note.backupMadeAt) - MARGIN_MS
  const isAfter = (at: string | null | undefined) => at != null && Date.parse(at) >= since
  const edited = isAfter(held.participant?.updatedAt)
  const parts = {
    restoredAt: note.restoredAt,
    paths: [...new Set([...(earlier?.paths ?? []), ...(edited ? differing(held, row) : [])])],
    access: earlier?.access === true || (isAfter(held.account?.disabledAt) && isOpen(row)),
    record: earlier?.record === true || (edited && row.participant === undefined && row.unknown),
    papers: papersOf(held, row, (paper) => earlier?.papers.includes(paper.doc.id) === true || isAfter(datedAt(paper))),
  }
  return orNothing(parts)
}

/**
 * Of what was held before two restores, what the server had acknowledged last. A field that the earlier one undid and nobody has touched since goes along:
 * somebody has only worked on the rest of the record. `row`: what the later one has instead.
 */
export function heldLast({ participant: known, open }: Undone, latest: Participant, row?: Participant): Participant {
  if (known === null) return latest
  if (latest.updatedAt <= known.updatedAt) return known
  if (row === undefined) return latest
  const isUntouched = (path: string) =>
    open?.paths.includes(path) && sameValue(valueAt(latest, path), valueAt(row, path))
  const missing = changesBetween(latest, known).filter(({ path }) => isUntouched(path))
  return missing.reduce((held, { path, value }) => withValue(held, path, value), latest)
}

function differing({ participant }: Undone, row: Pick<RestoredRow, 'participant'>): string[] {
  return participant && row.participant ? changesBetween(row.participant, participant).map(({ path }) => path) : []
}

function isOpen({ account }: Pick<RestoredRow, 'account'>): boolean {
  return account !== undefined && account.disabledAt === null
}

/** What the restore undid of a request: that it came, or that it was decided. */
function datedAt(paper: UndonePaper): string {
  return paper.kind === 'message' ? paper.doc.sentAt : (paper.doc.decidedAt ?? paper.doc.receivedAt)
}

function papersOf(
  held: Undone,
  row: Pick<RestoredRow, 'request' | 'message'>,
  counts: (paper: UndonePaper) => boolean,
): string[] {
  return held.papers.filter((paper) => counts(paper) && isMissing(paper, row)).map(({ doc }) => doc.id)
}

function isMissing(
  { kind, doc }: UndonePaper,
  { request, message }: Pick<RestoredRow, 'request' | 'message'>,
): boolean {
  if (kind === 'message') return message(doc.id) === undefined
  const now = request(doc.id)
  return now === undefined || (doc.decidedAt !== null && now.decidedAt === null && now.withdrawnAt === null)
}

function orNothing(parts: UndoneParts): UndoneParts | null {
  const { access, record, paths, papers } = parts
  return access || record || paths.length > 0 || papers.length > 0 ? parts : null
}

/** What is still to be brought back; null: the server says the same again, from whichever console it came. */
export function stillUndone(held: Undone, row: Omit<RestoredRow, 'unknown'>): UndoneParts | null {
  if (held.open === null) return null
  const differ = differing(held, row)
  return orNothing({
    restoredAt: held.open.restoredAt,
    paths: held.open.paths.filter((path) => differ.includes(path)),
    access: held.open.access && isOpen(row),
    record: held.open.record && row.participant === undefined,
    papers: papersOf(held, row, ({ doc }) => held.open?.papers.includes(doc.id) === true),
  })
}

/**
 * The writes that bring it back, with the authority of whoever presses: the access first. `paths`: fields that this person can and wants to write. Ids
 * are as before and what stands now is the base, so that two consoles that bring back the same thing make one of it (Y6).
 */
export function bringBack(
  { open, participant, account }: Undone,
  now: Participant | undefined,
  wanted: { readonly access: boolean; readonly record: boolean; readonly paths: readonly string[] },
  newId: () => string,
): OutboxItem[] {
  const participantId = participant?.id ?? account?.id
  if (open === null || participantId === undefined) return []
  const items: OutboxItem[] = []
  if (open.access && wanted.access) items.push({ kind: 'account.revoke', writeId: newId(), participantId })
  if (participant === null) return items
  if (open.record && wanted.record)
    items.push({ kind: 'participant.create', writeId: newId(), participantId, fields: fieldsOf(participant) })
  const paths = new Set([...wanted.paths, ...starred(participant, wanted.paths)])
  const isWanted = (path: string) => open.paths.includes(path) && paths.has(path)
  const changes = now ? changesBetween(now, participant).filter(({ path }) => isWanted(path)) : []
  if (changes.length > 0) items.push({ kind: 'edit', writeId: newId(), participantId, changes })
  return items
}

/** The contacts that these stars name: without them they would point nowhere. */
function starred({ defaultEmail, defaultPhone }: Participant, paths: readonly string[]): string[] {
  const email = paths.includes('defaultEmail') ? [`email:${defaultEmail}`] : []
  return paths.includes('defaultPhone') ? [...email, `phone:${defaultPhone}`] : email
}
