import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { programPaths } from '../../server/app/paths'
import type { AuditRow } from '../../shared/audit/auditSchemas'
import { rowLine } from '../../shared/audit/bundleFormat'
import type { ChainAnchor } from '../../shared/audit/chainVerifier'

type Fields = readonly unknown[]
interface PageVerdict {
  readonly count: number
  readonly bad: { readonly seq: number; readonly kind: string } | null
}
type VerifyChain = (
  batches: AsyncIterable<readonly Fields[]>,
  start: { readonly count: number; readonly hash: string },
  anchors: readonly ChainAnchor[],
) => Promise<PageVerdict>

/** The verifier as it stands in a bundle file, without its page: a second implementation, for whoever does not trust the first. */
function bundleVerifier(): VerifyChain {
  const source = readFileSync(join(programPaths().auditDir, 'verifier.js'), 'utf8')
  return new Function('document', `${source}; return verifyChain`)(undefined) as VerifyChain
}

/** What the bundle's own verifier says of these rows: `seq kind`, or null for sound. */
export async function bundleFinds(
  rows: readonly AuditRow[],
  anchors: readonly ChainAnchor[] = [],
  start = { count: 0, hash: '0'.repeat(64) },
): Promise<string | null> {
  const batches = async function* () {
    const fields = rows.map((row) => JSON.parse(rowLine(row)) as Fields)
    for (let from = 0; from < fields.length; from += 4) yield fields.slice(from, from + 4)
  }
  const { bad } = await bundleVerifier()(batches(), start, anchors)
  return bad === null ? null : `${bad.seq} ${bad.kind}`
}
