import type { Undone, UndoneParts } from '../../../shared/backup/undoneRules'
import { fullName, sameValue, sortKey, valueAt } from '../../../shared/participants/participantRules'
import type { Participant } from '../../../shared/participants/participantSchemas'
import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import { isTroubled, isUnsettled } from '../replica/outboxEntries'
import type { Replica } from '../replica/replica'
import type { OutboxEntry } from '../replica/replicaDatabase'

type Stores = Pick<Replica['stores'], 'undone' | 'participants' | 'outbox'>

/** One record that a restore undid something of, beside what this console already wants done about it. */
export interface UndoneView {
  readonly id: string
  readonly held: Undone
  readonly open: UndoneParts
  /** As the server has it; undefined: not at all. */
  readonly now: Participant | undefined
  readonly name: string
  readonly fileNumber: string
  readonly revoking: OutboxEntry | null
  readonly making: OutboxEntry | null
  /** By field: the write that brings it back. */
  readonly writing: ReadonlyMap<string, OutboxEntry>
  /** Wishes that were not done; they go when the thing is wished for again. */
  readonly troubled: readonly OutboxEntry[]
}

/** Access that is open against somebody's will first, then records, requests and messages that are gone, then fields; each by name. */
export function undoneViews(stores: Stores): UndoneView[] {
  const wishes = wishesByPerson(stores)
  const views = [...stores.undone.all()].flatMap(([id, held]) => {
    if (held.open === null) return []
    const now = stores.participants.get(id)
    const person = now ?? held.participant
    if (!person) return []
    return [
      {
        ...viewOf(id, held, held.open, wishes.get(id) ?? []),
        now,
        name: fullName(person),
        fileNumber: person.fileNumber,
        key: sortKey(person),
      },
    ]
  })
  const weight = ({ open }: UndoneView) => (open.access ? 0 : open.record ? 1 : open.papers.length > 0 ? 2 : 3)
  return views.sort((a, b) => weight(a) - weight(b) || a.key.localeCompare(b.key) || a.id.localeCompare(b.id))
}

/** How many records, and of how many the access, until the server has it: what is on its way counts too. */
export function undoneCounts(stores: Pick<Stores, 'undone'>): { readonly records: number; readonly access: number } {
  const open = [...stores.undone.all()].flatMap(([, held]) => held.open ?? [])
  return { records: open.length, access: open.filter(({ access }) => access).length }
}

function viewOf(id: string, held: Undone, open: UndoneParts, wishes: readonly OutboxEntry[]) {
  const waiting = wishes.filter(isUnsettled)
  const writing = new Map<string, OutboxEntry>()
  for (const entry of waiting)
    for (const path of entry.item.kind === 'edit' && held.participant ? open.paths : [])
      if (brings(entry.item, path, held.participant as Participant)) writing.set(path, entry)
  const of = (kind: OutboxItem['kind']) => waiting.find(({ item }) => item.kind === kind) ?? null
  return {
    id,
    held,
    open,
    revoking: of('account.revoke'),
    making: of('participant.create'),
    writing,
    troubled: wishes.filter(isTroubled),
  }
}

function brings(item: OutboxItem, path: string, held: Participant): boolean {
  return (
    item.kind === 'edit' &&
    item.changes.some((change) => change.path === path && sameValue(change.value as never, valueAt(held, path)))
  )
}

const KINDS: ReadonlySet<OutboxItem['kind']> = new Set(['account.revoke', 'participant.create', 'edit'])

function wishesByPerson({ outbox }: Pick<Stores, 'outbox'>): Map<string, OutboxEntry[]> {
  const wishes = new Map<string, OutboxEntry[]>()
  for (const [, entry] of outbox.all()) {
    if (!KINDS.has(entry.item.kind) || !('participantId' in entry.item) || entry.state === 'applied') continue
    const { participantId } = entry.item
    wishes.set(participantId, [...(wishes.get(participantId) ?? []), entry])
  }
  return wishes
}
