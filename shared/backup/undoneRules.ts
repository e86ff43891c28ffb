import type { AccountDoc } from '../accounts/accountSchemas'
import { changesBetween, fieldsOf } from '../participants/participantRules'
import type { Participant } from '../participants/participantSchemas'
import type { OutboxItem } from '../sync/syncSchemas'
import type { RestoreNote } from './restoreSchemas'

/** A record as a console held it before the restore, and what the restored server undid of it. */
export interface Undone {
  readonly participant: Participant | null
  /** Only one that was revoked. */
  readonly account: AccountDoc | null
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
}

/** What the server has now. `unknown`: it has said that nobody has this record, so it did not only leave the reader's scope (D4). */
export interface RestoredRow {
  readonly participant: Participant | undefined
  readonly account: AccountDoc | undefined
  readonly unknown: boolean
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
  }
  return orNothing(parts)
}

function differing({ participant }: Undone, row: Pick<RestoredRow, 'participant'>): string[] {
  return participant && row.participant ? changesBetween(row.participant, participant).map(({ path }) => path) : []
}

function isOpen({ account }: Pick<RestoredRow, 'account'>): boolean {
  return account !== undefined && account.disabledAt === null
}

function orNothing(parts: UndoneParts): UndoneParts | null {
  return parts.access || parts.record || parts.paths.length > 0 ? parts : null
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
  const isWanted = (path: string) => open.paths.includes(path) && wanted.paths.includes(path)
  const changes = now ? changesBetween(now, participant).filter(({ path }) => isWanted(path)) : []
  if (changes.length > 0) items.push({ kind: 'edit', writeId: newId(), participantId, changes })
  return items
}
