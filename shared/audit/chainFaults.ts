import { rowHash, type Sha256Hex } from './auditChain'
import type { AuditRow, TamperKind } from './auditSchemas'

/** How many removed rows are looked for when somebody renumbered the rest: hashes cost a few milliseconds, other cases stay `altered`. */
const MOST_RENUMBERED = 4096

/** The first thing that is wrong. `message` is one plain sentence. */
export interface ChainFault {
  readonly seq: number
  readonly kind: TamperKind
  readonly message: string
}

/** What was seen around the first row that does not continue the chain. */
export interface Suspicion {
  /** The number that was due, and the hash the chain had reached. */
  readonly due: number
  readonly chainHash: string
  /** The last row that fitted; null at the very start. `vouched` when a signed head or witness holds its hash. */
  readonly before: AuditRow | null
  readonly vouched: boolean
  readonly suspect: AuditRow
  readonly next: AuditRow | null
  /** Another row, later in the table, that is the genuine number `due`. */
  readonly heir: AuditRow | null
  /** The suspect has its place between two other rows of the table. */
  readonly linked: boolean
  /** The same row stands in the table a second time. */
  readonly twin: boolean
  /** Some signed head or witness counts at least `due` rows. */
  readonly attested: boolean
  /** The hash a signed head or witness has for `due`, if there is one. */
  readonly attestedHash: string | null
}

/** Whether `row`'s content and hash belong to number `seq` after `prevHash`. */
export function isRow(row: AuditRow, seq: number, prevHash: string, sha256hex: Sha256Hex): boolean {
  try {
    return rowHash(prevHash, seq, row, sha256hex) === row.hash
  } catch {
    // Content without a canonical spelling was never written by appendAudit.
    return false
  }
}

/** Names the kind of tampering and the number it starts at. Where the table alone leaves two readings, the one with fewer changes is taken. */
export function classify(s: Suspicion, sha256hex: Sha256Hex): ChainFault {
  if (s.suspect.seq < s.due) return fault('inserted', s.suspect.seq, 'a second row has this number')
  if (isRivalOfBefore(s, sha256hex)) {
    return s.suspect.hash === s.chainHash
      ? fault('inserted', s.suspect.seq, 'it is a copy of the row before it')
      : fault('inserted', s.due - 1, 'two rows claim this place; one was added')
  }
  return s.suspect.seq > s.due ? classifyGap(s, sha256hex) : classifyInPlace(s, sha256hex)
}

/** The row before and the suspect are both right for the same place: one is a copy, or was forged with right hashes. */
function isRivalOfBefore({ before, suspect }: Suspicion, sha256hex: Sha256Hex): boolean {
  return (
    before !== null && suspect.prevHash === before.prevHash && isRow(suspect, before.seq, before.prevHash, sha256hex)
  )
}

function classifyGap(s: Suspicion, sha256hex: Sha256Hex): ChainFault {
  if (isRow(s.suspect, s.due, s.chainHash, sha256hex)) {
    return fault('altered', s.due, `its number was changed to ${s.suspect.seq}`)
  }
  if (s.heir !== null) return fault('reordered', s.due, `it stands as number ${s.heir.seq}`)
  const gone = s.suspect.seq - s.due
  return fault('missing', s.due, gone === 1 ? 'the row is gone' : `${gone} rows are gone, up to ${s.suspect.seq - 1}`)
}

function classifyInPlace(s: Suspicion, sha256hex: Sha256Hex): ChainFault {
  const { suspect, due } = s
  if (isRow(suspect, due, s.chainHash, sha256hex))
    return fault('altered', due, 'its link to the row before was changed')
  if (isRow(suspect, due, suspect.prevHash, sha256hex)) return classifyFork(s)
  if (s.heir !== null) {
    return s.linked && !s.twin
      ? fault('reordered', due, `another row stands in its place; it stands as number ${s.heir.seq}`)
      : fault('inserted', due, 'a row was added here and the rest moved on')
  }
  if (suspect.prevHash === s.chainHash) return fault('altered', due, 'its content does not fit its hash')
  const removed = removedBefore(s, sha256hex)
  if (removed > 0) return fault('missing', due, `${removed} removed here and the rest renumbered`)
  if (s.next === null && !s.attested) return fault('inserted', due, 'a row was added at the end')
  return fault('altered', due, 'neither its content nor its link to the row before fits')
}

/** The suspect is whole in itself, but follows another row than the one before it: which of the two was changed? */
function classifyFork(s: Suspicion): ChainFault {
  if (s.heir !== null) return fault('inserted', s.due, 'two rows claim this place; one was added')
  const confirmed =
    s.attestedHash === null ? s.next === null || s.next.prevHash === s.suspect.hash : s.attestedHash === s.suspect.hash
  return confirmed && s.before !== null && !s.vouched
    ? fault('altered', s.before.seq, 'it was changed and given a new hash; the row after it holds the old one')
    : fault('altered', s.due, 'it was changed and given a new hash')
}

function removedBefore({ suspect, due }: Suspicion, sha256hex: Sha256Hex): number {
  for (let removed = 1; removed <= MOST_RENUMBERED; removed++) {
    if (isRow(suspect, due + removed, suspect.prevHash, sha256hex)) return removed
  }
  return 0
}

function fault(kind: TamperKind, seq: number, why: string): ChainFault {
  return { seq, kind, message: `Row ${seq}: ${why}.` }
}
