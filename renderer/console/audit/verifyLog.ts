import type { ArchiveAnchor, AuditHeadAnswer } from '../../../shared/audit/auditListSchemas'
import type { AuditRow, SignedHead } from '../../../shared/audit/auditSchemas'
import type { ChainFault } from '../../../shared/audit/chainFaults'
import { type ChainAnchor, createChainVerifier } from '../../../shared/audit/chainVerifier'
import { type SeenLog, type SeenPoint, witnessOf } from './seenHead'
import { createSha256 } from './sha256'
import { isAnchorSigned, isHeadSigned } from './signatures'

/** `against`: what the rows were held against, in words. */
export type VerifyResult =
  | { readonly state: 'sound'; readonly from: number; readonly upTo: number; readonly against: readonly string[] }
  | { readonly state: 'bad'; readonly fault: ChainFault }
  /** The rows fit together, and something else is wrong or absent. */
  | { readonly state: 'unproven'; readonly upTo: number; readonly reason: string }

export interface VerifyRun {
  readonly signal: AbortSignal
  readonly onProgress: (done: number, total: number) => void
}

export const PAGE_ROWS = 2_000

export interface LogServer {
  head(witnessCount: number): Promise<AuditHeadAnswer>
  rows(after: number, limit: number): Promise<readonly AuditRow[]>
}

interface Attested {
  readonly start: ArchiveAnchor | null
  readonly end: SignedHead | ArchiveAnchor | null
  readonly endName: string
  readonly publicKey: string
  readonly witness: SeenPoint | null
}

/**
 * Every row of the server's log as hashed, fetched page by page, held against the signed head and against what this console has seen. Rejects with the
 * call's error when the server goes away, and with an AbortError when it is cancelled.
 */
export async function verifyServer(
  server: LogServer,
  seen: SeenLog,
  replica: SeenPoint | null,
  run: VerifyRun,
): Promise<VerifyResult> {
  const witness = witnessOf(seen, replica)
  const { head, publicKey, anchor } = await server.head(witness.count)
  if (seen.publicKey !== null && seen.publicKey !== publicKey)
    return { state: 'unproven', upTo: 0, reason: 'The server shows another key than the one this console knows.' }
  if (!(await isHeadSigned(head, publicKey)))
    return { state: 'unproven', upTo: 0, reason: 'The signature of the server’s head does not fit its key.' }
  const sameEpoch = witness.epoch === head.epoch ? witness : null
  const attested = { start: anchor, end: head, endName: 'the signed head', publicKey, witness: sameEpoch }
  return await verifyRows(serverRows(server, anchor?.count ?? 0, head.count, run), head.count, attested, run)
}

async function* serverRows(server: LogServer, start: number, upTo: number, { signal }: VerifyRun) {
  let after = start
  let next = server.rows(after, PAGE_ROWS)
  while (after < upTo) {
    const rows = await next
    signal.throwIfAborted()
    const last = rows.at(-1)?.seq ?? upTo
    const within = rows.filter(({ seq }) => seq <= upTo)
    // A page that does not move on would be asked for without end.
    after = rows.length === 0 || last <= after ? upTo : last
    if (after < upTo) {
      next = server.rows(after, PAGE_ROWS)
      next.catch(() => undefined)
    }
    yield within
  }
}

/** Rows from anywhere, in their order. */
export async function verifyRows(
  pages: AsyncIterable<readonly AuditRow[]>,
  total: number,
  attested: Attested,
  { onProgress, signal }: VerifyRun,
): Promise<VerifyResult> {
  const { start, end, endName, publicKey, witness } = attested
  if (start !== null && !(await isAnchorSigned(start, publicKey)))
    return { state: 'unproven', upTo: 0, reason: 'The signature of the place where the log goes on does not fit.' }
  const anchors = anchorsOf(end, endName, witness).filter(({ count }) => count >= (start?.count ?? 0))
  const options = { sha256hex: createSha256(), anchors, ...(start === null ? {} : { start }) }
  const verifier = createChainVerifier(options)
  const from = start?.count ?? 0
  let done = from
  onProgress(done, total)
  for await (const rows of pages) {
    signal.throwIfAborted()
    for (const row of rows) verifier.push(row)
    done += rows.length
    onProgress(done, total)
  }
  const { count, firstBad } = verifier.finish()
  if (firstBad !== null) return { state: 'bad', fault: firstBad }
  if (end === null) return { state: 'unproven', upTo: from + count, reason: 'Nothing signed says where the log ends.' }
  return { state: 'sound', from: from + 1, upTo: from + count, against: anchors.map(({ name }) => name) }
}

function anchorsOf(end: Attested['end'], endName: string, witness: SeenPoint | null): readonly ChainAnchor[] {
  const seen = witness !== null && witness.count > 0 ? [{ ...witness, name: 'the head this console has seen' }] : []
  return [...(end === null ? [] : [{ count: end.count, hash: end.hash, name: endName }]), ...seen]
}
