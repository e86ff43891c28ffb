import { hash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { GENESIS_HASH, type HashedContent, rowHash, type Sha256Hex } from '../../shared/audit/auditChain'
import { auditEntryProblem } from '../../shared/audit/auditRules'
import type { AuditEntry, AuditRow, SignedHead } from '../../shared/audit/auditSchemas'
import type { Tables } from '../platform/database/tables'
import { type Tx, takeCommitLock } from '../platform/database/transaction'
import { readAnchor } from './auditAnchor'
import { fromTable, type StoredRow, toTable } from './auditTable'

const CHUNK = 5000
/** A trigger tells every server process of each commit that appended rows: the head has to be signed anew (U3). */
export const AUDIT_CHANNEL = 'audit'

/** Where a chain ends: `count` rows, the last one with `hash`. An empty chain is 0 and `GENESIS_HASH`. */
export type ChainEnd = Pick<SignedHead, 'count' | 'hash'>

export const sha256hex: Sha256Hex = (text) => hash('sha256', text, 'hex')

/**
 * Appends one row an entry, in order, inside the caller's transaction (U1): both are there or neither. Takes the commit lock, so the
 * caller must have waited for every other row lock before. `now` is server time. An entry with prose, an email address or another
 * thing that is no id or code throws (U2): that is a defect, never a user's mistake. Read committed isolation only.
 */
export async function appendAudit(tx: Tx, entries: readonly AuditEntry[], now: Date): Promise<ChainEnd> {
  for (const entry of entries) refuseDefect(entry)
  await takeCommitLock(tx)
  const end = await readChainEnd(tx)
  if (entries.length === 0) return end
  const rows = chainRows(end, entries, now.toISOString())
  await tx.insertInto('audit_log').values(rows.map(toTable)).execute()
  const last = rows[rows.length - 1]
  return last === undefined ? end : { count: last.seq, hash: last.hash }
}

export async function readChainEnd(db: Kysely<Tables>): Promise<ChainEnd> {
  const last = await db
    .selectFrom('audit_log')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last === undefined ? { count: 0, hash: GENESIS_HASH } : { count: Number(last.seq), hash: last.hash }
}

/** The hash after `count` rows; null when the chain is shorter. */
export async function readHashAt(db: Kysely<Tables>, count: number): Promise<string | null> {
  if (count === 0) return GENESIS_HASH
  const row = await db.selectFrom('audit_log').select('hash').where('seq', '=', count).executeTakeFirst()
  if (row !== undefined) return row.hash
  const archived = await readAnchor(db)
  return archived?.count === count ? archived.hash : null
}

/** Whether the chain goes on from that head; null when there is none. */
export async function containsHead(db: Kysely<Tables>, head: SignedHead | null): Promise<boolean | null> {
  return head === null ? null : (await readHashAt(db, head.count)) === head.hash
}

/**
 * Rows with `from <= seq <= to` in the order of `seq`, in chunks, as of one moment. A cursor and not a keyset: where somebody dropped
 * the primary key, two rows with one `seq` must both be seen. The next chunk is on its way while the caller works on this one.
 */
export async function* readRows(
  db: Kysely<Tables>,
  from: number | null = null,
  to: number | null = null,
  chunk: number = CHUNK,
): AsyncGenerator<readonly AuditRow[]> {
  const tx = await db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute()
  try {
    await declareCursor(tx, from, to)
    let next = fetchChunk(tx, chunk)
    while (true) {
      const rows = await next
      if (rows.length === 0) return
      next = fetchChunk(tx, chunk)
      // Awaited in the next round; without this a caller that stops early would leave a rejection nobody handles.
      next.catch(() => undefined)
      yield rows.map(fromTable)
    }
  } finally {
    await tx.rollback().execute()
  }
}

function refuseDefect(entry: AuditEntry): void {
  const problem = auditEntryProblem(entry)
  if (problem !== null) throw new Error(`audit entry ${entry.action}: ${problem}`)
}

function chainRows(end: ChainEnd, entries: readonly AuditEntry[], at: string): AuditRow[] {
  let { count, hash: prevHash } = end
  return entries.map((entry) => {
    const content: HashedContent = { ...entry, at, detail: entry.detail ?? {} }
    count += 1
    const row: AuditRow = { ...content, seq: count, prevHash, hash: rowHash(prevHash, count, content, sha256hex) }
    prevHash = row.hash
    return row
  })
}

async function declareCursor(tx: Kysely<Tables>, from: number | null, to: number | null): Promise<void> {
  const lower = from === null ? sql`` : sql`and seq >= ${sql.lit(from)}`
  const upper = to === null ? sql`` : sql`and seq <= ${sql.lit(to)}`
  await sql`declare audit_rows no scroll cursor for
    select seq, at, actor_kind, actor_id, role, device_id, address, action, target_kind, target_id, outcome,
      detail::text as detail, prev_hash, hash
    from audit_log where true ${lower} ${upper} order by seq`.execute(tx)
}

async function fetchChunk(tx: Kysely<Tables>, chunk: number): Promise<readonly StoredRow[]> {
  return (await sql<StoredRow>`fetch ${sql.lit(chunk)} from audit_rows`.execute(tx)).rows
}
