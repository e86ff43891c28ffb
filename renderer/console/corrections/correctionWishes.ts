import { isOpen } from '../../../shared/corrections/correctionLimits'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import type { Replica } from '../replica/replica'
import type { OutboxEntry } from '../replica/replicaDatabase'

type Stores = Pick<Replica['stores'], 'corrections' | 'outbox'>
export type CorrectionKind = Extract<OutboxItem['kind'], `correction.${string}`>
type CorrectionItem = Extract<OutboxItem, { kind: CorrectionKind }>

/** What this console still wants of a request, or was refused. */
export interface CorrectionWish {
  readonly entry: OutboxEntry
  readonly item: CorrectionItem
}

export interface CorrectionLine {
  readonly correction: CorrectionDoc
  /** Oldest first. */
  readonly wishes: readonly CorrectionWish[]
}

export interface CorrectionLines {
  /** Waiting for a decision, by due date (S0.17). */
  readonly pending: readonly CorrectionLine[]
  /** Decided or withdrawn, newest first. */
  readonly over: readonly CorrectionLine[]
}

const isCorrectionItem = (item: OutboxItem): item is CorrectionItem => item.kind.startsWith('correction.')

export function correctionLines({ corrections, outbox }: Stores, participantId: string): CorrectionLines {
  const wishes = [...outbox.all()]
    .flatMap(([, entry]) => (isCorrectionItem(entry.item) ? [{ entry, item: entry.item }] : []))
    .sort((a, b) => a.entry.order - b.entry.order)
  const lines = [...corrections.all()]
    .flatMap(([, correction]) => (correction.participantId === participantId ? [correction] : []))
    .map((correction) => ({ correction, wishes: wishes.filter(({ item }) => item.correctionId === correction.id) }))
  const [pending, over] = [true, false].map((open) =>
    lines.filter(({ correction }) => isOpen(correction.state) === open),
  )
  return {
    pending: (pending ?? []).sort((a, b) => a.correction.dueOn.localeCompare(b.correction.dueOn)),
    over: (over ?? []).sort((a, b) => b.correction.receivedAt.localeCompare(a.correction.receivedAt)),
  }
}

/** How many wait for a decision. */
export function pendingCount({ corrections }: Pick<Stores, 'corrections'>, participantId: string): number {
  let count = 0
  for (const [, { participantId: of, state }] of corrections.all()) if (of === participantId && isOpen(state)) count++
  return count
}
