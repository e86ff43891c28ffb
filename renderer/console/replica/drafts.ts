import type { ParticipantFields } from '../../../shared/participants/participantSchemas'
import type { DecisionDraft } from '../corrections/decisionDraft'
import type { DocStore } from './docStore'
import type { Draft } from './replicaDatabase'

/** Typing is written down this long after it pauses; a crash loses no more than that. Locking waits for what is left. */
const PAUSE_MS = 400

/** Nobody comes back to words of last month, and they may name a person. */
const LONGEST_KEPT_MS = 30 * 86_400_000

/** What each form keeps. */
export interface DraftWords {
  readonly message: string
  /** `replaces`: the refused write that this edit is to replace. */
  readonly record: {
    readonly base: ParticipantFields
    readonly draft: ParticipantFields
    readonly replaces: string | null
  }
  readonly newRecord: ParticipantFields
  readonly decision: DecisionDraft
  readonly extension: string
  readonly rebuttal: string
}
export type DraftForm = keyof DraftWords

/** Where words belong: one form about one participant or request. `participantId` is null while nobody's record is concerned. */
export interface DraftPlace<Form extends DraftForm> {
  readonly form: Form
  readonly about: string
  readonly participantId: string | null
}

/** Words that were typed and not sent, in the sealed copy: a lock in the middle of a sentence costs nothing. After 30 days untouched they go (R3). */
export interface Drafts {
  get<Form extends DraftForm>(place: DraftPlace<Form>): DraftWords[Form] | undefined
  keep<Form extends DraftForm>(place: DraftPlace<Form>, words: DraftWords[Form]): void
  /** After sending or discarding. */
  drop(place: DraftPlace<DraftForm>): Promise<void>
  /** Everything about people who left this person's sight (D4). */
  forget(participantIds: readonly string[]): Promise<void>
  /** For the same records opened once more after the disk refused to write. */
  all(): readonly (readonly [string, Draft])[]
  adopt(drafts: readonly (readonly [string, Draft])[]): void
  flush(): Promise<void>
  close(): Promise<void>
}

export interface DraftPorts {
  readonly store: Pick<DocStore<Draft>, 'all'>
  readonly put: (rows: readonly (readonly [string, Draft])[]) => Promise<void>
  readonly remove: (ids: readonly string[]) => Promise<void>
  readonly now: () => Date
}

export function openDrafts({ store, put, remove, now }: DraftPorts): Drafts {
  const known = new Map<string, Draft>(store.all())
  const changed = new Set<string>()
  const opened = now()
  let writing: Promise<void> = Promise.resolve()
  let timer: ReturnType<typeof setTimeout> | undefined
  const write = async () => {
    const ids = [...changed]
    changed.clear()
    await put(ids.flatMap((id) => (known.has(id) ? [[id, known.get(id) as Draft] as const] : [])))
    await remove(ids.filter((id) => !known.has(id)))
  }
  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    // One after the other, so that an older state never comes last. A disk that refuses is on the screen already; the words stay in `known`.
    writing = writing.then(write).catch(() => undefined)
    return writing
  }
  const note = (id: string, draft: Draft | null) => {
    if (draft) known.set(id, draft)
    else if (!known.delete(id)) return
    changed.add(id)
    timer ??= setTimeout(() => void flush(), PAUSE_MS)
  }
  for (const [id, draft] of [...known]) {
    const age = opened.getTime() - Date.parse(draft.keptAt ?? '')
    if (age > LONGEST_KEPT_MS) note(id, null)
    // Without a date, or dated by a clock that was ahead: their month begins now.
    else if (!(age >= 0)) note(id, { ...draft, keptAt: opened.toISOString() })
  }
  return {
    get: <Form extends DraftForm>(place: DraftPlace<Form>) =>
      known.get(idOf(place))?.words as DraftWords[Form] | undefined,
    keep: (place, words) =>
      note(idOf(place), { participantId: place.participantId, words, keptAt: now().toISOString() }),
    drop: async (place) => {
      note(idOf(place), null)
      await flush()
    },
    forget: async (participantIds) => {
      const gone = new Set(participantIds)
      for (const [id, { participantId }] of [...known])
        if (participantId !== null && gone.has(participantId)) note(id, null)
      await flush()
    },
    all: () => [...known],
    adopt: (drafts) => {
      for (const [id, draft] of drafts) note(id, draft)
    },
    flush,
    close: async () => {
      await flush()
      known.clear()
    },
  }
}

function idOf({ form, about }: DraftPlace<DraftForm>): string {
  return `${form}:${about}`
}
