import { GENESIS_HASH, type Sha256Hex } from './auditChain'
import type { AuditRow } from './auditSchemas'
import { type ChainFault, classify, isRow, type Suspicion } from './chainFaults'

/** What somebody outside the database attests: after `count` rows the chain ends in `hash`. `name` stands in the sentence about it. */
export interface ChainAnchor {
  readonly name: string
  readonly count: number
  readonly hash: string
}

/** `count` and `hash`: how many rows were given, and the hash of the last one that fitted. */
export interface ChainVerdict {
  readonly count: number
  readonly hash: string
  readonly firstBad: ChainFault | null
}

export interface ChainVerifier {
  /** Rows in the order of `seq`, each once. */
  push(row: AuditRow): void
  finish(): ChainVerdict
}

export interface VerifierOptions {
  readonly sha256hex: Sha256Hex
  readonly anchors?: readonly ChainAnchor[]
  /** Where the first row goes on: the signed end of an archive. Left out: at the very start. */
  readonly start?: { readonly count: number; readonly hash: string }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

/**
 * Proves a chain row by row in constant memory (U3, T4): one hash a row while all is well. After the first bad row the rest is only
 * looked through for what happened to it.
 */
export function createChainVerifier(options: VerifierOptions): ChainVerifier {
  const { sha256hex, start = { count: 0, hash: GENESIS_HASH } } = options
  // What lies before the start can be held against nothing; the start itself can.
  const anchors = (options.anchors ?? []).filter((anchor) => anchor.count > 0 && anchor.count >= start.count)
  const attested = new Map(anchors.map((anchor) => [anchor.count, anchor.hash]))
  const highest = Math.max(0, ...attested.keys())
  let rows = 0
  let { count, hash } = start
  let before: AuditRow | null = null
  let suspicion: Mutable<Suspicion> | null = null
  let rewritten: ChainFault | null = attested.has(count) ? brokenAnchor(anchors, count, hash) : null

  const suspect = (row: AuditRow): Mutable<Suspicion> => ({
    due: count + 1,
    chainHash: hash,
    before,
    vouched: attested.get(count) === hash,
    suspect: row,
    next: null,
    heir: null,
    linked: false,
    twin: row.hash === hash,
    attested: highest > count,
    attestedHash: attested.get(count + 1) ?? null,
  })

  const accept = (row: AuditRow): void => {
    count = row.seq
    hash = row.hash
    before = row
    if (attested.has(count)) rewritten ??= brokenAnchor(anchors, count, hash)
  }

  return {
    push(row) {
      rows += 1
      if (suspicion !== null) return observe(suspicion, row, sha256hex)
      if (row.seq === count + 1 && row.prevHash === hash && isRow(row, row.seq, hash, sha256hex)) return accept(row)
      suspicion = suspect(row)
    },
    finish() {
      const broken = suspicion === null ? truncated(anchors, count) : classify(suspicion, sha256hex)
      return { count: rows, hash, firstBad: first(broken, rewritten) }
    },
  }
}

/** The verifier over a list that is already in memory. */
export function verifyChain(rows: Iterable<AuditRow>, options: VerifierOptions): ChainVerdict {
  const verifier = createChainVerifier(options)
  for (const row of rows) verifier.push(row)
  return verifier.finish()
}

function observe(s: Mutable<Suspicion>, row: AuditRow, sha256hex: Sha256Hex): void {
  s.next ??= row
  s.twin ||= row.hash === s.suspect.hash
  s.linked ||= row.hash === s.suspect.prevHash || row.prevHash === s.suspect.hash
  if (s.heir === null && row.prevHash === s.chainHash && isRow(row, s.due, s.chainHash, sha256hex)) s.heir = row
}

function brokenAnchor(anchors: readonly ChainAnchor[], count: number, hash: string): ChainFault | null {
  const broken = anchors.find((anchor) => anchor.count === count && anchor.hash !== hash)
  if (broken === undefined) return null
  const from = Math.max(0, ...anchors.map((anchor) => anchor.count).filter((other) => other < count)) + 1
  const where = from === count ? `Row ${count}` : `A row from ${from} to ${count}`
  const message = `${where} was rewritten together with all hashes after it: the chain does not contain ${broken.name}.`
  return { seq: count, kind: 'rewritten', message }
}

function truncated(anchors: readonly ChainAnchor[], count: number): ChainFault | null {
  const furthest = anchors.reduce<ChainAnchor | null>((a, b) => (b.count > (a?.count ?? count) ? b : a), null)
  if (furthest === null) return null
  const message = `Row ${count + 1}: the table ends before it, but ${furthest.name} counts ${furthest.count} rows.`
  return { seq: count + 1, kind: 'truncated', message }
}

/** The lower number; for one row the kind that says more than "rewritten". */
function first(broken: ChainFault | null, rewritten: ChainFault | null): ChainFault | null {
  if (broken === null || rewritten === null) return broken ?? rewritten
  return rewritten.seq < broken.seq ? rewritten : broken
}
