import type { KeyObject } from 'node:crypto'
import type { SignedHead } from '../../shared/audit/auditSchemas'
import type { ChainAnchor } from '../../shared/audit/chainVerifier'
import type { Reading } from '../platform/database/transaction'
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

/** `unproven`: why the witness says nothing about this log, one sentence. */
export interface HeldWitness {
  readonly anchors: readonly ChainAnchor[]
  readonly notes: readonly string[]
  readonly unproven: string | null
}

/**
 * What a witness is worth for the log of now (K2, U3). One from before a restore must still be in it as far as the backup went; the rows that a longer one
 * counts are lost, so it can be held against nothing, and that is never called sound. As the consoles do it (`restoreRules.ts`).
 */
export async function holdWitness(db: Reading, witness: Witness | null, head: SignedHead | null): Promise<HeldWitness> {
  if (witness === null) return { anchors: [], notes: [], unproven: null }
  const anchors = [{ count: witness.count, hash: witness.hash, name: 'the witness' }]
  const { epoch, restores } = await readRestores(db)
  const kept = rowsKept(restores, witness.epoch)
  if (witness.epoch === null) return { anchors, notes: shortNotes(witness, kept), unproven: null }
  if (witness.epoch === (head?.epoch ?? epoch)) return { anchors, notes: [], unproven: null }
  if (kept !== null && witness.count <= kept)
    return {
      anchors,
      notes: ['The witness is from before a backup was restored; that backup held its rows.'],
      unproven: null,
    }
  const lost = `counts ${witness.count} rows, and the backup that was restored after it held ${kept}`
  const why = kept === null ? 'is of another epoch, and no restore in the log explains that' : lost
  return { anchors: [], notes: [], unproven: `The witness ${why}, so the log cannot be held against it.` }
}

/** The short form has no epoch: it is held as one of now, because a log that was cut must not pass for a restored one. */
function shortNotes(witness: Witness, kept: number | null): readonly string[] {
  if (kept === null || witness.count <= kept) return []
  return [
    `A backup that held ${kept} rows was restored. If the witness is older than that, give the whole head (JSON) and not COUNT:HASH.`,
  ]
}

interface Restore {
  readonly epoch: string
  readonly rows: number
}

/** How many rows of that epoch every later restore has left; null when there was none. An epoch that no restore began is the first, or is lost itself. */
function rowsKept(restores: readonly Restore[], epoch: string | null): number | null {
  const later = restores.slice(restores.findIndex((restore) => restore.epoch === epoch) + 1)
  return later.length === 0 ? null : Math.min(...later.map(({ rows }) => rows))
}

/** From the rows of the log, which the chain itself vouches for; the last one also stands in the clinic's document when its row is archived. */
async function readRestores(
  db: Reading,
): Promise<{ readonly epoch: string | null; readonly restores: readonly Restore[] }> {
  const rows = await db
    .selectFrom('audit_log')
    .select('detail')
    .where('action', '=', 'server.restored')
    .orderBy('seq')
    .execute()
  const clinic = await db.selectFrom('clinic').select(['epoch', 'restored']).executeTakeFirst()
  const logged = rows.map(({ detail }) => ({ epoch: String(detail.epoch), rows: Number(detail.auditRows) }))
  const note = clinic?.restored ?? null
  const isLogged = note === null || logged.some(({ epoch }) => epoch === note.epoch)
  const restores = isLogged ? logged : [...logged, { epoch: note.epoch, rows: note.auditRows }]
  return { epoch: clinic?.epoch ?? null, restores }
}
