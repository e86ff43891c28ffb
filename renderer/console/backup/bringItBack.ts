import { allows, mayUseProgram } from '../../../shared/access/roles'
import { bringBack } from '../../../shared/backup/undoneRules'
import type { StaffDoc } from '../../../shared/staff/staffSchemas'
import type { OutboxItem, Refusal } from '../../../shared/sync/syncSchemas'
import type { Replica } from '../replica/replica'
import type { OutboxEntry } from '../replica/replicaDatabase'
import type { UndoneView } from './undoneViews'

/** What this colleague can bring back of a record, and nobody has asked for yet. The server decides by the same table. */
export interface Within {
  readonly access: boolean
  readonly record: boolean
  readonly paths: readonly string[]
}

export function withinReach(
  { held, open, revoking, making, writing }: UndoneView,
  me: StaffDoc | null,
  programs: readonly { readonly id: string }[],
): Within {
  if (me === null) return { access: false, record: false, paths: [] }
  const programId = held.participant?.programId ?? ''
  const mayPlace = programs.some(({ id }) => id === programId) && mayUseProgram(me, programId)
  const mayEdit = allows(me.role, 'participant.edit_details')
  return {
    access: open.access && revoking === null && allows(me.role, 'account.revoke'),
    record: open.record && making === null && mayPlace && allows(me.role, 'participant.create'),
    paths: mayEdit ? open.paths.filter((path) => !writing.has(path) && (path !== 'programId' || mayPlace)) : [],
  }
}

/** Somebody has worked on the record since the restore, so that a person looks at each of its fields. */
export function isChangedSince({ now, open }: UndoneView): boolean {
  return now !== undefined && now.updatedAt > open.restoredAt
}

/** How the server says that it does not have the record, or not for this colleague. */
const RECORD_MISSING: ReadonlySet<Refusal> = new Set(['out_of_scope', 'unknown_participant'])

export function isNothing({ access, record, paths }: Within): boolean {
  return !access && !record && paths.length === 0
}

/** What somebody wants brought back of one record. */
export interface Wanted {
  readonly view: UndoneView
  readonly within: Within
}

/**
 * Queues it, of however many records in one append (K2). An earlier try that was refused goes from the list. Edits that were refused because the restored
 * server did not have the record follow it: what their author saw is what it says again.
 */
export async function bringItBack(
  replica: Pick<Replica, 'enqueue' | 'dismiss'>,
  wanted: readonly Wanted[],
): Promise<void> {
  const wishes = wanted.map(wishesOf)
  await replica.enqueue(...wishes.flatMap(({ items }) => items))
  // After it: cut in between there are two of it, not none (Y1).
  for (const writeId of wishes.flatMap(({ over }) => over)) await replica.dismiss(writeId)
}

function wishesOf({ view: { held, now, troubled }, within }: Wanted) {
  const items = bringBack(held, now, within, () => crypto.randomUUID())
  const follows = ({ item, reason }: OutboxEntry) =>
    within.record && item.kind === 'edit' && reason !== null && RECORD_MISSING.has(reason)
  const following = troubled.filter(follows).sort((a, b) => a.order - b.order)
  const over = troubled.filter((entry) => follows(entry) || items.some((item) => isSameWish(entry.item, item)))
  return {
    items: [...items, ...following.map(({ item }) => ({ ...item, writeId: crypto.randomUUID() }))],
    over: over.map(({ item }) => item.writeId),
  }
}

function isSameWish(earlier: OutboxItem, item: OutboxItem): boolean {
  if (earlier.kind !== 'edit' || item.kind !== 'edit') return earlier.kind === item.kind
  return earlier.changes.every(({ path }) => item.changes.some((change) => change.path === path))
}
