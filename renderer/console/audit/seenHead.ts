import { extendsHead, GENESIS_HASH } from '../../../shared/audit/auditChain'
import type { AuditHeadAnswer } from '../../../shared/audit/auditListSchemas'
import type { SignedHead } from '../../../shared/audit/auditSchemas'

/** A head as this console has seen it; without its signature, because the console's own memory is the witness. */
export type SeenPoint = Pick<SignedHead, 'epoch' | 'count' | 'hash'>
export type AlarmKind = 'not_extending' | 'other_key' | 'bad_signature'

/** What this console remembers of the server's audit log (U3). Holds no person, so it may lie beside the page in plain text (R1). */
export interface SeenLog {
  /** Of the first contact; a server that shows another one has lost or exchanged its key. */
  readonly publicKey: string | null
  readonly head: SeenPoint | null
  /** When that head was seen, by the server's clock. */
  readonly at: string | null
  /** Stays until this console's memory is erased: nobody can click it away. */
  readonly alarm: AlarmKind | null
  /** The head before the newest epoch: a backup was put back after it (K2), which a person should know of. */
  readonly before: SeenPoint | null
}

export const NOTHING_SEEN: SeenLog = { publicKey: null, head: null, at: null, alarm: null, before: null }

/** The head to ask about: the higher of what the page and the replica remember of one epoch. */
export function witnessOf(seen: SeenLog, replica: SeenPoint | null): SeenPoint {
  const { head } = seen
  if (head === null || (replica !== null && replica.epoch === head.epoch && replica.count > head.count))
    return replica ?? { epoch: '', count: 0, hash: GENESIS_HASH }
  return head
}

export interface HeadCheck {
  readonly witness: SeenPoint
  readonly answer: Pick<AuditHeadAnswer, 'head' | 'witnessHash' | 'publicKey'>
  /** Whether the head's signature fits the key that came with it. */
  readonly signed: boolean
}

/** What is remembered after an answer. Once there is an alarm nothing moves any more: the head before it is the evidence. */
export function learnHead(seen: SeenLog, { witness, answer, signed }: HeadCheck): SeenLog {
  if (seen.alarm !== null) return seen
  const { head, publicKey, witnessHash } = answer
  const alarm = (kind: AlarmKind): SeenLog => ({ ...seen, alarm: kind })
  if (seen.publicKey !== null && seen.publicKey !== publicKey) return alarm('other_key')
  if (!signed) return alarm('bad_signature')
  const point: SeenPoint = { epoch: head.epoch, count: head.count, hash: head.hash }
  const held = extendsHead({ witness, answer: { head, witnessHash } })
  if (held === 'alarm') return alarm('not_extending')
  // An answer that was overtaken by a later one: the highest head stays.
  if (seen.head !== null && seen.head.epoch === point.epoch && seen.head.count > point.count) return seen
  const before = held === 'restored' ? witness : seen.before
  return { publicKey, head: point, at: head.at, alarm: null, before }
}

/** The witness that newly opened records begin with: what this computer knows outlives a fresh copy, and one that lives in memory only (U3). */
export function sightToBegin(seen: SeenLog, own: SeenPoint | null): SeenPoint | null {
  if (own === null) return seen.head
  // Of another epoch, its own is kept: what it saw beyond a restore must not pass in silence (K2).
  return seen.head !== null && seen.head.epoch === own.epoch && seen.head.count > own.count ? seen.head : own
}

/** What is remembered after a sync, whoever was at work: a head that the engine has held against its witness, or its alarm. */
export function learnSight(seen: SeenLog, witness: SeenPoint | null, at: string | null, alarmed: boolean): SeenLog {
  if (seen.alarm !== null) return seen
  if (alarmed) return { ...seen, alarm: 'not_extending' }
  if (witness === null) return seen
  const { epoch, count, hash } = witness
  if (seen.head?.epoch === epoch && seen.head.count >= count) return seen
  const before = seen.head !== null && seen.head.epoch !== epoch ? seen.head : seen.before
  return { ...seen, head: { epoch, count, hash }, at, before }
}

const KEY = 'vestibule-audit-seen'
type SeenStorage = Pick<Storage, 'getItem' | 'setItem'>

export interface SeenStore {
  get(): SeenLog
  set(seen: SeenLog): void
  subscribe(listener: () => void): () => void
}

/** In memory where storage is blocked: the witness then lasts as long as the page. */
export function createSeenStore(storage: SeenStorage): SeenStore {
  const listeners = new Set<() => void>()
  let seen = readSeen(storage)
  return {
    get: () => seen,
    set: (next) => {
      seen = next
      try {
        storage.setItem(KEY, JSON.stringify(next))
      } catch {
        // Full or blocked: what is in memory counts.
      }
      for (const listener of [...listeners]) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function readSeen(storage: SeenStorage): SeenLog {
  try {
    const stored: unknown = JSON.parse(storage.getItem(KEY) ?? 'null')
    return typeof stored === 'object' && stored !== null ? { ...NOTHING_SEEN, ...stored } : NOTHING_SEEN
  } catch {
    return NOTHING_SEEN
  }
}
