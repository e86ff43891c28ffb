import { sameValue } from '../../../shared/participants/participantRules'
import type { OutboxItem, OutboxKind, PushResult } from '../../../shared/sync/syncSchemas'
import type { OutboxEntry } from './replicaDatabase'

/** Applied commands stay listed this long, by the server's clock, so that a person sees what became of yesterday's work (decision 0004). */
const LISTED_MS = 24 * 3_600_000
const MOST_LISTED = 200

/** An edit is seen in the record itself, and nobody acts on a view or a reading mark: these leave as soon as they are answered. */
const LEAVING: ReadonlySet<OutboxKind> = new Set(['edit', 'invite.share', 'participant.view', 'message.read'])
const NOTES: ReadonlySet<OutboxKind> = new Set(['participant.view', 'message.read'])

type Entries = Iterable<readonly [string, OutboxEntry]>
type Rows = (readonly [string, OutboxEntry])[]

/** The server has not answered yet: it waits here, or it has left and no answer came so far. */
export function isUnsettled({ state }: Pick<OutboxEntry, 'state'>): boolean {
  return state === 'queued' || state === 'sent'
}

/** Not done, and a person must read why. */
export function isTroubled({ state }: Pick<OutboxEntry, 'state'>): boolean {
  return state === 'refused' || state === 'conflict'
}

/** What becomes of an entry when the server has answered for good; null: it leaves. `at` is the server's time. */
export function settledEntry(entry: OutboxEntry, result: PushResult, at: string): OutboxEntry | null {
  const { reason = null, message = null, outcome } = result
  const { kind } = entry.item
  const answered = { ...entry, reason, message, settledAt: at }
  if (outcome === 'refused') return { ...answered, state: 'refused' }
  if (LEAVING.has(kind)) return null
  if (outcome === 'conflict') return { ...answered, state: 'conflict' }
  return { ...answered, item: withoutWords(entry.item), state: 'applied' }
}

/** What a list of done things needs no more: a spoken code is readable only on its way (S0.13), and words live in the documents alone (D4). */
function withoutWords(item: OutboxItem): OutboxItem {
  switch (item.kind) {
    case 'invite.create':
    case 'invite.resend':
      return { ...item, verbalCode: null }
    case 'message.send':
      return { ...item, body: '' }
    case 'correction.decide':
    case 'correction.accept':
    case 'correction.deny':
      return { ...item, answer: '' }
    case 'correction.extend':
      return { ...item, reason: '' }
    case 'correction.rebut':
      return { ...item, text: '' }
    default:
      return item
  }
}

/** Applied entries that need not be listed any more. A time that the server's clock can no longer mean counts as long ago. */
export function outdated(entries: Entries, serverTime: string): string[] {
  const now = Date.parse(serverTime)
  const done = [...entries].filter(([, entry]) => isDone(entry)).sort(([, a], [, b]) => b.order - a.order)
  return done
    .filter(([, { settledAt }], at) => at >= MOST_LISTED || Math.abs(now - Date.parse(settledAt ?? '')) >= LISTED_MS)
    .map(([id]) => id)
}

/** A refused note is kept for a while only so that it is not made again and again. */
function isDone({ state, item }: OutboxEntry): boolean {
  return state === 'applied' || (state === 'refused' && NOTES.has(item.kind))
}

/** What taking back one queued write does to the others of this console. */
export interface CancelPlan {
  readonly remove: readonly string[]
  readonly rewrite: Rows
}

/**
 * Takes along what cannot be without it: everything about a person that it creates, what follows an invite that it makes. Edits that went on from
 * the words that it takes back now go on from what was there before, or their author would be in conflict with themselves.
 */
export function cancelPlan(entries: Entries, writeId: string): CancelPlan {
  const queued = [...entries].filter(([, { state }]) => state === 'queued').sort(([, a], [, b]) => a.order - b.order)
  const target = queued.find(([id]) => id === writeId)?.[1]
  if (target === undefined) return { remove: [], rewrite: [] }
  const later = queued.filter(([, { order }]) => order > target.order)
  const rewrite = target.item.kind === 'edit' ? rebased(later, target.item) : []
  return { remove: [writeId, ...dependants(later, target.item)], rewrite }
}

function dependants(later: Rows, item: OutboxItem): string[] {
  if (item.kind === 'participant.create') {
    const invites = new Set<string>()
    return idsOf(later, (other) => {
      const about = 'participantId' in other ? other.participantId === item.participantId : follows(other, invites)
      if (about && 'inviteId' in other) invites.add(other.inviteId)
      return about
    })
  }
  if (item.kind !== 'invite.create' && item.kind !== 'invite.resend') return []
  const invites = new Set([item.inviteId])
  return idsOf(later, (other) => {
    const about = follows(other, invites)
    if (about && 'inviteId' in other) invites.add(other.inviteId)
    return about
  })
}

function follows(item: OutboxItem, invites: ReadonlySet<string>): boolean {
  if (item.kind === 'invite.resend') return invites.has(item.previousId)
  return (item.kind === 'invite.revoke' || item.kind === 'invite.share') && invites.has(item.inviteId)
}

function idsOf(rows: Rows, wanted: (item: OutboxItem) => boolean): string[] {
  return rows.filter(([, { item }]) => wanted(item)).map(([id]) => id)
}

type Edit = Extract<OutboxItem, { kind: 'edit' }>

function rebased(later: Rows, taken: Edit): Rows {
  // By path: what the next edit of it went on from, and what it goes on from now. After that one the chain is whole again.
  const open = new Map(taken.changes.map((change) => [change.path, change]))
  const rewritten: Rows = []
  for (const [id, entry] of later) {
    const { item } = entry
    if (item.kind !== 'edit' || item.participantId !== taken.participantId) continue
    const changes = item.changes.map((change) => {
      const gone = open.get(change.path)
      open.delete(change.path)
      return gone && sameValue(change.base, gone.value) ? { ...change, base: gone.base } : change
    })
    if (changes.some((change, at) => change !== item.changes[at]))
      rewritten.push([id, { ...entry, item: { ...item, changes } }])
  }
  return rewritten
}

type InviteOwners = { get(id: string): { readonly participantId: string } | undefined }

/** Whom an item is about. Resends and revocations name only an invite, perhaps one that this console made and the server has not heard of. */
export function participantOf(item: OutboxItem, invites: InviteOwners, entries: Entries): string | null {
  if ('participantId' in item) return item.participantId
  const inviteId = item.kind === 'invite.resend' ? item.previousId : item.inviteId
  const known = invites.get(inviteId)?.participantId
  if (known !== undefined) return known
  for (const [, { item: other }] of entries)
    if (other !== item && 'tokenHash' in other && other.inviteId === inviteId)
      return participantOf(other, invites, entries)
  return null
}
