import type { KeyObject } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { ArchiveAnchor } from '../../shared/audit/auditListSchemas'
import type { AuditRow, SignedHead } from '../../shared/audit/auditSchemas'
import type { ChainFault } from '../../shared/audit/chainFaults'
import { type ChainAnchor, createChainVerifier } from '../../shared/audit/chainVerifier'
import type { ConnectionTarget } from '../platform/database/connectionTarget'
import type { Tables } from '../platform/database/tables'
import { isAnchorSigned, readAnchor } from './auditAnchor'
import { readRows, sha256hex } from './auditStore'
import { verifyFast } from './fastVerify'
import { type HeadFile, isSignedBy, parseHead, readHeadFile } from './headFile'

/** A head that somebody kept elsewhere: a console, an auditor's note. `epoch` is null in the short form COUNT:HASH. */
export type Witness = Pick<SignedHead, 'count' | 'hash'> & { readonly epoch: string | null }

export interface VerifyInput {
  readonly db: Kysely<Tables>
  readonly headFile: string
  readonly publicKey: KeyObject
  readonly witness: Witness | null
  /** How many of the last rows to keep for showing. */
  readonly keep: number
  /** A login of its own on the same database, for the fast way through a sound log. */
  readonly fast?: ConnectionTarget
  /** Sees every row as well, in order: a bundle is written in the same walk. */
  readonly each?: (rows: readonly AuditRow[]) => Promise<void>
}

export interface AuditReport {
  readonly count: number
  /** The number of the first row that is due: 1, or the one after the last that was archived. */
  readonly from: number
  /** The signed head the chain was held against; null when the file gave none. */
  readonly head: SignedHead | null
  readonly firstBad: ChainFault | null
  /** Why the proof is not whole although nothing bad was found; one sentence. */
  readonly unproven: string | null
  readonly notes: readonly string[]
  readonly lastRows: readonly AuditRow[]
}

/**
 * Walks the whole log once and holds it against the signed head and the witness (U3, T4). The head is read first: rows appended
 * meanwhile can only make the chain longer than it says.
 */
export async function verifyAudit(input: VerifyInput): Promise<AuditReport> {
  const stored = await readHeadFile(input.headFile, input.publicKey)
  const head = stored.state === 'head' ? stored.head : null
  const fromWitness = witnessAnchor(input.witness, head)
  const archived = await readArchived(input)
  const anchors = [...(head === null ? [] : [{ ...head, name: 'the signed head' }]), ...fromWitness.anchors]
  const { start } = archived
  const { count, firstBad, lastRows } = (await walkFast(input, anchors, start)) ?? (await walk(input, anchors, start))
  const unproven = fromWitness.anchors.length > 0 ? null : unprovenBecause(stored, input.headFile)
  const notes = [...archived.notes, ...fromWitness.notes]
  return { count, from: (start?.count ?? 0) + 1, head, firstBad, unproven, notes, lastRows }
}

type Walked = Pick<AuditReport, 'count' | 'firstBad' | 'lastRows'>

/** Every row, one after another, with the kind of tampering where there is one. */
async function walk(
  { db, keep, each }: VerifyInput,
  anchors: readonly ChainAnchor[],
  start: ArchiveAnchor | null,
): Promise<Walked> {
  const verifier = createChainVerifier({ sha256hex, anchors, ...(start === null ? {} : { start }) })
  const tail = createTail(keep)
  for await (const rows of readRows(db)) {
    for (const row of rows) verifier.push(row)
    tail.add(rows)
    await each?.(rows)
  }
  const { count, firstBad } = verifier.finish()
  return { count, firstBad, lastRows: tail.rows() }
}

/** The same for a log that is sound, several times faster; null leaves everything else, also whatever went wrong, to `walk`. */
async function walkFast(
  { db, fast, keep, each }: VerifyInput,
  anchors: readonly ChainAnchor[],
  start: ArchiveAnchor | null,
): Promise<Walked | null> {
  if (fast === undefined || each !== undefined) return null
  const count = await verifyFast({ target: fast, start, anchors }).catch(() => null)
  if (count === null) return null
  const end = (start?.count ?? 0) + count
  const tail = createTail(keep)
  if (keep > 0) for await (const rows of readRows(db, Math.max(1, end - keep + 1), end)) tail.add(rows)
  return { count, firstBad: null, lastRows: tail.rows() }
}

/** Where the chain goes on after an archive. One that this server did not sign is held for nothing: then the rows before it are missing. */
async function readArchived({ db, publicKey, witness }: VerifyInput) {
  const start = await readAnchor(db)
  if (start === null) return { start, notes: [] }
  if (!isAnchorSigned(start, publicKey))
    return {
      start: null,
      notes: ["The database says that rows were archived, but that was not signed with this server's audit key."],
    }
  const notes = [`Rows 1 to ${start.count} were archived on ${start.at.slice(0, 10)}; their bundle holds them.`]
  if (witness !== null && witness.count < start.count)
    return { start, notes: [...notes, 'The witness is older than that and can be held against the bundle only.'] }
  return { start, notes }
}

/** A witness from the command line: the JSON of a signed head, or COUNT:HASH as written on paper. A string is the reason for refusing it. */
export function readWitness(text: string, publicKey: KeyObject): Witness | string {
  const short = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim())
  if (short !== null) return { count: Number(short[1]), hash: short[2] ?? '', epoch: null }
  const head = parseHead(text)
  if (head === null) return 'The witness is neither a signed head (JSON) nor COUNT:HASH.'
  return isSignedBy(head, publicKey) ? head : "The witness was not signed with this server's audit key."
}

/** A chain of another epoch may have been shorter after a restore (K2): such a witness is held against nothing, and that is said. */
function witnessAnchor(witness: Witness | null, head: SignedHead | null) {
  const nothing: readonly ChainAnchor[] = []
  if (witness === null) return { anchors: nothing, notes: [] }
  if (witness.epoch === null || head === null || witness.epoch === head.epoch) {
    return { anchors: [{ count: witness.count, hash: witness.hash, name: 'the witness' }], notes: [] }
  }
  const note =
    'The witness is from another epoch (before a backup was restored), so the log was not held against it, only against the signed head.'
  return { anchors: nothing, notes: [note] }
}

function unprovenBecause(stored: HeadFile, file: string): string | null {
  if (stored.state === 'head') return null
  const why = {
    missing: 'is missing',
    damaged: 'is damaged',
    foreign: "was not signed with this server's audit key",
  }[stored.state]
  return `The signed head ${file} ${why}, so rows removed from the end, or a chain written anew, would not be noticed.`
}

/** The last `keep` rows without holding all of them. */
function createTail(keep: number) {
  let held: AuditRow[] = []
  return {
    add(rows: readonly AuditRow[]) {
      held = held.concat(rows)
      if (held.length > keep) held = held.slice(held.length - keep)
    },
    rows: (): readonly AuditRow[] => held,
  }
}
