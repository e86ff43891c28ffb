import type { Participant } from '../../../shared/participants/participantSchemas'
import { createSearchIndex } from '../../../shared/search/searchIndex'
import { applyEdits } from '../../../shared/sync/mergeRules'
import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import { type InboxMemory, newInboxMemory } from '../corrections/correctionInbox'
import { isUnsettled } from '../replica/outboxEntries'
import { draftParticipant, type Replica } from '../replica/replica'
import type { OutboxEntry } from '../replica/replicaDatabase'

type EditEntry = OutboxEntry & { readonly item: Extract<OutboxItem, { kind: 'edit' }> }

/** A record as its screen shows it: what the server has, with this console's unsent edits on top (decision 0001). */
export interface ParticipantView {
  readonly participant: Participant
  /** Field paths that the server does not have yet. */
  readonly pendingPaths: ReadonlySet<string>
  /** Made here and not yet known to the server. */
  readonly isDraft: boolean
  /** Edits that the server refused; they are not shown in the record, and stay until a person has seen why. */
  readonly refused: readonly OutboxEntry[]
}

/** What the list looked like when it was left, and which files were opened when. In memory only: a query may be a name (R3). */
export interface ListMemory {
  query: string
  offset: number
  activeId: string | null
  /** Participant id -> when `participant.view` was last queued, in milliseconds of this console's clock. */
  readonly viewedAt: Map<string, number>
  readonly inbox: InboxMemory
}

export interface ParticipantDirectory {
  /** Lives as long as the session. */
  readonly memory: ListMemory
  /** The server's time as well as this console knows it: a wrong clock here must not turn a living invite into an expired one (Y5). */
  now(): Date
  get(id: string): ParticipantView | undefined
  /** Ids by name, or best match first when `query` is not empty. */
  search(query: string): readonly string[]
  readonly size: number
  version(): number
  subscribe(listener: () => void): () => void
  stop(): void
}

/** All participants of the replica, searchable, with the outbox laid over them. Kept current by the stores' own events. */
export function openDirectory(replica: Pick<Replica, 'stores' | 'now'>): ParticipantDirectory {
  const { participants, outbox } = replica.stores
  const index = createSearchIndex()
  const listeners = new Set<() => void>()
  const cache = new Map<string, ParticipantView>()
  /** Which participant an outbox item was about: the item itself is gone when its event arrives. */
  const aboutItem = new Map<string, string>()
  let version = 0

  const view = (id: string): ParticipantView | undefined => {
    const cached = cache.get(id)
    if (cached) return cached
    const made = viewOf(participants.get(id), entriesAbout(outbox, id))
    if (made) cache.set(id, made)
    return made
  }
  const refresh = (ids: Iterable<string>) => {
    for (const id of ids) {
      cache.delete(id)
      const shown = view(id)
      if (shown) index.put(shown.participant)
      else index.remove(id)
    }
    version++
    for (const listener of [...listeners]) listener()
  }
  const noteItem = (writeId: string): string | undefined => {
    const entry = outbox.get(writeId)
    if (entry && 'participantId' in entry.item) aboutItem.set(writeId, entry.item.participantId)
    return aboutItem.get(writeId)
  }

  for (const [id, participant] of participants.all()) if (!cache.has(id)) index.put(participant)
  refresh(new Set([...outbox.all()].flatMap(([writeId]) => noteItem(writeId) ?? [])))
  const stopParticipants = participants.subscribe(refresh)
  const stopOutbox = outbox.subscribe((writeIds) => refresh(new Set(writeIds.flatMap((id) => noteItem(id) ?? []))))
  const memory: ListMemory = {
    query: '',
    offset: 0,
    activeId: null,
    viewedAt: new Map(),
    inbox: newInboxMemory(),
  }
  return {
    memory,
    now: replica.now,
    get: view,
    search: (query) => index.search(query),
    get size() {
      return index.size
    },
    version: () => version,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop: () => {
      stopParticipants()
      stopOutbox()
      cache.clear()
      aboutItem.clear()
      index.clear()
      memory.viewedAt.clear()
      Object.assign(memory, { query: '', activeId: null })
      Object.assign(memory.inbox, newInboxMemory())
    },
  }
}

function entriesAbout(outbox: Replica['stores']['outbox'], participantId: string): OutboxEntry[] {
  const about: OutboxEntry[] = []
  for (const [, entry] of outbox.all()) {
    if ('participantId' in entry.item && entry.item.participantId === participantId) about.push(entry)
  }
  return about.sort((a, b) => a.order - b.order)
}

function viewOf(known: Participant | undefined, entries: readonly OutboxEntry[]): ParticipantView | undefined {
  const created = entries.find(({ item, state }) => item.kind === 'participant.create' && state !== 'applied')
  const draft = created?.item.kind === 'participant.create' ? draftParticipant(created.item, created.madeAt) : undefined
  const base = known ?? draft
  if (!base) return undefined
  const edits = entries.filter((entry): entry is EditEntry => entry.item.kind === 'edit')
  const queued = edits.filter(isUnsettled)
  return {
    participant: applyEdits(
      base,
      queued.map((entry) => entry.item),
    ),
    pendingPaths: new Set(queued.flatMap((entry) => entry.item.changes.map((change) => change.path))),
    isDraft: !known,
    refused: entries.filter((entry) => entry.state === 'refused'),
  }
}
