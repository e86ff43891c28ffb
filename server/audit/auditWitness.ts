import type { KeyObject } from 'node:crypto'
import type { SignedHead } from '../../shared/audit/auditSchemas'
import type { ChainAnchor } from '../../shared/audit/chainVerifier'
import { isSignedBy, parseHead } from './headFile'

/** A head that somebody kept elsewhere: a console, an auditor's note. `epoch` is null in the short form COUNT:HASH. */
export type Witness = Pick<SignedHead, 'count' | 'hash'> & { readonly epoch: string | null }

/** A witness from the command line: the JSON of a signed head, or COUNT:HASH as written on paper. A string is the reason for refusing it. */
export function readWitness(text: string, publicKey: KeyObject): Witness | string {
  const short = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim())
  if (short !== null) return refuseEmpty({ count: Number(short[1]), hash: short[2] ?? '', epoch: null })
  const head = parseHead(text)
  if (head === null) return 'The witness is neither a signed head (JSON) nor COUNT:HASH.'
  return isSignedBy(head, publicKey) ? refuseEmpty(head) : "The witness was not signed with this server's audit key."
}

/** Before the first row every log is the same. */
function refuseEmpty(witness: Witness): Witness | string {
  return witness.count > 0 ? witness : 'A witness that counts 0 rows attests nothing.'
}

/** A chain of another epoch may have been shorter after a restore (K2): such a witness is held against nothing, and that is said. */
export function witnessAnchor(witness: Witness | null, head: SignedHead | null) {
  const nothing: readonly ChainAnchor[] = []
  if (witness === null) return { anchors: nothing, notes: [] }
  if (witness.epoch === null || head === null || witness.epoch === head.epoch) {
    return { anchors: [{ count: witness.count, hash: witness.hash, name: 'the witness' }], notes: [] }
  }
  const note =
    'The witness is from another epoch (before a backup was restored), so the log was not held against it, only against the signed head.'
  return { anchors: nothing, notes: [note] }
}
