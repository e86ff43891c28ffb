import type { KeyObject } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { ArchiveAnchor } from '../../shared/audit/auditListSchemas'
import type { AuditRow, SignedHead } from '../../shared/audit/auditSchemas'
import type { ChainFault } from '../../shared/audit/chainFaults'
import { type ChainAnchor, createChainVerifier } from '../../shared/audit/chainVerifier'
import type { ConnectionTarget } from '../platform/database/connectionTarget'
import type { Tables } from '../platform/database/tables'
import { firstMisattributed } from './aboutCheck'
import { isAnchorSigned, readAnchor } from './auditAnchor'
import { readRows, sha256hex } from './auditStore'
import { holdWitness, type Witness } from './auditWitness'
import { verifyFast } from './fastVerify'
import { type HeadFile, readHeadFile } from './headFile'

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
  /** How far the head and the witness reach that it was held against; 0: nowhere. */
  readonly attested: number
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
  const signed = stored.state === 'head' ? stored.head : null
  const archived = await readArchived(input)
  const { start } = archived
  const witness = await holdWitness(input.db, input.witness, signed)
  // What lies before an archive's end is in no row here, so it attests none.
  const attests = ({ count }: { readonly count: number }) => count > 0 && count >= (start?.count ?? 0)
  const head = signed !== null && (attests(signed) || start === null) ? signed : null
  const anchors = [...(head === null ? [] : [{ ...head, name: 'the signed head' }]), ...witness.anchors].filter(attests)
  // The fast way has a connection of its own, so the database can look for the second kind of fault meanwhile.
  const [quick, misattributed] = await Promise.all([walkFast(input, anchors, start), firstMisattributed(input.db)])
  const walked = quick ?? (await walk(input, anchors, start))
  const firstBad = earlier(walked.firstBad, misattributed)
  const ends = { attested: Math.max(0, ...anchors.map(({ count }) => count)), last: (start?.count ?? 0) + walked.count }
  const reasons = [unprovenBecause(stored, head, ends, input.headFile), witness.unproven]
  const unproven = reasons.filter((reason) => reason !== null).join(' ') || null
  const notes = [...archived.notes, ...witness.notes]
  return { ...walked, firstBad, from: (start?.count ?? 0) + 1, head, attested: ends.attested, unproven, notes }
}

/** For one row the chain's own finding, which says more. */
function earlier(chain: ChainFault | null, about: ChainFault | null): ChainFault | null {
  if (chain === null || about === null) return chain ?? about
  return about.seq < chain.seq ? about : chain
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

/**
 * A signed head is at most a second behind, so rows after it are the newest ones. Without it nothing says where the log ends but a witness that counts its last
 * row: an older one proves the rows up to its own, and every row after that could be gone.
 */
function unprovenBecause(
  stored: HeadFile,
  head: SignedHead | null,
  { attested, last }: { readonly attested: number; readonly last: number },
  file: string,
): string | null {
  const covers = head !== null && (head.count > 0 || last === 0)
  if (covers || (attested > 0 && attested >= last)) return null
  const why = {
    missing: 'is missing',
    damaged: 'is damaged',
    foreign: "was not signed with this server's audit key",
    head: head === null ? 'is older than what was archived' : 'counts no rows',
  }[stored.state]
  const proven = attested > 0 ? ` Proven up to row ${attested}.` : ''
  return `The signed head ${file} ${why}, so rows removed from the end, or a chain written anew, would not be noticed.${proven}`
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
